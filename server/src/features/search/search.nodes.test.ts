import type { SearchPage } from '@parley/shared/search';
import { Types, trusted } from 'mongoose';
import { expect, it } from 'vitest';
import { generalRoom, say } from '../../test/build.js';
import { Person, startServer, type TestServer } from '../../test/startServer.js';
import { indexerOf, SearchIndexer } from './search.index.js';
import { Indexed } from './search.model.js';

/** Two servers on one database, and one person who talks to both. */
async function startTwoNodes(environment: Record<string, string> = {}) {
  const database = `t${new Types.ObjectId().toString()}`;
  const one = await startServer(environment, database);
  const two = await startServer(environment, database);
  const alice = await one.register('alice');
  const there = new Person(two, alice.granted, 'alice');
  const roomId = await generalRoom(alice);
  await Promise.all([one, two].map(settled));
  return {
    one,
    two,
    alice,
    there,
    roomId,
    [Symbol.asyncDispose]: async () => {
      await two[Symbol.asyncDispose]();
      await one[Symbol.asyncDispose]();
    },
  };
}

const settled = ({ app }: TestServer): Promise<void> => indexerOf(app.server).settled();

async function texts(person: Person, word: string): Promise<string[]> {
  const response = await person.get(`/search?q=${word}&limit=100`).expect(200);
  return (response.body as SearchPage).hits.map(({ text }) => text);
}

it('each message is indexed once where people of a room are on several nodes [F-3]', async () => {
  await using nodes = await startTwoNodes();
  const { one, two, alice, there, roomId } = nodes;
  const rounds = 5;
  for (let round = 0; round < rounds; round++) {
    await Promise.all(
      Array.from({ length: 40 }, (_, i) => say(i % 2 === 0 ? alice : there, roomId, `xylophone ${i}`)),
    );
    await Promise.all([one, two].map(settled));
  }
  expect(await texts(there, 'xylophone')).toHaveLength(100);
  // All leases are released.
  expect(await Indexed(one.app.server).countDocuments({ holder: trusted({ $exists: true }) })).toBe(0);
});

/** Another node has the lease of this room, for `ms`. */
const hold = ({ app }: TestServer, roomId: string, ms: number): Promise<unknown> =>
  Indexed(app.server).updateOne(
    { _id: roomId },
    { $set: { holder: 'another', until: new Date(Date.now() + ms) } },
    { upsert: true },
  );

it('a room is not left to a node that is gone, nor to one whose clock is ahead [F-3]', async () => {
  await using nodes = await startTwoNodes();
  const { one, two, there, roomId } = nodes;
  for (const [word, ms] of [
    ['expired', -1],
    ['ahead', 300_000],
  ] as const) {
    await hold(one, roomId, ms);
    await say(there, roomId, word);
    await settled(two);
    expect(await texts(there, word)).toEqual([word]);
  }
  await hold(one, roomId, 3000);
  await say(there, roomId, 'somebody');
  await expect.poll(() => texts(there, 'somebody')).toEqual(['somebody']);
});

it('a node that stops in the middle lets others at its rooms [F-4]', async () => {
  await using nodes = await startTwoNodes();
  const { one, two, there, roomId } = nodes;
  const third = new SearchIndexer(one.app.server);
  third.note(roomId);
  const requested = third.settled();
  await third.stop();
  await requested;
  expect(await Indexed(one.app.server).countDocuments({ holder: trusted({ $exists: true }) })).toBe(0);
  await say(there, roomId, 'left behind');
  await settled(two);
  expect(await texts(there, 'left')).toEqual(['left behind']);
});

it('what a node had not indexed when it ended is indexed by another [F-1]', async () => {
  await using nodes = await startTwoNodes({ BEACON_SECONDS: '0.5' });
  const { one, two, alice, there, roomId } = nodes;
  await expect.poll(() => two.app.server.nodes.others).toBe(1);
  // While somebody else has the lease, the first node cannot index it.
  await hold(one, roomId, 2000);
  await say(alice, roomId, 'left behind');
  await one.app.close(0);
  // It has removed itself from the list, and is not waited for.
  expect(await one.app.server.connection.collection('nodes').countDocuments()).toBe(1);
  await expect.poll(() => two.app.server.nodes.others).toBe(0);
  await expect.poll(() => texts(there, 'left')).toEqual(['left behind']);
});
