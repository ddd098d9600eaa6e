import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createRoom } from '../../client/src/core/rooms/commands';
import { startAlone } from '../world/alone';
import { Client } from '../world/client';
import { until } from '../world/until';
import { Wire } from '../world/wire';

/** More than the commands of a connection in one second. */
const ROOMS = 260;

/** Together too much for an answer within the ten seconds after which a page retries, at this rate in bytes a second. */
const LONG_ONES = 150;
const SLOW_RATE = 80_000;

/** A server, a person's page and another page of theirs, and somebody who is in all their rooms. */
async function stage() {
  // Floods are cut, and the other limits are high.
  const many = { CHANGES_PER_10_SECONDS: '100000', SENDS_PER_10_SECONDS: '100000' };
  const server = await startAlone({ RATE_LIMITS: 'true', ...many });
  const { node } = server;
  const page = async (name: string): Promise<Client> => new Client(name, await new Wire(node).listen());
  const [here, elsewhere, bob] = [await page('alice'), await page('alice'), await page('bob')];
  await here.register();
  await elsewhere.start();
  await bob.register();
  const bobId = bob.store.getState().session.me?.userId ?? '';
  return {
    here,
    elsewhere,
    bob,
    /** Creates a room and opens it on this page. */
    enterNew: async (name: string): Promise<string> => {
      const room = { type: 'private', name, topic: '' } as const;
      const { roomId } = await createRoom(here.core, { ...room, memberIds: [bobId] });
      await here.core.rooms.enterRoom(roomId);
      return roomId;
    },
    [Symbol.asyncDispose]: async () => {
      for (const { core, wire } of [here, elsewhere, bob]) {
        core.stop();
        wire.close();
      }
      await server[Symbol.asyncDispose]();
    },
  };
}

it('who has been in hundreds of rooms is back in all of them after a lost connection, may write in all of them and mark them all as read, and is not taken for a flooder [U-11]', async () => {
  await using staged = await stage();
  const { here, elsewhere, bob, enterNew } = staged;
  const roomIds: string[] = [];
  for (let i = 0; i < ROOMS; i++) roomIds.push(await enterNew(`Room ${i}`));
  here.wire.cut();
  const isOnline = (): boolean => here.store.getState().session.connection === 'online';
  await until(() => !isOnline(), 'the connection is lost');
  const said = [roomIds[0], roomIds[ROOMS / 2], roomIds.at(-1)].map(String);
  for (const roomId of said) await elsewhere.core.send({ roomId, text: 'meanwhile' });
  await until(() => elsewhere.pending === 0, 'all is said');
  let lost = 0;
  for (const { store } of [here, bob]) {
    let wasOnline = false;
    store.subscribe(() => {
      const isNow = store.getState().session.connection === 'online';
      if (wasOnline && !isNow) lost += 1;
      wasOnline = isNow;
    });
  }
  here.wire.mend();
  here.core.hurry();
  await until(
    () => said.every((roomId) => here.messages(roomId).at(-1)?.text === 'meanwhile'),
    'all of it is shown',
  );
  for (const roomId of roomIds) await bob.core.send({ roomId, text: 'to be read' });
  const unread = (client: Client): string[] =>
    roomIds.filter((roomId) => {
      const room = client.store.getState().rooms.byId[roomId];
      return !room || room.member.readSeq < room.headSeq;
    });
  // A head may arrive before the message: what is not there yet cannot be marked as read.
  await until(
    () => bob.pending === 0 && roomIds.every((roomId) => here.messages(roomId).at(-1)?.text === 'to be read'),
    'all has arrived',
  );
  expect(unread(here)).toHaveLength(ROOMS);
  for (const roomId of roomIds) here.core.markRead(roomId, here.messages(roomId).at(-1)?.seq ?? 0);
  expect(unread(here)).toEqual([]);
  await until(() => unread(elsewhere).length === 0, 'all are read on the other page too');
  expect(lost).toBe(0);
}, 600_000);

it('a message in one room writes that room to the cache, and none of the others one has been in', async () => {
  await using staged = await stage();
  const { here, elsewhere, enterNew } = staged;
  const written: string[] = [];
  const put = here.storage.timelines.put.bind(here.storage.timelines);
  here.storage.timelines.put = async (roomId, timeline) => {
    written.push(roomId);
    await put(roomId, timeline);
  };
  const roomIds = [await enterNew('One'), await enterNew('Two'), await enterNew('Three')];
  const [busy] = roomIds;
  await until(() => roomIds.every((roomId) => written.includes(roomId)), 'all are written once');
  const before = written.length;
  await elsewhere.core.send({ roomId: String(busy), text: 'news' });
  await until(() => written.length > before, 'what is new is written');
  // Timers that are due at the same time run in the same turn.
  await setImmediate();
  expect(new Set(written.slice(before))).toEqual(new Set([busy]));
});

it('who was away while much was said comes back over a slow line too', async () => {
  await using staged = await stage();
  const { here, elsewhere, enterNew } = staged;
  const roomId = await enterNew('Logs');
  const text = (i: number): string => `${i} `.padEnd(8000, 'x');
  await elsewhere.core.send({ roomId, text: text(0) });
  await until(() => here.messages(roomId).length > 0, 'the first is heard');
  here.wire.cut();
  for (let i = 1; i <= LONG_ONES; i++) await elsewhere.core.send({ roomId, text: text(i) });
  await until(() => elsewhere.pending === 0, 'all is said');
  here.wire.mend();
  here.wire.disturb({}, { rate: SLOW_RATE });
  here.core.hurry();
  await until(
    () => here.messages(roomId).at(-1)?.text === text(LONG_ONES),
    'the last of them is shown',
    40_000,
  );
}, 600_000);
