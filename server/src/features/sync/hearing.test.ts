import { seeded } from '@parley/shared/random';
import type { RoomView } from '@parley/shared/rooms';
import { describe, expect, inject, it } from 'vitest';
import { privateRoom } from '../../test/build.js';
import { Person, startServer, type Ears, type TestServer } from '../../test/startServer.js';

const ROUNDS = 60;
const SEED = Number(process.env['HEARING_SEED'] ?? 1);

const redisUrl = inject('redisUrl');

/** What bob hears of a room after alice has said something of it, and of herself. */
async function hearsOf(ears: Ears, alice: Person, { roomId }: RoomView, round: number): Promise<boolean> {
  const topic = `topic ${round}`;
  await alice.patch(`/rooms/${roomId}`, { topic }).expect(200);
  // What is told of a room comes before what is told of a person afterwards.
  await alice.patch('/me', { statusText: topic }).expect(200);
  await ears.wait('user:changed', ({ user }) => user.statusText === topic);
  return ears.of('room:changed').some(({ room }) => room.topic === topic);
}

async function isMember(person: Person, { roomId }: RoomView): Promise<boolean> {
  const { rooms } = (await person.get('/rooms').expect(200)).body as { rooms: { room: RoomView }[] };
  return rooms.some(({ room }) => room.roomId === roomId);
}

/** Alice's node, and the one that bob connects to: the same, or another. */
async function nodes(count: number): Promise<TestServer[]> {
  if (count === 1) return [await startServer()];
  const database = `hearing${Date.now()}`;
  const environment = redisUrl === undefined ? {} : { REDIS_URL: redisUrl };
  return [await startServer(environment, database), await startServer(environment, database)];
}

describe.each(redisUrl === undefined ? [1] : [1, 2])(
  'on %i nodes, whoever is in a room hears it',
  (count) => {
    it(`and nobody else, when they come or go while they connect (seed ${SEED})`, async () => {
      const [one, two = one] = await nodes(count);
      if (!one || !two) throw new Error('a server was started');
      await using _one = one;
      await using _two = two === one ? undefined : two;
      const { alice, bob } = await one.cast();
      const room = await privateRoom(alice, [bob]);
      const bobThere = new Person(two, bob.granted, 'bob');
      const random = seeded(SEED);
      const member = `/rooms/${room.roomId}/members/${bob.userId}`;
      const wrong: string[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        const put = round % 2 === 1;
        const change = async (): Promise<void> => {
          await new Promise((resolve) => setTimeout(resolve, random() * 60));
          await (put ? alice.put(member) : alice.delete(member));
        };
        const [ears] = await Promise.all([bobThere.connect(), change()]);
        const hears = await hearsOf(ears, alice, room, round);
        if (hears !== put) wrong.push(`round ${round}: ${put ? 'came and hears nothing' : 'left and hears'}`);
        ears.close();
      }
      expect(wrong).toEqual([]);
    }, 120_000);

    it(`and nobody else, when they are put in and taken out at once (seed ${SEED})`, async () => {
      const [one, two = one] = await nodes(count);
      if (!one || !two) throw new Error('a server was started');
      await using _one = one;
      await using _two = two === one ? undefined : two;
      const { alice, bob } = await one.cast();
      const room = await privateRoom(alice, [bob]);
      const aliceThere = new Person(two, alice.granted, 'alice');
      const ears = await new Person(two, bob.granted, 'bob').connect();
      const random = seeded(SEED);
      const member = `/rooms/${room.roomId}/members/${bob.userId}`;
      const wrong: string[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        await Promise.all(
          Array.from({ length: 6 }, async () => {
            const who = random() < 0.5 ? alice : aliceThere;
            await (random() < 0.5 ? who.put(member) : who.delete(member));
          }),
        );
        const inIt = await isMember(bob, room);
        const hears = await hearsOf(ears, alice, room, round);
        if (hears !== inIt)
          wrong.push(`round ${round}: ${inIt ? 'is in it and hears nothing' : 'is out and hears'}`);
        const told = ears.of('membership:changed').at(-1);
        if (told && told.member.present !== inIt)
          wrong.push(`round ${round}: was told ${String(told.member.present)} last`);
      }
      expect(wrong).toEqual([]);
    }, 120_000);
  },
);
