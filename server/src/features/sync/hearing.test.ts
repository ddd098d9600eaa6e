import { seeded } from '@parley/shared/random';
import type { EventPayload } from '@parley/shared/events';
import type { RoomView } from '@parley/shared/rooms';
import { describe, expect, inject, it } from 'vitest';
import { privateRoom } from '../../test/build.js';
import { Person, startServer, type Ears } from '../../test/startServer.js';

const ROUNDS = Number(process.env['ROUNDS'] ?? 30);
const SEED = Number(process.env['HEARING_SEED'] ?? 1);

const redisUrl = inject('redisUrl');

/** What bob receives after alice has changed the room, and then her profile. */
async function hearsOf(ears: Ears, alice: Person, { roomId }: RoomView, round: number): Promise<boolean> {
  const topic = `topic ${round}`;
  await alice.patch(`/rooms/${roomId}`, { topic }).expect(200);
  // The room's change is published before the profile's.
  await alice.patch('/me', { statusText: topic }).expect(200);
  await ears.wait('user:changed', ({ user }) => user.statusText === topic);
  return ears.of('room:changed').some(({ room }) => room.topic === topic);
}

/** The room as a member would read it now. */
async function roomOf(person: Person, { roomId }: RoomView): Promise<RoomView | undefined> {
  const { rooms } = (await person.get('/rooms').expect(200)).body as { rooms: { room: RoomView }[] };
  return rooms.find(({ room }) => room.roomId === roomId)?.room;
}

/** The version of the room on a client that has received all this: a change of a room it does not have is ignored. */
function versionReceived({ received }: Ears): number | undefined {
  // It was in the room when it connected, and so requested it.
  let version: number | undefined = 0;
  for (const { name, payload } of received) {
    const { member, room } = payload as Partial<EventPayload<'membership:changed'>>;
    if (name === 'membership:changed' && room)
      version = member?.present === true ? Math.max(version ?? 0, room.version) : undefined;
    if (name === 'room:changed' && room && version !== undefined) version = Math.max(version, room.version);
  }
  return version;
}

/** Alice's room with bob in it; he connects to the same node, or to another. */
async function stage(count: number) {
  const database = `hearing${Date.now()}`;
  const environment = redisUrl === undefined ? {} : { REDIS_URL: redisUrl };
  const one = await startServer(count === 1 ? {} : environment, database);
  const two = count === 1 ? one : await startServer(environment, database);
  const { alice, bob } = await one.cast();
  const room = await privateRoom(alice, [bob]);
  return {
    alice,
    bob,
    room,
    member: `/rooms/${room.roomId}/members/${bob.userId}`,
    there: ({ granted, username }: Person) => new Person(two, granted, username),
    [Symbol.asyncDispose]: async () => {
      if (two !== one) await two[Symbol.asyncDispose]();
      await one[Symbol.asyncDispose]();
    },
  };
}

describe.each(redisUrl === undefined ? [1] : [1, 2])(
  'on %i nodes, whoever is in a room hears it',
  (count) => {
    it(`and nobody else, when they come or go while they connect (seed ${SEED}) [U-8]`, async () => {
      await using staged = await stage(count);
      const { alice, bob, room, member } = staged;
      const bobThere = staged.there(bob);
      const random = seeded(SEED);
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
    });

    it(`and nobody else, when they are put in and taken out at once (seed ${SEED}) [U-8]`, async () => {
      await using staged = await stage(count);
      const { alice, bob, room, member } = staged;
      const aliceThere = staged.there(alice);
      const ears = await staged.there(bob).connect();
      const random = seeded(SEED);
      const wrong: string[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        await Promise.all(
          Array.from({ length: 6 }, async () => {
            const who = random() < 0.5 ? alice : aliceThere;
            const what = random();
            if (what < 0.4) await who.put(member);
            else if (what < 0.7) await who.delete(member);
            else await who.patch(`/rooms/${room.roomId}`, { topic: `topic ${what}` });
          }),
        );
        await alice.patch('/me', { statusText: `after ${round}` }).expect(200);
        await ears.wait('user:changed', ({ user }) => user.statusText === `after ${round}`);
        const now = await roomOf(bob, room);
        if (now && now.version !== versionReceived(ears))
          wrong.push(`round ${round}: has version ${String(versionReceived(ears))} of ${now.version}`);
        const inIt = now !== undefined;
        const hears = await hearsOf(ears, alice, room, round);
        if (hears !== inIt)
          wrong.push(`round ${round}: ${inIt ? 'is in it and hears nothing' : 'is out and hears'}`);
        const published = ears.of('membership:changed').at(-1);
        if (published && published.member.present !== inIt)
          wrong.push(`round ${round}: was told ${String(published.member.present)} last`);
      }
      expect(wrong).toEqual([]);
    });
  },
);
