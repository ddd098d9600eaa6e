import type { RoomView } from '@parley/shared/rooms';
import type { SearchPage } from '@parley/shared/search';
import { Types } from 'mongoose';
import { describe, expect, it } from 'vitest';
import { find, generalRoom, picture, privateRoom, say, texts, uploaded } from '../../test/build.js';
import { Person, startServer, type TestServer } from '../../test/startServer.js';
import { Messages } from '../messages/messages.model.js';
import { listLiveSegments } from './search.segments.js';
import { indexerOf } from './search.index.js';

/** Twenty words that share a beginning and a part, and are in no other text. */
const words = [...'0123456789'].flatMap((digit) => [`w${digit}oracley`, `w${digit}oraclez`]);
const foreignWords = Array.from({ length: 60 }, (_, i) => `w${i % 10}oracle${i} woracle${i} oracle`);

/** Every kind of query; the responses are compared with each other, not with an expectation. */
const questions = [
  ...['w', 'w1o', 'w1oracley', 'ora', 'acley', 'wo', 'secretname', 'pla', 'report', 'repor', 'wdelet'],
  ...['京都', '京', '"東京都"', '완료', '🎉', '👍', 'c++', 'node.js', '--save', '50%', 'v1.2.3'],
  ...['"plan w1oracley"', '"w1oracley plan"', 'w -w1oracley', 'w -plan', '-oracle plan', 'w oracle'],
  ...[
    'w from:bob',
    'from:"Bob"',
    'from:mallory',
    'from:"Mallory Hidden"',
    '-from:mallory w',
    'from:"Hidden Hook"',
    'from:hook w',
    'w from:hidden hook',
  ],
  ...['w in:general', 'in:secretname w', '-in:secretname w', 'has:image w', 'has:link', 'is:mention'],
  ...['is:edited', 'is:mine w', 'on:2026-01-02', 'w before:2026-01-02', 'w after:2026-01-01'],
];

const ways = ['', '&limit=7&sort=best', '&limit=3'];

interface Answered {
  texts: string[][];
  rest: Omit<SearchPage, 'hits' | 'next'>[];
}

/** The first pages: the hits, their order, where pages end, and the rest of the response. */
async function ask(person: Person, q: string, way: string): Promise<Answered> {
  const answered: Answered = { texts: [], rest: [] };
  let next: string | null = null;
  do {
    const before: string = next === null ? '' : `&before=${next}`;
    const { hits, next: further, ...rest } = await find(person, q, way + before);
    answered.texts.push(hits.map(({ text }) => text));
    answered.rest.push(rest);
    next = further;
  } while (next !== null && answered.texts.length < 3);
  return answered;
}

/** The queries whose responses have changed, so that a failure can be read. */
const changed = (before: Record<string, Answered>, after: Record<string, Answered>): string[] =>
  Object.keys({ ...before, ...after }).filter((q) => JSON.stringify(before[q]) !== JSON.stringify(after[q]));

/** These are made in every way. */
const thorough = ['w', 'ora', 'w oracle'];

/** Each person makes one query after the other, most of them in one way: another than the one before, and than the other person. */
async function askAll(people: Person[]): Promise<Record<string, Answered>> {
  const answers: Record<string, Answered> = {};
  await Promise.all(
    people.map(async (person, number) => {
      for (const [at, q] of questions.entries()) {
        const tried = thorough.includes(q)
          ? ways
          : ways.filter((_, way) => way === (at + number) % ways.length);
        for (const way of tried) answers[`${person.username}: ${q} ${way}`] = await ask(person, q, way);
      }
    }),
  );
  return answers;
}

/** Inserts messages without the server, at known times, as an import would: from a thousand on they are sealed. */
async function put(server: TestServer, roomId: string, author: Person, said: string[]): Promise<void> {
  const head = await Messages(server.app.server).countDocuments({ roomId });
  await Messages(server.app.server).insertMany(
    said.map((text, i) => ({
      _id: new Types.ObjectId(),
      roomId,
      authorId: author.userId,
      createdAt: new Date(Date.UTC(2026, 0, 1) + i * 60_000),
      clientId: `${author.username} ${head + i}`,
      text,
      seq: head + i + 1,
      rev: head + i + 1,
      revs: [head + i + 1],
    })),
  );
}

/** What bob and the guest may read. */
const openTexts = [
  ...words.map((word) => `plan ${word}`),
  ...[
    '東京都に行きました 🎉',
    '京都は静かだ',
    '배포가 완료되었습니다',
    'we write C++ and node.js 👍🏽',
    'npm install --save',
    'up 50%, v1.2.3',
  ],
];
const hiddenTexts = [
  ...foreignWords,
  ...foreignWords.map(
    (text) =>
      `plan ${text} C++ node.js 🎉 👍 京都 東京都に 완료 --save 50% v1.2.3 https://hidden.example @bob`,
  ),
  ...words.map((word) => `${word} plan ${word}`),
];
const filler = (name: string): string[] => Array.from({ length: 1200 }, (_, i) => `${name} ${i}`);

interface Workspace extends AsyncDisposable {
  one: TestServer;
  two: TestServer;
  alice: Person;
  bob: Person;
  guest: Person;
  mallory: Person;
  trent: Person;
  /** Those who search, one on each node. */
  askers: Person[];
  general: string;
}

/** Two nodes of one workspace. Mallory and Trent are there in any case: people see each other's names, but not their messages. */
async function open(): Promise<Workspace> {
  const database = `t${new Types.ObjectId().toString()}`;
  const one = await startServer({}, database);
  const two = await startServer({}, database);
  const { alice, bob } = { alice: await one.register('alice'), bob: await one.register('bob') };
  const guest = await one.register('guest');
  const mallory = await one.register('mallory', { displayName: 'Mallory Hidden' });
  const trent = await one.register('trent');
  const general = await generalRoom(alice);
  await alice.patch(`/users/${guest.userId}`, { role: 'guest' }).expect(200);
  const there = ({ granted, username }: Person): Person => new Person(two, granted, username);
  return {
    ...{ one, two, alice, bob, guest, mallory, trent, general },
    askers: [bob, there(guest)],
    [Symbol.asyncDispose]: async () => {
      await two[Symbol.asyncDispose]();
      await one[Symbol.asyncDispose]();
    },
  };
}

const settled = async ({ one, two }: Workspace): Promise<unknown> =>
  await Promise.all([indexerOf(one.app.server).settled(), indexerOf(two.app.server).settled()]);

/** @param sealed with so many others that all are sealed into segments */
async function sayOpenly(workspace: Workspace, sealed: boolean): Promise<void> {
  const { one, alice, general } = workspace;
  const all = sealed ? [...filler('open'), ...openTexts] : openTexts;
  await put(one, general, alice, all);
  one.app.server.bus.publish('messages.changed', { roomId: general });
}

/** A private room, a conversation of two, a webhook, a file and deleted messages, none of which the searchers may see. */
async function sayHidden({ one, mallory, trent }: Workspace, sealed: boolean): Promise<string[]> {
  const room = await privateRoom(mallory, [trent], 'secretname');
  const body = { type: 'direct', memberIds: [trent.userId] };
  const direct = (await mallory.post('/rooms', body).expect(201)).body as RoomView;
  await mallory.post(`/rooms/${room.roomId}/webhooks`, { name: 'Hidden Hook' }).expect(201);
  for (const roomId of [room.roomId, direct.roomId]) {
    await put(one, roomId, mallory, sealed ? [...filler('hidden'), ...hiddenTexts] : hiddenTexts);
    one.app.server.bus.publish('messages.changed', { roomId: roomId });
    const bytes = await picture(60, 40).png().toBuffer();
    const file = await uploaded(mallory, roomId, bytes, 'w1oracley report screenshot.png');
    await say(mallory, roomId, 'plan w1oracley oracle', { fileIds: [file.fileId] });
    const { messageId } = await say(trent, roomId, 'w1oracley wdeleted oracle');
    await trent.delete(`/messages/${messageId}`).expect(204);
    const edited = await say(trent, roomId, 'w2oracley wedited oracle');
    await trent.patch(`/messages/${edited.messageId}`, { text: 'oracle w' }).expect(200);
  }
  return [room.roomId, direct.roomId];
}

describe('a search', () => {
  it.each([false, true])(
    'answers as if nobody said anything where the asker is not (sealed: %s)',
    async (sealed) => {
      await using plain = await open();
      await sayOpenly(plain, sealed);
      await settled(plain);
      const expected = await askAll(plain.askers);
      // A sanity check: both find the words.
      for (const name of ['bob', 'guest']) {
        expect(expected[`${name}: w `]?.texts[0]).toHaveLength(20);
        expect(expected[`${name}: ora &limit=3`]?.texts).toHaveLength(3);
      }
      if (sealed) expect(await listLiveSegments(plain.one.app.server)).not.toEqual([]);

      // Hidden messages stored afterwards change nothing…
      const hidden = await sayHidden(plain, sealed);
      await settled(plain);
      expect(changed(expected, await askAll(plain.askers))).toEqual([]);
      // …nor does removing them.
      for (const roomId of hidden) {
        await Messages(plain.one.app.server).updateMany(
          { roomId },
          { $set: { deletedAt: new Date(), text: '' } },
        );
      }
      expect(changed(expected, await askAll(plain.askers))).toEqual([]);

      // Nor do hidden messages stored before.
      await using other = await open();
      await sayHidden(other, sealed);
      await settled(other);
      await sayOpenly(other, sealed);
      await settled(other);
      expect(changed(expected, await askAll(other.askers))).toEqual([]);
    },
    900_000,
  );

  it('finds a word as long as a message has it, and none that others have more often instead', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    const general = await generalRoom(alice);
    const hidden = (await privateRoom(eve, [])).roomId;
    await say(alice, general, 'wpublic');
    // More words than a part ever matched, each more often.
    const many = Array.from({ length: 24 }, (_, i) => `wprivate${i}`).join(' ');
    for (let i = 0; i < 4; i++) await say(eve, hidden, many);
    expect(await texts(bob, 'w')).toEqual(['wpublic']);
    const own = (await privateRoom(bob, [])).roomId;
    const said = [];
    for (let i = 0; i < 25; i++) said.push(await say(bob, own, `wown${i}`));
    expect(await texts(bob, 'w', '&limit=100')).toHaveLength(26);
    for (const { messageId } of said) await bob.delete(`/messages/${messageId}`).expect(204);
    expect(await texts(bob, 'w', '&limit=100')).toEqual(['wpublic']);
  });

  it('does not wait for rooms of others, nor say that something of theirs is still being taken in', async () => {
    await using server = await startServer();
    const { bob, eve } = await server.cast();
    const hidden = (await privateRoom(eve, [])).roomId;
    const general = await generalRoom(bob);
    await indexerOf(server.app.server).settled();
    // The hidden room is never indexed. Without rooms, as when the server ends, it resolves.
    indexerOf(server.app.server).settled = (roomIds) =>
      roomIds?.has(hidden) === true ? new Promise(() => undefined) : Promise.resolve();
    expect(await find(bob, 'w')).toMatchObject({ indexing: false });
    expect(await find(eve, 'w')).toMatchObject({ indexing: true });
    expect(general).not.toBe(hidden);
  });
});
