import type { Block, Inline, Item } from './nodes.js';
import { parseMessage } from './parse.js';

/** The placeholder of a spoiler. */
export const HIDDEN = '▒▒▒';

interface Shown {
  /** What is hidden until pressed, as HIDDEN or in its words. */
  spoilers: 'hidden' | 'shown';
  /** Addresses behind the words of links, too. */
  addresses: boolean;
}

function inlineText(nodes: Inline[], shown: Shown): string {
  return nodes
    .map((node) => {
      switch (node.type) {
        case 'text':
        case 'codeSpan':
        case 'mention':
        case 'room':
          return node.text;
        case 'spoiler':
          return shown.spoilers === 'hidden' ? HIDDEN : inlineText(node.children, shown);
        case 'link': {
          const words = inlineText(node.children, shown);
          return shown.addresses && words !== node.href
            ? `${words} ${node.href} ${node.title ?? ''}`.trimEnd()
            : words;
        }
        default:
          return inlineText(node.children, shown);
      }
    })
    .join('');
}

const itemText = ({ marker, checked, children }: Item, shown: Shown): string => {
  const sign = marker === '' ? '•' : marker;
  const box = checked === undefined ? '' : checked ? '☑ ' : '☐ ';
  return `${sign} ${box}${blocksText(children, shown)}`;
};

function blockText(block: Block, shown: Shown): string {
  switch (block.type) {
    case 'paragraph':
    case 'heading':
      return inlineText(block.children, shown);
    case 'quote':
      return blocksText(block.children, shown);
    case 'list':
      return block.items.map((item) => itemText(item, shown)).join('\n');
    case 'code':
      return block.text;
    case 'table':
      return [block.header, ...block.rows]
        .map((row) => row.map((cell) => inlineText(cell, shown)).join(' | '))
        .join('\n');
    case 'rule':
      return '—';
  }
}

const blocksText = (blocks: Block[], shown: Shown): string =>
  blocks.map((block) => blockText(block, shown)).join('\n');

/**
 * A message's words as they are shown, without their marks and with line breaks between blocks: for notifications, quotes
 * and search hits. What is hidden until pressed is HIDDEN.
 */
export const plainText = (text: string): string =>
  blocksText(parseMessage(text), { spoilers: 'hidden', addresses: false });

/** What a message is found by: all its words, also those hidden until pressed, and the addresses behind its links. */
export const searchableText = (text: string): string =>
  blocksText(parseMessage(text), { spoilers: 'shown', addresses: true });
