import type { MessageView } from '@parley/shared/messages';
import { messageText } from '@parley/shared/partTexts';
import type { ClipboardEvent } from 'react';
import type { State } from '../../core/store';
import { formatClock } from '../../ui/times';
import { t } from '../../text/first';

/** Elements that are copied with line breaks around them. */
const blocks = new Set([
  'P',
  'DIV',
  'LI',
  'PRE',
  'BLOCKQUOTE',
  'TR',
  'UL',
  'OL',
  'TABLE',
  'H1',
  'H2',
  'H3',
  'H4',
]);

/** The text of a node, with its line breaks. */
function linesOf(node: Node): string {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent ?? '';
  if (node.nodeName === 'BR') return '\n';
  const inner = [...node.childNodes].map(linesOf).join(node.nodeName === 'TR' ? '\t' : '');
  return blocks.has(node.nodeName) ? `\n${inner}\n` : inner;
}

/** The selected part of a message: its source text where all is selected, else the visible text. */
function selectedOf(row: HTMLElement, message: MessageView, range: Range): string {
  const words = row.querySelector('.prose-message');
  if (!words) return messageText(message);
  const whole = document.createRange();
  whole.selectNodeContents(words);
  const from = range.compareBoundaryPoints(Range.START_TO_START, whole) > 0;
  const to = range.compareBoundaryPoints(Range.END_TO_END, whole) < 0;
  if (!from && !to) return messageText(message);
  if (from) whole.setStart(range.startContainer, range.startOffset);
  if (to) whole.setEnd(range.endContainer, range.endOffset);
  return whole.collapsed
    ? ''
    : linesOf(whole.cloneContents())
        .replace(/\n{2,}/g, '\n')
        .replace(/^\n|\n$/g, '');
}

/** A conversation as text: a head with author and time, then the text; consecutive messages of one person share a head. */
function conversation(state: State, roomId: string, rows: HTMLElement[], range: Range): string {
  const { messages = [] } = state.timelines.byRoom[roomId] ?? {};
  let last: MessageView | undefined;
  return rows
    .flatMap((row) => {
      const message = messages.find(({ seq }) => seq === Number(row.dataset['seq']));
      const said = message && !message.deletedAt ? selectedOf(row, message, range) : '';
      if (!message || said === '') return [];
      const follows = last?.authorId === message.authorId && row.dataset['grouped'] !== undefined;
      last = message;
      const name = state.people.users.entities[message.authorId]?.displayName ?? t('common.somebody');
      const head = `${name}, ${formatClock(message.createdAt)}`;
      return [follows ? `\n${said}` : `\n\n${head}\n${said}`];
    })
    .join('')
    .trim();
}

/**
 * Copies a selection over several messages as a conversation in plain text: `Ana Owner, 09:16` and the text. Within one
 * message the browser copies the selection.
 */
export function copySelection(event: ClipboardEvent<HTMLElement>, state: State, roomId: string): void {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return;
  const range = selection.getRangeAt(0);
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-seq]')].filter((row) =>
    range.intersectsNode(row),
  );
  if (rows.length < 2) return;
  const text = conversation(state, roomId, rows, range);
  if (text === '') return;
  event.preventDefault();
  event.clipboardData.setData('text/plain', text);
}
