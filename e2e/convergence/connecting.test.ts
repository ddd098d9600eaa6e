import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROTOCOL_VERSION } from '@parley/shared/protocol';
import { io, type Socket } from 'socket.io-client';
import { expect, inject, it } from 'vitest';
import { Caller } from '../chaos/caller';
import { Log } from '../chaos/log';
import { DatabaseProcess, Node } from '../world/programs';
import { until } from '../world/until';
import { Wire } from '../world/wire';

const redisUrl = inject('redisUrl');

/** What a person receives on a node. */
class Ears {
  readonly received: string[] = [];
  readonly socket: Socket;
  constructor({ token }: Caller, node: Node) {
    const auth = { token, protocol: PROTOCOL_VERSION };
    this.socket = io(`http://127.0.0.1:${node.port}`, { auth, transports: ['websocket'], forceNew: true });
    this.socket.onAny((name: string, payload: unknown) =>
      this.received.push(`${name} ${JSON.stringify(payload)}`),
    );
  }
  has = (text: string): boolean => this.received.some((event) => event.includes(text));
}

/** The query for the rooms of a connecting person: until its answer arrives, the node does not know them. */
const asksForRooms = (bytes: Buffer): boolean =>
  /find\0.{4}members\0.*userId\0.*present\0.*projection\0/s.test(bytes.toString('latin1'));

/** Two nodes; the answers of the database to the second can be held back. Carol is connected to it, in Alice's room. */
async function stage() {
  const folder = await mkdtemp(join(tmpdir(), 'parley-connecting-'));
  const database = new DatabaseProcess(join(folder, 'db'));
  await database.start();
  const wire = await new Wire(database.target).listen();
  const shared = { REDIS_URL: redisUrl ?? '', PARLEY_DATA: folder, BEACON_SECONDS: '600' };
  const one = new Node({ ...shared, MONGODB_URI: database.uri('parley') });
  await one.start();
  const two = new Node({
    ...shared,
    MONGODB_URI: `mongodb://127.0.0.1:${wire.port}/parley?${database.through}`,
  });
  await two.start();
  const log = new Log(join(folder, 'log'));
  const [alice, bob, carol] = await Promise.all(
    ['alice', 'bob', 'carol'].map((name) => Caller.register(name, one, log)),
  );
  if (!alice || !bob || !carol) throw new Error('three were made');
  const all: Ears[] = [];
  const body = { type: 'private', name: 'Moment', topic: '', memberIds: [carol.userId] };
  const room = await alice.request<{ roomId: string }>('/rooms', 'POST', body);
  const listen = (person: Caller): Ears => {
    const ears = new Ears(person, two);
    all.push(ears);
    return ears;
  };
  const carols = listen(carol);
  await until(() => carols.socket.connected, 'carol is there');
  return {
    alice,
    bob,
    carols,
    wire,
    listen,
    member: `/rooms/${room.roomId}/members/${bob.userId}`,
    messages: `/rooms/${room.roomId}/messages`,
    [Symbol.asyncDispose]: async () => {
      wire.mend();
      for (const { socket } of all) socket.disconnect();
      await Promise.all([one.kill(), two.kill()]);
      wire.close();
      await database.stop();
      await log.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

it.skipIf(redisUrl === undefined).each([
  { done: 'put in', by: 'PUT', then: 'hears the room', hears: true },
  { done: 'taken out', by: 'DELETE', then: 'hears it no more', hears: false },
])('who is $done on another node at the moment in which they connect $then [U-8]', async ({ by, hears }) => {
  await using staged = await stage();
  const { alice, bob, carols, wire, member, messages } = staged;
  await alice.request(member, 'PUT', {});
  if (hears) await alice.request(member, 'DELETE');
  await until(() => carols.received.length > 0, 'carol has heard of it');

  let held = false;
  wire.holdAnswersAfter((bytes) => (held ||= asksForRooms(bytes)));
  const bobs = staged.listen(bob);
  await until(() => held, 'the node has asked for his rooms');
  await alice.request(member, by);
  // Messages between nodes arrive in order: after this one, the node has the change.
  await alice.request('/me', 'PATCH', { statusText: 'meanwhile' });
  await until(() => carols.has('meanwhile'), 'the other node knows');
  wire.mend();
  await until(() => bobs.socket.connected, 'bob is connected');

  await alice.request(messages, 'POST', { text: 'the room speaks' }, randomUUID());
  await alice.request('/me', 'PATCH', { statusText: 'afterwards' });
  await until(() => bobs.has('afterwards'), 'bob hears what everybody hears');
  expect(bobs.has('the room speaks')).toBe(hears);
});
