import { request } from 'node:http';
import type { MessageView } from '@parley/shared/messages';
import { Types } from 'mongoose';
import { describe, expect, it } from 'vitest';
import { generalRoom, privateRoom, say } from '../../test/build.js';
import { examined, requested } from '../../test/examined.js';
import { startServer, type Person, type TestServer } from '../../test/startServer.js';

interface Inbox {
  messages: MessageView[];
  next: string | null;
}
const inbox = async (person: Person, query = ''): Promise<Inbox> =>
  (await person.get(`/inbox${query}`).expect(200)).body as Inbox;

/** Stores `count` messages of a room that mention a person by name or everybody. */
async function storeCalls(
  { app }: TestServer,
  roomId: string,
  { count, by, calls }: { count: number; by: Person; calls: Person },
): Promise<void> {
  const messages = app.server.connection.collection('messages');
  for (let from = 0; from < count; from += 2000)
    await messages.insertMany(
      Array.from({ length: Math.min(2000, count - from) }, (_, i) => {
        const seq = 1000 + from + i;
        return {
          _id: new Types.ObjectId(),
          roomId: new Types.ObjectId(roomId),
          authorId: new Types.ObjectId(by.userId),
          clientId: `call ${seq}`,
          seq,
          rev: seq,
          revs: [seq],
          createdAt: new Date(),
          editedAt: null,
          deletedAt: null,
          text: `call ${seq}`,
          mentionIds: seq % 2 ? [new Types.ObjectId(calls.userId)] : [],
          mentioned: true,
          ...(seq % 2 ? {} : { mentionsRoom: true }),
          answersId: new Types.ObjectId(calls.userId),
          replyTo: null,
          reactions: [],
          history: [],
          notice: null,
        };
      }),
    );
}

/** What the inbox reads; jobs of the server read others meanwhile. */
const read = ['messages', 'members', 'rooms'];

/** Counts the queries of the inbox sent to the database meanwhile. */
async function countQueries({ app }: TestServer, work: () => Promise<unknown>): Promise<number> {
  const client = app.server.connection.getClient();
  let queries = 0;
  const count = ({ commandName, command }: { commandName: string; command: object }): void => {
    const { [commandName]: collection, collection: ofCursor } = command as Record<string, unknown>;
    const name = commandName === 'getMore' ? ofCursor : collection;
    if (['find', 'aggregate', 'getMore'].includes(commandName) && read.includes(String(name))) queries += 1;
  };
  client.on('commandStarted', count);
  await work();
  client.off('commandStarted', count);
  return queries;
}

/** What the database examines for the inbox, all its queries together. */
async function examinedBy(server: TestServer, work: () => Promise<unknown>): Promise<number> {
  let all = 0;
  for (const { question } of await requested(server, read, work))
    all += await examined(server.app.server.connection, question);
  return all;
}

describe('the inbox of somebody who is called 20,000 times in a room they are not in', () => {
  it('costs what it costs without them', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    const roomId = await generalRoom(alice);
    for (let i = 0; i < 60; i++) await say(alice, roomId, `@bob ${i}`);
    const newest = '?limit=50';
    await inbox(bob, newest);
    const queries = await countQueries(server, () => inbox(bob, newest));
    const alone = await examinedBy(server, () => inbox(bob, newest));
    const foreign = await privateRoom(eve, [], 'foreign');
    await storeCalls(server, foreign.roomId, { count: 20_000, by: eve, calls: bob });
    expect(await countQueries(server, () => inbox(bob, newest))).toBe(queries);
    // A few more, for entries that are read to see that there is nothing for them; not the 20,000.
    expect(await examinedBy(server, () => inbox(bob, newest))).toBeLessThan(alone + 100);
    const first = await inbox(bob, newest);
    const second = await inbox(bob, `${newest}&before=${String(first.next)}`);
    expect([first.messages.length, second.messages.length, second.next]).toEqual([50, 10, null]);
    expect(new Set([...first.messages, ...second.messages].map((message) => message.roomId))).toEqual(
      new Set([roomId]),
    );
  });

  it('is full, in order and once, where there is much in several rooms', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    const rooms: string[] = [];
    for (let i = 0; i < 4; i++) rooms.push((await privateRoom(alice, [bob, eve], `room ${i}`)).roomId);
    for (const roomId of rooms) await storeCalls(server, roomId, { count: 130, by: eve, calls: bob });
    const seen: string[] = [];
    let before: string | null = null;
    do {
      const page: Inbox = await inbox(bob, `?limit=50${before === null ? '' : `&before=${before}`}`);
      seen.push(...page.messages.map(({ messageId }) => messageId));
      before = page.next;
    } while (before !== null);
    expect(seen).toHaveLength(4 * 130);
    expect(seen).toEqual([...new Set(seen)].sort().reverse());
    // One's own messages are left out, in few rounds: a page may be short, with `next` set.
    const own = await inbox(eve, '?limit=10');
    expect(own.messages).toEqual([]);
    expect(own.next).not.toBeNull();
  });

  it('is not read further for clients that have disconnected', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    await say(alice, await generalRoom(alice), '@bob hello');
    const queries = await countQueries(server, async () => {
      // All but the first wait in the queue, and are cancelled before their turn.
      const requests = Array.from({ length: 15 }, () => {
        const one = request(`${server.url}/api/v1/inbox`, {
          headers: { authorization: `Bearer ${bob.granted.accessToken}` },
        });
        const closed = new Promise((resolve) => one.on('close', resolve));
        one.on('error', () => undefined).end();
        one.on('socket', (socket) => socket.on('connect', () => setImmediate(() => one.destroy())));
        return closed;
      });
      await Promise.all(requests);
      await inbox(bob);
    });
    const one = await countQueries(server, () => inbox(bob));
    expect(queries).toBeLessThan(15 * one);
  });
});
