/** The part of mdast this plugin touches. */
interface Node {
  type: string;
  value?: string;
  children?: Node[];
  data?: { hName: string; hProperties?: Record<string, string> };
}

/** `||spoiler||`, `@name` and `#room`. Source of the alphabets: users.ts and text.ts in shared. */
const pattern =
  /\|\|([^|\n]+)\|\||(?<![\p{L}\p{N}_@/.-])@([a-z0-9](?:[a-z0-9._-]{0,30}[a-z0-9])?)|(?<![\p{L}\p{N}_#&/])#([\p{L}\p{N}][\p{L}\p{N}_-]{0,79})/giu;

const skipped = new Set(['code', 'inlineCode', 'link', 'linkReference', 'definition']);

function element(name: string, value: string, text: string): Node {
  return {
    type: name,
    data: { hName: name, hProperties: { value } },
    children: [{ type: 'text', value: text }],
  };
}

function split(text: string): Node[] {
  const nodes: Node[] = [];
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    const [whole, spoiler, person, room] = match;
    if (match.index > from) nodes.push({ type: 'text', value: text.slice(from, match.index) });
    if (spoiler !== undefined) nodes.push(element('parley-spoiler', spoiler, spoiler));
    else if (person !== undefined) nodes.push(element('parley-mention', person.toLowerCase(), whole));
    else nodes.push(element('parley-room', room ?? '', whole));
    from = match.index + whole.length;
  }
  if (from === 0) return [{ type: 'text', value: text }];
  if (from < text.length) nodes.push({ type: 'text', value: text.slice(from) });
  return nodes;
}

function visit(node: Node): void {
  if (!node.children || skipped.has(node.type)) return;
  node.children = node.children.flatMap((child) =>
    child.type === 'text' && child.value !== undefined ? split(child.value) : [child],
  );
  for (const child of node.children) if (child.data?.hName.startsWith('parley-') !== true) visit(child);
}

/** A remark plugin: turns Parley's own marks into elements of their own. */
export const remarkParley = () => (tree: Node) => visit(tree);
