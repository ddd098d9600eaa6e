import { fitting } from './budget.js';
import { dialect, type Parsed } from './dialect.js';
import { spreadFences } from './fences.js';
import { mayBeMarked } from './marked.js';
import type { Block } from './nodes.js';
import { treeOf } from './tree.js';

const engine = dialect();

const asTyped = (text: string): Block => ({ type: 'paragraph', children: [{ type: 'text', text }] });

/**
 * Parses a message's text: the one parser of page, server and composer. Never throws; nothing typed disappears.
 * Takes time linear in the text, and returns no more than MOST_NODES of budget.ts: the rest is one paragraph as typed.
 *
 * @param text as stored, at most `limits.messageUnits` UTF-16 units
 */
export function parseMessage(text: string): Block[] {
  const lines = spreadFences(text.replace(/\r\n?/gu, '\n'));
  if (!mayBeMarked(lines)) return lines === '' ? [] : [asTyped(lines)];
  const parsed: Parsed = { depth: 0, starts: [] };
  const blocks = treeOf(engine.parse(lines, parsed));
  const count = fitting(blocks);
  if (count === blocks.length) return blocks;
  return [...blocks.slice(0, count), asTyped(lines.slice(parsed.starts[count]))];
}
