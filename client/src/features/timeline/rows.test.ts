import type { MessageView } from '@parley/shared/messages';
import { describe, expect, it } from 'vitest';
import { buildRows, type RowsInput } from './rows';

const message = (seq: number, over: Partial<MessageView> = {}): MessageView => ({
  messageId: `m${seq}`,
  roomId: 'r',
  authorId: 'ana',
  clientId: `c${seq}`,
  seq,
  rev: seq,
  createdAt: new Date(2026, 0, 1, 9, seq).toISOString(),
  editedAt: null,
  deletedAt: null,
  text: 'x',
  mentionIds: [],
  replyTo: null,
  reactions: [],
  notice: null,
  ...over,
});
const input = (over: Partial<RowsInput>): RowsInput => ({
  messages: [],
  outbox: [],
  atStart: false,
  live: true,
  newAfter: undefined,
  myId: 'me',
  ...over,
});
const shape = (over: Partial<RowsInput>): string[] =>
  buildRows(input(over)).map((row) =>
    row.kind === 'message' || row.kind === 'pending'
      ? `${row.kind}${row.grouped ? '+' : ''} ${row.key}`
      : row.kind,
  );

describe('rows', () => {
  it('group one author within five minutes, and begin anew after a day, a notice, a reply or another author', () => {
    const messages = [
      message(1),
      message(2),
      message(9),
      message(10, { authorId: 'bo' }),
      message(11, { authorId: 'bo', replyTo: { messageId: 'm1', seq: 1 } }),
      message(12, { createdAt: new Date(2026, 0, 2, 9).toISOString() }),
    ];
    expect(shape({ messages, atStart: true })).toEqual([
      'start',
      'day',
      'message c1',
      'message+ c2',
      'message c9',
      'message c10',
      'message c11',
      'day',
      'message c12',
    ]);
  });
  it('draw the line "New" behind what was read, not before one’s own', () => {
    const messages = [message(1), message(2, { authorId: 'me' }), message(3)];
    expect(shape({ messages, newAfter: 1 })).toEqual([
      'day',
      'message c1',
      'message c2',
      'new',
      'message c3',
    ]);
  });
  it('show what is being sent once, at the end, under the key it keeps', () => {
    const item = {
      clientId: 'c2',
      roomId: 'r',
      text: 'x',
      createdAt: Date.parse(message(2).createdAt),
      state: 'sending' as const,
      attempts: 1,
      notBefore: 0,
    };
    const before = shape({ messages: [message(1, { authorId: 'me' })], outbox: [item] });
    expect(before).toEqual(['day', 'message c1', 'pending+ c2']);
    expect(
      shape({ messages: [message(1, { authorId: 'me' }), message(2, { authorId: 'me' })], outbox: [item] }),
    ).toEqual(['day', 'message c1', 'message+ c2']);
    expect(shape({ messages: [message(1)], outbox: [item], live: false })).toEqual(['day', 'message c1']);
  });
});
