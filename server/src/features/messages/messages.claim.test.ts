import { randomUUID } from 'node:crypto';
import type { MessagePage, MessageView } from '@parley/shared/messages';
import { expect, it } from 'vitest';
import { generalRoom, say } from '../../test/build.js';
import { Person, startServer } from '../../test/startServer.js';
import { Messages } from './messages.model.js';

/** Two servers on one database, and one person who talks to both. */
async function startTwoNodes() {
  const database = `claim${randomUUID().slice(0, 8)}`;
  const first = await startServer({}, database);
  const second = await startServer({}, database);
  const alice = await first.register('alice');
  const there = new Person(second, alice.granted, 'alice');
  return {
    first,
    alice,
    there,
    roomId: await generalRoom(alice),
    [Symbol.asyncDispose]: async () => {
      await second[Symbol.asyncDispose]();
      await first[Symbol.asyncDispose]();
    },
  };
}

it('two nodes writing and changing one room keep one order, one rev for each change, and no hole [C-1 C-2 C-4 C-13]', async () => {
  await using nodes = await startTwoNodes();
  const { first, alice, there, roomId } = nodes;
  const target = await say(alice, roomId, 'everybody reacts');
  const emoji = ['👍', '🎉', '👀', '🚀', '💯', '🔥', '✅', '🙌'];
  const react = (person: Person, one: string) =>
    person.put(`/messages/${target.messageId}/reactions/${encodeURIComponent(one)}`).expect(200);
  const answers = await Promise.all(
    [alice, there].flatMap((person, node) => [
      ...Array.from({ length: 40 }, (_, i) => say(person, roomId, `node ${node} says ${i}`)),
      ...emoji
        .filter((_, i) => i % 2 === node)
        .map(async (one) => (await react(person, one)).body as MessageView),
    ]),
  );
  const stored = await Messages(first.app.server).find({ roomId }).select('+revs').sort({ seq: 1 }).lean();
  expect(stored.map(({ seq }) => seq)).toEqual(Array.from({ length: 82 }, (_, i) => i + 1));
  const revs = stored.flatMap((message) => message.revs).sort((a, b) => a - b);
  expect(revs).toEqual(Array.from({ length: revs.length }, (_, i) => i + 1));
  expect(
    stored
      .find(({ _id }) => String(_id) === target.messageId)
      ?.reactions.map((reaction) => reaction.emoji)
      .sort(),
  ).toEqual([...emoji].sort());
  // A rev has the content that was acknowledged with it.
  const last = stored.find(({ _id }) => String(_id) === target.messageId);
  for (const answer of answers)
    if (answer.rev === last?.rev) expect(answer.reactions).toHaveLength(last.reactions.length);
  const [one, other] = await Promise.all(
    [alice, there].map(
      async (person) =>
        ((await person.get(`/rooms/${roomId}/messages?limit=100`)).body as MessagePage).messages,
    ),
  );
  expect(one).toEqual(other);
});

it('a node whose heads are behind does not claim a rev the message has already [C-5]', async () => {
  await using nodes = await startTwoNodes();
  const { alice, there, roomId } = nodes;
  const target = await say(alice, roomId, 'hello');
  const react = async (person: Person, one: string): Promise<MessageView> =>
    (await person.put(`/messages/${target.messageId}/reactions/${encodeURIComponent(one)}`).expect(200))
      .body as MessageView;
  // The cached heads of each node are one change old in turn.
  const revs: number[] = [];
  for (const [i, one] of ['👍', '🎉', '👀', '🚀', '💯'].entries())
    revs.push((await react(i % 2 === 0 ? alice : there, one)).rev);
  expect(new Set(revs).size).toBe(5);
  expect(revs).toEqual([...revs].sort((a, b) => a - b));
});

it('rooms that are written in one command neither fail each other nor leave holes, also where two nodes fight [C-1 C-2 C-6 C-7 C-8]', async () => {
  await using nodes = await startTwoNodes();
  const { first, alice, there } = nodes;
  const rooms = await Promise.all(
    Array.from({ length: 6 }, async (_, i) => {
      const made = await alice
        .post('/rooms', { type: 'private', name: `room ${i}`, memberIds: [] })
        .expect(201);
      return (made.body as { roomId: string }).roomId;
    }),
  );
  // Both nodes write to the first two rooms, one of them to the others; client ids are repeated in between.
  const repeated = await say(alice, rooms[0] ?? '', 'once');
  await Promise.all(
    Array.from({ length: 25 }, (_, i) => i).flatMap((i) => [
      ...rooms.map((roomId) => say(alice, roomId, `first says ${i}`)),
      ...rooms.slice(0, 2).map((roomId) => say(there, roomId, `second says ${i}`)),
      alice
        .post(`/rooms/${rooms[0] ?? ''}/messages`, { text: 'once' })
        .set('Idempotency-Key', repeated.clientId)
        .expect(200),
    ]),
  );
  for (const [i, roomId] of rooms.entries()) {
    const stored = await Messages(first.app.server).find({ roomId, notice: null }).sort({ seq: 1 }).lean();
    expect(stored).toHaveLength(25 * (i < 2 ? 2 : 1) + (i === 0 ? 1 : 0));
    const all = await Messages(first.app.server).find({ roomId }).sort({ seq: 1 }).lean();
    expect(all.map(({ seq }) => seq)).toEqual(all.map((_, place) => place + 1));
    expect(all.map(({ rev }) => rev).sort((a, b) => a - b)).toEqual(all.map((_, place) => place + 1));
  }
});
