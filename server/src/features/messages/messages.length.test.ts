import { randomUUID } from 'node:crypto';
import { limits } from '@parley/shared/limits';
import type { MessagePage, MessageView } from '@parley/shared/messages';
import type { OpenedRoom } from '@parley/shared/sync';
import { Types } from 'mongoose';
import { expect, it } from 'vitest';
import { privateRoom } from '../../test/build.js';
import { startServer, type Person } from '../../test/startServer.js';
import { lengthOf } from './messages.length.js';

/** Sent together in one frame, also with letters of two bytes. */
const AT_ONCE = 10;

/** Sends `count` messages of this length. */
async function sayMany(
  person: Person,
  at: { roomId: string; count: number; length: number; letter?: string | undefined },
): Promise<void> {
  const mouth = await person.connect();
  for (let from = 0; from < at.count; from += AT_ONCE)
    await mouth.command('messages:send', {
      roomId: at.roomId,
      messages: Array.from({ length: Math.min(AT_ONCE, at.count - from) }, (_, i) => ({
        clientId: randomUUID(),
        text: `${from + i} `.padEnd(at.length, at.letter ?? 'x'),
      })),
    });
}

const numbers = (messages: MessageView[]): number[] => messages.map(({ text }) => Number(text.split(' ')[0]));
const upTo = (end: number, from = 0): number[] => Array.from({ length: end - from }, (_, i) => from + i);

it('a page of long messages has fewer, without a hole to the next one, in each direction', async () => {
  await using server = await startServer();
  const { alice } = await server.cast();
  const { roomId } = await privateRoom(alice, []);
  const count = 130;
  await sayMany(alice, { roomId, count, length: 8000 });
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
])('a catch-up of $what is told by $kind [U-3]', async ({ count, length, kind, letter }) => {
  await using server = await startServer();
  const { alice } = await server.cast();
  const { roomId } = await privateRoom(alice, []);
  await sayMany(alice, { roomId, count, length, letter });
  const opened: OpenedRoom = await (await alice.connect()).command('room:open', { roomId, sinceRev: 0 });
  expect(opened.kind).toBe(kind);
  expect(opened).toMatchObject({ headSeq: count, headRev: count });
  const published = numbers(opened.messages);
  expect(published).toEqual(upTo(count, kind === 'changes' ? 0 : count - published.length));
  expect(published.length * (length + 500)).toBeLessThanOrEqual(limits.answerBytes);
});

it('what many react to counts as long', () => {
  const message = {
    text: 'hi',
    reactions: [{ emoji: '👍', userIds: Array.from({ length: 1000 }, () => 1) }],
  };
  const view = JSON.stringify(Array.from({ length: 1000 }, () => new Types.ObjectId()));
  expect(lengthOf(message as never)).toBeGreaterThanOrEqual(view.length);
});
