import type { SearchPage } from '@parley/shared/search';
import { Types, trusted } from 'mongoose';
import { expect, it } from 'vitest';
import { generalRoom, say } from '../../test/build.js';
import { Person, startServer, type TestServer } from '../../test/startServer.js';
import { SearchIndexer } from './search.index.js';
import { Indexed, Words } from './search.model.js';

/** Two servers on one database, and one person who talks to both. */
async function startTwoNodes() {
  const database = `t${new Types.ObjectId().toString()}`;
  const one = await startServer({}, database);
  const two = await startServer({}, database);
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

const settled = ({ app }: TestServer): Promise<void> => app.server.search.settled();

async function texts(person: Person, word: string): Promise<string[]> {
  const response = await person.get(`/search?q=${word}&limit=100`).expect(200);
  return (response.body as SearchPage).hits.map(({ text }) => text);
}

it('each message is indexed once where people of a room are on several nodes', async () => {
  await using nodes = await startTwoNodes();
  const { one, two, alice, there, roomId } = nodes;
  for (let round = 1; round <= 5; round++) {
    const word = `xylophone${round}`;
    await Promise.all(
      Array.from({ length: 40 }, (_, i) => say(i % 2 === 0 ? alice : there, roomId, `${word} ${i}`)),
    );
    await Promise.all([one, two].map(settled));
    expect(await texts(there, word)).toHaveLength(40);
    // A new word is counted with each entry that is written.
    expect(await Words(one.app.server).findById(word).lean()).toMatchObject({ n: 40 });
  }
  // Nobody holds what is done.
  expect(await Indexed(one.app.server).countDocuments({ holder: trusted({ $exists: true }) })).toBe(0);
});

it('a room is not left to a node that is gone, nor to one whose clock is ahead', async () => {
  await using nodes = await startTwoNodes();
  const { one, two, there, roomId } = nodes;
  const held = (ms: number): Promise<unknown> =>
    Indexed(one.app.server).updateOne(
      { _id: roomId },
      { $set: { holder: 'another', until: new Date(Date.now() + ms) } },
      { upsert: true },
    );
  for (const [word, ms] of [
    ['expired', -1],
    ['ahead', 300_000],
  ] as const) {
    await held(ms);
    await say(there, roomId, word);
    await settled(two);
    expect(await texts(there, word)).toEqual([word]);
  }
  await held(3000);
  await say(there, roomId, 'somebody');
  await expect.poll(() => texts(there, 'somebody'), { timeout: 20_000 }).toEqual(['somebody']);
});

it('a node that stops in the middle lets others at its rooms', async () => {
  await using nodes = await startTwoNodes();
  const { one, two, there, roomId } = nodes;
  const third = new SearchIndexer(one.app.server);
  third.note(roomId);
  const asked = third.settled();
  await third.stop();
  await asked;
  expect(await Indexed(one.app.server).countDocuments({ holder: trusted({ $exists: true }) })).toBe(0);
  await say(there, roomId, 'left behind');
  await settled(two);
  expect(await texts(there, 'left')).toEqual(['left behind']);
});
