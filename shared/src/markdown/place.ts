import type { Block, Inline } from './nodes.js';
import { parseMessage } from './parse.js';

export type Place = 'text' | 'code' | 'link';

/** A letter of the private use area, which nobody types: it shows where the caret is. */
const CARET = '\ue0f0';

function inlinePlace(nodes: Inline[]): Place | undefined {
  for (const node of nodes) {
    if (node.type === 'codeSpan' && node.text.includes(CARET)) return 'code';
    if (
      node.type === 'link' &&
      (node.href.includes(encodeURI(CARET)) || node.title?.includes(CARET) === true)
    )
      return 'link';
    if ('text' in node && node.text.includes(CARET)) return 'text';
    const inner = 'children' in node ? inlinePlace(node.children) : undefined;
    if (inner) return node.type === 'link' ? 'link' : inner;
  }
  return undefined;
}

function blockPlace(block: Block): Place | undefined {
  switch (block.type) {
    case 'paragraph':
    case 'heading':
      return inlinePlace(block.children);
    case 'quote':
      return blocksPlace(block.children);
    case 'list':
      return blocksPlace(block.items.flatMap(({ children }) => children));
    case 'table':
      return inlinePlace([block.header, ...block.rows].flat(2));
    case 'code':
      return block.text.includes(CARET) ? 'code' : undefined;
    case 'rule':
      return undefined;
  }
}

function blocksPlace(blocks: Block[]): Place | undefined {
  for (const block of blocks) {
    const place = blockPlace(block);
    if (place) return place;
  }
  return undefined;
}

/**
 * The kind of text at the caret, for the composer: words, code, or an address. Code without its end counts as code.
 *
 * @param text what is being typed
 * @param caret a place in it, in UTF-16 units
 */
export function placeAt(text: string, caret: number): Place {
  const before = text.slice(0, caret);
  const now = blocksPlace(parseMessage(`${before}${CARET}${text.slice(caret)}`));
  if (now === 'code' || now === 'link') return now;
  const ends = before.includes('`') ? ['`', '\n```'] : [];
  const begun = ends.some((end) => blocksPlace(parseMessage(`${before}${CARET}${end}`)) === 'code');
  return begun ? 'code' : 'text';
}
