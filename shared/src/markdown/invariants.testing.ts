import type { Block, Inline } from './nodes.js';

const inlineNodes = (nodes: Inline[]): Inline[] =>
  nodes.flatMap((node) => ('children' in node ? [node, ...inlineNodes(node.children)] : [node]));

/** Every node of a tree, of both kinds, with items and cells as the blocks or nodes in them. */
export function allNodes(blocks: Block[]): (Block | Inline)[] {
  return blocks.flatMap((block): (Block | Inline)[] => {
    switch (block.type) {
      case 'paragraph':
      case 'heading':
        return [block, ...inlineNodes(block.children)];
      case 'quote':
        return [block, ...allNodes(block.children)];
      case 'list':
        return [block, ...block.items.flatMap(({ children }) => allNodes(children))];
      case 'table':
        return [block, ...[block.header, ...block.rows].flat().flatMap(inlineNodes)];
      default:
        return [block];
    }
  });
}

/** Elements and texts at least: what every node becomes, and items, rows and cells beside them. */
export function nodesIn(blocks: Block[]): number {
  return allNodes(blocks).reduce((sum, node) => {
    if (node.type === 'list') return sum + 1 + node.items.length;
    if (node.type === 'table')
      return sum + 1 + [node.header, ...node.rows].reduce((n, row) => n + 1 + row.length, 0);
    return sum + 1;
  }, 0);
}

export function depthOf(blocks: (Block | Inline)[]): number {
  return Math.max(
    0,
    ...blocks.map((node) => {
      if (node.type === 'list') return 1 + depthOf(node.items.flatMap(({ children }) => children));
      return 'children' in node ? 1 + depthOf(node.children) : 1;
    }),
  );
}

/** What a reader can find of a tree: its texts, and the attributes of its elements. */
const parts = (blocks: Block[]): string[] =>
  allNodes(blocks).flatMap((node) => {
    if (node.type === 'link') return [node.href, decodeURI(node.href), node.title ?? ''];
    if (node.type === 'code') return [node.language ?? '', node.text];
    if (node.type === 'list')
      return node.items.map(({ marker, checked }) => `${marker}${checked === undefined ? '' : 'xX'}`);
    return 'text' in node ? [node.text] : [];
  });

const counts = (text: string): Map<string, number> => {
  const found = new Map<string, number>();
  for (const [sign] of text.matchAll(/[\p{L}\p{N}]/gu)) found.set(sign, (found.get(sign) ?? 0) + 1);
  return found;
};

/** Letters and digits of a text that its tree shows less often than they were typed. */
export function lost(text: string, blocks: Block[]): string[] {
  // The name of a language is shown in lower case.
  const shown = counts(parts(blocks).join(' ').toLowerCase());
  return [...counts(text.toLowerCase())].flatMap(([sign, count]) =>
    (shown.get(sign) ?? 0) < count ? [sign] : [],
  );
}
