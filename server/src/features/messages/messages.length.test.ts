import { randomUUID } from 'node:crypto';
import { limits } from '@parley/shared/limits';
import type { MessagePage, MessageView } from '@parley/shared/messages';
import type { OpenedRoom } from '@parley/shared/sync';
import { Types } from 'mongoose';
import { expect, it } from 'vitest';
import { privateRoom } from '../../test/build.js';
import { startServer, type Person, type TestServer } from '../../test/startServer.js';
import { createMessages, type NewMessage } from './messages.change.js';
import { lengthOf } from './messages.length.js';

/** Says so many things of this length, all at once. */
async function sayMany(
  server: TestServer,
  person: Person,
  at: { roomId: string; count: number; length: number; letter?: string | undefined },
) {
  const messages = Array.from({ length: at.count }, (_, i): NewMessage => ({
    roomId: new Types.ObjectId(at.roomId),
    authorId: new Types.ObjectId(person.userId),
    clientId: randomUUID(),
    createdAt: new Date(),
    editedAt: null,
    deletedAt: null,
    text: `${i} `.padEnd(at.length, at.letter ?? 'x'),
    mentionIds: [],
    replyTo: null,
    reactions: [],
    history: [],
    notice: null,
  }));
  await createMessages(server.app.server, at.roomId, messages);
}

const numbers = (messages: MessageView[]): number[] => messages.map(({ text }) => Number(text.split(' ')[0]));
const upTo = (end: number, from = 0): number[] => Array.from({ length: end - from }, (_, i) => from + i);

it('a page of long messages has fewer, without a hole to the next one, in each direction', async () => {
  await using server = await startServer();
  const { alice } = await server.cast();
  const { roomId } = await privateRoom(alice, []);
  const count = 130;
  await sayMany(server, alice, { roomId, count, length: 8000 });
  const page = async (query: string): Promise<MessagePage> =>
    (await alice.get(`/rooms/${roomId}/messages?limit=100&${query}`).expect(200)).body as MessagePage;
  const isShort = ({ messages }: MessagePage): boolean =>
    messages.length > 1 && messages.length * 8500 <= limits.answerBytes;
  const back: MessageView[] = [];
  for (let before = count + 1; ;) {
    const { messages, ...rest } = await page(`before=${before}`);
    expect(isShort({ messages, ...rest })).toBe(true);
    back.unshift(...messages);
    before = messages[0]?.seq ?? 0;
    if (!rest.hasMoreBefore) break;
  }
  expect(numbers(back)).toEqual(upTo(count));
  const forth: MessageView[] = [];
  for (let after = 0; ;) {
    const { messages, ...rest } = await page(`after=${after}`);
    expect(isShort({ messages, ...rest })).toBe(true);
    forth.push(...messages);
    after = messages.at(-1)?.seq ?? Infinity;
    if (!rest.hasMoreAfter) break;
  }
  expect(numbers(forth)).toEqual(upTo(count));
  const around = await page('around=60');
  expect(isShort(around)).toBe(true);
  expect(around).toMatchObject({ hasMoreBefore: true, hasMoreAfter: true });
  const [first = 0, ...others] = numbers(around.messages);
  expect([first, ...others]).toEqual(upTo(first + around.messages.length, first));
  expect(numbers(around.messages)).toContain(59);
});

it.each([
  { what: 'as many as it carries', count: limits.catchUp, length: 50, kind: 'changes' },
  { what: 'one more', count: limits.catchUp + 1, length: 50, kind: 'reset' },
  { what: 'long ones that fit', count: 45, length: 8000, kind: 'changes' },
  { what: 'long ones that do not', count: 60, length: 8000, kind: 'reset' },
  { what: 'as many letters that are longer in bytes', count: 45, length: 8000, kind: 'reset', letter: 'я' },
])('a catch-up of $what is told by $kind', async ({ count, length, kind, letter }) => {
  await using server = await startServer();
  const { alice } = await server.cast();
  const { roomId } = await privateRoom(alice, []);
  await sayMany(server, alice, { roomId, count, length, letter });
  const opened: OpenedRoom = await (await alice.connect()).tell('room:open', { roomId, sinceRev: 0 });
  expect(opened.kind).toBe(kind);
  expect(opened).toMatchObject({ headSeq: count, headRev: count });
  const told = numbers(opened.messages);
  expect(told).toEqual(upTo(count, kind === 'changes' ? 0 : count - told.length));
  expect(told.length * (length + 500)).toBeLessThanOrEqual(limits.answerBytes);
});

it('what many react to counts as long', () => {
  const message = {
    text: 'hi',
    reactions: [{ emoji: '👍', userIds: Array.from({ length: 1000 }, () => 1) }],
  };
  const view = JSON.stringify(Array.from({ length: 1000 }, () => new Types.ObjectId()));
  expect(lengthOf(message as never)).toBeGreaterThanOrEqual(view.length);
});
