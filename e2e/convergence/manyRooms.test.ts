import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createRoom } from '../../client/src/features/rooms/rooms.commands';
import { Client } from '../world/client';
import { Node } from '../world/programs';
import { until } from '../world/until';
import { Wire } from '../world/wire';

/** More than a connection may ask for within a second. */
const ROOMS = 260;
/** Nobody goes into rooms faster than this, in ms. */
const STEP_MS = 8;

it('who has been in hundreds of rooms is back in all of them after a lost connection, and is not taken for a flooder', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'parley-many-rooms-'));
  const node = new Node({ PARLEY_DATA: folder, RATE_LIMITS: 'true', CHANGES_PER_10_SECONDS: '100000' });
  await node.start();
  const wire = await new Wire(node).listen();
  const [alice, elsewhere] = [new Client('alice', wire), new Client('alice', await new Wire(node).listen())];
  await using _ended = {
    [Symbol.asyncDispose]: async () => {
      for (const { core, wire: own } of [alice, elsewhere]) {
        core.stop();
        own.close();
      }
      await node.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
  await alice.register();
  await elsewhere.start();
  const roomIds: string[] = [];
  for (let i = 0; i < ROOMS; i++) {
    const room = { type: 'private', name: `Room ${i}`, topic: '', memberIds: [] } as const;
    const { roomId } = await createRoom(alice.core, { ...room, memberIds: [] });
    roomIds.push(roomId);
    await alice.core.rooms.enterRoom(roomId);
    await setTimeout(STEP_MS);
  }
  wire.cut();
  const isOnline = (): boolean => alice.store.getState().session.connection === 'online';
  await until(() => !isOnline(), 'the connection is lost');
  const said = [roomIds[0], roomIds[ROOMS / 2], roomIds.at(-1)].map(String);
  for (const roomId of said) await elsewhere.core.send({ roomId, text: 'meanwhile' });
  await until(() => elsewhere.pending === 0, 'all is said');
  let [lost, wasOnline] = [0, false];
  alice.store.subscribe(() => {
    if (wasOnline && !isOnline()) lost += 1;
    wasOnline = isOnline();
  });
  wire.mend();
  alice.core.hurry();
  await until(
    () => said.every((roomId) => alice.messages(roomId).at(-1)?.text === 'meanwhile'),
    'all of it is shown',
  );
  expect(lost).toBe(0);
}, 120_000);
