import type { Token } from 'markdown-it';
import { DEEPEST } from './lines.js';
import type { Align, Block, Inline, Item } from './nodes.js';

/** Reads tokens one after the other. */
class Tokens {
  private at = 0;
  constructor(private readonly list: Token[]) {}
  next(): Token | undefined {
    return this.list[this.at++];
  }
}

const pairs: Record<string, 'strong' | 'emphasis' | 'strike' | 'spoiler'> = {
  strong_open: 'strong',
  em_open: 'emphasis',
  s_open: 'strike',
  spoiler_open: 'spoiler',
};

const metaOf = (token: Token): Record<string, unknown> => token.meta ?? {};
const namesOf = (token: Token): string[] => metaOf(token)['names'] as string[];

function addText(nodes: Inline[], text: string): void {
  const last = nodes.at(-1);
  if (text === '') return;
  if (last?.type === 'text') last.text += text;
  else nodes.push({ type: 'text', text });
}

/** A node that has nothing inside. */
function addLeaf(nodes: Inline[], token: Token): void {
  if (token.type === 'code_inline') nodes.push({ type: 'codeSpan', text: token.content });
  else if (token.type === 'mention')
    nodes.push({ type: 'mention', names: namesOf(token), text: token.content });
  else if (token.type === 'room') nodes.push({ type: 'room', names: namesOf(token), text: token.content });
  else addText(nodes, token.content);
}

/** The nodes of a text. Marks nested deeper than can be shown are shown as typed. */
function inlineTree(list: Token[]): Inline[] {
  const root: Inline[] = [];
  /** Where nodes go, and what is shown where a mark ends that is text. */
  const open: { nodes: Inline[]; end: string }[] = [{ nodes: root, end: '' }];
  for (const token of list) {
    const { nodes } = open.at(-1) ?? { nodes: root };
    if (token.nesting === 0) addLeaf(nodes, token);
    else if (token.nesting < 0) addText(open.at(-2)?.nodes ?? root, open.pop()?.end ?? '');
    else if (open.length > DEEPEST) {
      addText(nodes, token.type === 'link_open' ? '[' : token.markup);
      open.push({
        nodes,
        end: token.type === 'link_open' ? `](${String(metaOf(token)['href'])})` : token.markup,
      });
    } else open.push({ nodes: addElement(nodes, token), end: '' });
  }
  return root;
}

/** Adds the element of a token, and returns the list for its content. */
function addElement(nodes: Inline[], token: Token): Inline[] {
  const children: Inline[] = [];
  const type = pairs[token.type];
  if (type) nodes.push({ type, children });
  else {
    const { href, title } = metaOf(token) as { href: string; title: string };
    nodes.push({ type: 'link', href, ...(title === '' ? {} : { title }), children });
  }
  return children;
}

function inlineOf(tokens: Tokens): Inline[] {
  const token = tokens.next();
  return inlineTree(token?.children ?? []);
}

const task = /^\[([ xX])\] +(?=\S)/u;

/** An item that begins with `[ ]` or `[x]` is a task. */
function itemOf(marker: string, children: Block[]): Item {
  const [first] = children;
  const words = first?.type === 'paragraph' ? first.children[0] : undefined;
  const found = words?.type === 'text' ? task.exec(words.text) : null;
  if (!found || words?.type !== 'text') return { marker, children };
  words.text = words.text.slice(found[0].length);
  return { marker, checked: found[1] !== ' ', children };
}

function listOf(tokens: Tokens, ordered: boolean): Block {
  const items: Item[] = [];
  for (let token = tokens.next(); token && token.nesting >= 0; token = tokens.next())
    items.push(itemOf(ordered ? token.info + token.markup : '', blocksOf(tokens)));
  return { type: 'list', ordered, items };
}

function tableOf(tokens: Tokens, align: Align[]): Block {
  const rows: Inline[][][] = [];
  for (let row = tokens.next(); row?.type === 'tr_open'; row = tokens.next()) {
    const cells: Inline[][] = [];
    for (let cell = tokens.next(); cell?.type === 'td_open'; cell = tokens.next()) {
      cells.push(inlineOf(tokens));
      tokens.next();
    }
    rows.push(cells);
  }
  const [header = [], ...others] = rows;
  return { type: 'table', align, header, rows: others };
}

function blockOf(token: Token, tokens: Tokens): Block {
  switch (token.type) {
    case 'blockquote_open':
      return { type: 'quote', children: blocksOf(tokens) };
    case 'bullet_list_open':
      return listOf(tokens, false);
    case 'ordered_list_open':
      return listOf(tokens, true);
    case 'table_open':
      return tableOf(tokens, metaOf(token)['aligns'] as Align[]);
    case 'fence':
      return {
        type: 'code',
        ...(token.info === '' ? {} : { language: token.info }),
        text: token.content,
        spans: 0,
      };
    case 'hr':
      return { type: 'rule' };
    default: {
      const children = inlineOf(tokens);
      tokens.next();
      return token.type === 'heading_open'
        ? { type: 'heading', level: metaOf(token)['level'] as number, children }
        : { type: 'paragraph', children };
    }
  }
}

/** The blocks up to the end of their parent. */
function blocksOf(tokens: Tokens): Block[] {
  const blocks: Block[] = [];
  for (let token = tokens.next(); token && token.nesting >= 0; token = tokens.next())
    blocks.push(blockOf(token, tokens));
  return blocks;
}

/** The parser's flat tokens as a tree. */
export const treeOf = (tokens: Token[]): Block[] => blocksOf(new Tokens(tokens));
