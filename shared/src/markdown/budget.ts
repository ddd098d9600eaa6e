import type { Block, CodeNode, Inline } from './nodes.js';

/** What one message may put into the page: elements and texts together. */
export const MOST_NODES = 2000;
/** The paragraph for what does not fit, and the elements around a message's text. */
const RESERVED = 10;

const inlineCost = (nodes: Inline[]): number => nodes.reduce((sum, node) => sum + costOfInline(node), 0);
const blocksCost = (blocks: Block[]): number => blocks.reduce((sum, block) => sum + costOf(block), 0);

/** Elements and texts that a node becomes in the page, at most; client/src/features/timeline/RichText.tsx draws them. */
function costOfInline(node: Inline): number {
  switch (node.type) {
    case 'text':
      return 1;
    case 'codeSpan':
    case 'room':
      return 2;
    case 'mention':
      return 4;
    case 'link':
      return 1 + inlineCost(node.children);
    default:
      return 1 + inlineCost(node.children);
  }
}

function costOf(block: Block): number {
  switch (block.type) {
    case 'paragraph':
    case 'heading':
      return 1 + inlineCost(block.children);
    case 'quote':
      return 1 + blocksCost(block.children);
    case 'list':
      return 1 + block.items.reduce((sum, { children }) => sum + 5 + blocksCost(children), 0);
    case 'code':
      return 3;
    case 'table': {
      const rows = [block.header, ...block.rows];
      return (
        4 + rows.reduce((sum, row) => sum + 1 + row.reduce((all, cell) => all + 1 + inlineCost(cell), 0), 0)
      );
    }
    case 'rule':
      return 1;
  }
}

function codeIn(blocks: Block[]): CodeNode[] {
  return blocks.flatMap((block) => {
    if (block.type === 'code') return [block];
    if (block.type === 'quote') return codeIn(block.children);
    return block.type === 'list' ? block.items.flatMap(({ children }) => codeIn(children)) : [];
  });
}

/**
 * How many of these blocks a message may draw, and what is left of the budget is given to the colours of their code.
 * @returns the number of blocks that fit; all of them for any message a person writes
 */
export function fitting(blocks: Block[]): number {
  let left = MOST_NODES - RESERVED;
  let count = 0;
  for (const block of blocks) {
    const cost = costOf(block);
    if (cost > left) break;
    left -= cost;
    count += 1;
  }
  const code = codeIn(blocks.slice(0, count));
  // A coloured span is an element and a text.
  for (const node of code) node.spans = Math.floor(left / code.length / 2);
  return count;
}
