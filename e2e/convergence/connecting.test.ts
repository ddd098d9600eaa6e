import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROTOCOL_VERSION } from '@parley/shared/protocol';
import { signedIn, type SignedIn } from '@parley/shared/sessions';
import { io, type Socket } from 'socket.io-client';
import { expect, inject, it } from 'vitest';
import { DatabaseProcess, Node } from '../world/programs';
import { until } from '../world/until';
import { Wire } from '../world/wire';

const redisUrl = inject('redisUrl');

/** Somebody on the API of one node, who writes down what they hear on another. */
class Person {
  readonly heard: { name: string; payload: unknown }[] = [];
  private constructor(
    private readonly node: Node,
    readonly granted: SignedIn,
  ) {}
  static async register(username: string, node: Node): Promise<Person> {
    const body = { username, displayName: username, password: `${username} has a password` };
    return new Person(node, signedIn.parse(await ask(node, 'POST', '/auth/register', { body })));
  }
  get userId(): string {
    return this.granted.me.userId;
  }
  ask = <T>(method: string, path: string, body?: object): Promise<T> =>
    ask<T>(this.node, method, path, { token: this.granted.accessToken, body });

  listen(node: Node): Socket {
    const auth = { token: this.granted.accessToken, protocol: PROTOCOL_VERSION };
    const socket = io(`http://127.0.0.1:${node.port}`, { auth, transports: ['websocket'], forceNew: true });
    socket.onAny((name: string, payload: unknown) => this.heard.push({ name, payload }));
    return socket;
  }
  has = (text: string): boolean => this.heard.some((event) => JSON.stringify(event).includes(text));
}

async function ask<T>(
  node: Node,
  method: string,
  path: string,
  { token, body }: { token?: string; body?: object | undefined },
): Promise<T> {
  const response = await fetch(`http://127.0.0.1:${node.port}/api/v1${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return (response.status === 204 ? undefined : await response.json()) as T;
}

/** In which rooms somebody is who connects: the node has asked, and knows no more than that. */
const asksForRooms = (bytes: Buffer): boolean =>
  /find\0.{4}members\0.*userId\0.*present\0.*projection\0/s.test(bytes.toString('latin1'));

/** Two nodes; the answers of the database to the second can be held back. Alice's room, in which carol listens on the second. */
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
  const [alice, bob, carol] = await Promise.all(
    ['alice', 'bob', 'carol'].map((name) => Person.register(name, one)),
  );
  if (!alice || !bob || !carol) throw new Error('three were made');
  const sockets: Socket[] = [];
  const room = await alice.ask<{ roomId: string }>('POST', '/rooms', {
    type: 'private',
    name: 'Moment',
    topic: '',
    memberIds: [carol.userId],
  });
  const listen = (person: Person): Socket => {
    const socket = person.listen(two);
    sockets.push(socket);
    return socket;
  };
  const carols = listen(carol);
  await until(() => carols.connected, 'carol is there');
  return {
    alice,
    bob,
    carol,
    wire,
    listen,
    member: `/rooms/${room.roomId}/members/${bob.userId}`,
    messages: `/rooms/${room.roomId}/messages`,
    [Symbol.asyncDispose]: async () => {
      wire.mend();
      for (const socket of sockets) socket.disconnect();
      await Promise.all([one.kill(), two.kill()]);
      wire.close();
      await database.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

it.skipIf(redisUrl === undefined).each([
  { done: 'put in', by: 'PUT', then: 'hears the room', hears: true },
  { done: 'taken out', by: 'DELETE', then: 'hears it no more', hears: false },
])(
  'who is $done on another node at the moment in which they connect $then',
  async ({ by, hears }) => {
    await using staged = await stage();
    const { alice, bob, carol, wire, member, messages } = staged;
    await alice.ask('PUT', member, {});
    if (hears) await alice.ask('DELETE', member);
    await until(() => carol.heard.length > 0, 'carol has heard of it');

    let held = false;
    wire.holdAnswersAfter((bytes) => (held ||= asksForRooms(bytes)));
    const bobs = staged.listen(bob);
    await until(() => held, 'the node has asked for his rooms');
    await alice.ask(by, member);
    // What one node is told comes in the order in which it was told: it knows of the change by now.
    await alice.ask('PATCH', '/me', { statusText: 'meanwhile' });
    await until(() => carol.has('meanwhile'), 'the other node knows');
    wire.mend();
    await until(() => bobs.connected, 'bob is connected');

    await alice.ask('POST', messages, { text: 'the room speaks' });
    await alice.ask('PATCH', '/me', { statusText: 'afterwards' });
    await until(() => bob.has('afterwards'), 'bob hears what everybody hears');
    expect(bob.has('the room speaks')).toBe(hears);
  },
  60_000,
);
