import { once } from 'node:events';
import type { Ack } from '@parley/shared/events';
import { PROTOCOL_VERSION } from '@parley/shared/protocol';
import { io, type Socket } from 'socket.io-client';
import { describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { generalRoom, nowhere } from '../test/build.js';
import { startServer, type Ears, type Person, type TestServer } from '../test/startServer.js';

type Answer = Ack<unknown>;

/** Sends commands that no schema describes. */
const emit = async (ears: Ears, name: string, ...input: unknown[]): Promise<Answer> =>
  (await ears.socket.timeout(5000).emitWithAck(name as 'message:send', ...(input as [never]))) as Answer;

const codeOf = (answer: Answer): string => (answer.ok ? 'ok' : answer.error.code);

/** Connects with a token; resolves with the refusal, or undefined. */
async function knock(server: TestServer, token: string): Promise<{ socket: Socket; refused: unknown }> {
  const socket = io(server.url, {
    auth: { token, protocol: PROTOCOL_VERSION },
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
  });
  server.sockets.push(socket);
  const refused = await new Promise((resolve) => {
    socket.once('connect', () => resolve(undefined));
    socket.once('connect_error', (error) => resolve((error as Error & { data?: unknown }).data ?? error));
  });
  return { socket, refused };
}

const knockOften = (server: TestServer, person: Person, times: number) =>
  Promise.all(Array.from({ length: times }, () => knock(server, person.granted.accessToken)));

describe('a command that is refused', () => {
  it('ends at once when it is unknown, binary, or more than anything sensible, and is answered in few words', async () => {
    await using server = await startServer();
    const alice = await server.register('alice');
    const roomId = await generalRoom(alice);
    const ears = await alice.connect();
    const bytes = Buffer.alloc(100_000);
    for (const [name, ...input] of [
      ['no:such', {}],
      ['no:such'],
      ['no:such', bytes, { deep: bytes }],
      ['constructor', {}],
      ['room:close', bytes],
      ['room:close', { roomId: bytes }],
      ['room:close', { roomId, more: [bytes, bytes] }],
      ['room:close', { roomId, ...Object.fromEntries(Array.from({ length: 9000 }, (_, i) => [`k${i}`, 1])) }],
      ['messages:send', { roomId, messages: Array(100_000).fill(0) }],
      ['messages:send', { roomId, messages: Array(5000).fill({ text: 7 }) }],
      ['message:send', { roomId, clientId: crypto.randomUUID(), text: '\u0301'.repeat(100_000) }],
      ['room:close', 'x'.repeat(200_000)],
      ['room:close', { ['x'.repeat(200_000)]: 1, roomId }],
    ] as [string, ...unknown[]][]) {
      const answer = await emit(ears, name, ...input);
      expect(codeOf(answer), name).toBe('invalid');
      expect(JSON.stringify(answer).length, name).toBeLessThan(5000);
    }
    await ears.command('room:close', { roomId });
  });

  it('counts against its person on all sockets and over HTTP, and nothing more of theirs is looked at', async () => {
    await using server = await startServer({ RATE_LIMITS: 'true', REFUSALS_PER_MINUTE: '5' });
    const alice = await server.register('alice');
    const bob = await server.register('bob');
    const roomId = await generalRoom(alice);
    const [first, second, other] = [await bob.connect(), await bob.connect(), await alice.connect()];
    const wrong: [string, unknown][] = [
      ['room:close', {}],
      ['message:send', { roomId, clientId: 'x', text: '' }],
      ['no:such', {}],
      ['presence:set', Buffer.alloc(1)],
      ['room:open', 7],
    ];
    for (const [name, input] of wrong) expect(codeOf(await emit(first, name, input))).toBe('invalid');
    // Neither what is right nor what is wrong with it is of interest now.
    for (const ears of [first, second])
      for (const input of [{ roomId }, {}, Buffer.alloc(1)])
        expect(codeOf(await emit(ears, 'room:close', input))).toBe('rate_limited');
    await bob.get('/me').expect(429);
    expect(codeOf(await emit(other, 'room:close', { roomId }))).toBe('ok');
  });

  it('is refused for what it may before for what it says', async () => {
    await using server = await startServer();
    const alice = await server.register('alice');
    const { token } = (await alice.post('/me/tokens', { name: 'reader', scope: 'read', days: 1 }).expect(201))
      .body as {
      token: string;
    };
    const { socket } = await knock(server, token);
    for (const input of [{}, { roomId: nowhere }, Buffer.alloc(10)])
      expect(codeOf((await socket.timeout(5000).emitWithAck('typing:start', input)) as Answer)).toBe(
        'forbidden',
      );
  });
});

describe('one person', () => {
  it('has so many connections, also when all come at once, and gets another when one is gone', async () => {
    await using server = await startServer({ RATE_LIMITS: 'true', SOCKETS_PER_PERSON: '3' });
    const { alice, bob } = await server.cast();
    const all = await knockOften(server, alice, 20);
    const admitted = all.filter(({ refused }) => refused === undefined);
    expect(admitted.length).toBeLessThanOrEqual(3);
    for (const { refused } of all)
      if (refused !== undefined) expect(refused).toMatchObject({ code: 'rate_limited' });
    // One after the other all slots are taken, and no more.
    const more = [];
    for (let i = 0; i < 5; i++) more.push(await knock(server, alice.granted.accessToken));
    const inside = [...admitted, ...more.filter(({ refused }) => refused === undefined)];
    expect(inside).toHaveLength(3);
    expect((await knock(server, bob.granted.accessToken)).refused).toBeUndefined();
    const gone = new Promise((resolve) =>
      server.app.io.sockets.sockets.get(inside[0]?.socket.id ?? '')?.once('disconnect', resolve),
    );
    inside[0]?.socket.disconnect();
    await gone;
    expect((await knock(server, alice.granted.accessToken)).refused).toBeUndefined();
  });

  it('is told to wait when all their sockets together ask too much, and none is cut for it', async () => {
    await using server = await startServer({ RATE_LIMITS: 'true' });
    const { alice, bob } = await server.cast();
    const roomId = await generalRoom(alice);
    const sockets = await Promise.all(Array.from({ length: 20 }, () => alice.connect()));
    const neighbour = await bob.connect();
    const answers = await Promise.all(
      sockets.flatMap((ears) => Array.from({ length: 180 }, () => ears.ask('typing:stop', { roomId }))),
    );
    const codes = new Set(answers.map(codeOf));
    expect([...codes].sort()).toEqual(['ok', 'rate_limited']);
    expect(sockets.every((ears) => ears.socket.connected)).toBe(true);
    await neighbour.command('typing:stop', { roomId });
  });
});

/** Connects without socket.io-client; resolves with the error code for a token when the connection is closed. */
async function knockRaw(server: TestServer, token: string, from: string): Promise<string> {
  const url = `${server.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
  const socket = new WebSocket(url, { headers: { 'x-forwarded-for': from } });
  const ended = once(socket, 'close');
  let said = '';
  socket.on('message', (data: Buffer) => {
    if (data.toString().startsWith('0'))
      socket.send(`40${JSON.stringify({ token, protocol: PROTOCOL_VERSION })}`);
    if (!data.toString().startsWith('44')) return;
    said = (JSON.parse(data.toString().slice(2)) as { data: { code: string } }).data.code;
  });
  await ended;
  return said;
}

describe('a connection that is refused', () => {
  it('ends, and counts against the address before the proxy; who has a session there comes in all the same', async () => {
    await using server = await startServer({
      RATE_LIMITS: 'true',
      REFUSALS_PER_MINUTE: '5',
      TRUSTED_PROXIES: '1',
    });
    const alice = await server.register('alice');
    const { token } = (await alice.post('/me/tokens', { name: 'bot', scope: 'write', days: 1 }).expect(201))
      .body as { token: string };
    const there = (i: number) => `6.6.6.6, 2001:db8:1:2::${i}`;
    for (let i = 0; i < 5; i++)
      expect(await knockRaw(server, i % 2 ? `${token}x` : 'wrong', there(i))).toBe('unauthenticated');
    // By /64, whatever their earlier tokens; and access tokens are not looked up.
    expect(await knockRaw(server, 'wrong', there(99))).toBe('rate_limited');
    expect(await knockRaw(server, token, there(98))).toBe('rate_limited');
    expect(await knockRaw(server, 'wrong', '6.6.6.6, 2001:db8:1:3::1')).toBe('unauthenticated');
    const neighbour = new WebSocket(
      `${server.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`,
      { headers: { 'x-forwarded-for': there(7) } },
    );
    const admitted = new Promise((resolve) =>
      neighbour.on('message', (data: Buffer) => {
        const { accessToken } = alice.granted;
        if (data.toString().startsWith('0'))
          neighbour.send(`40${JSON.stringify({ token: accessToken, protocol: PROTOCOL_VERSION })}`);
        if (data.toString().startsWith('4')) resolve(data.toString().slice(0, 2));
      }),
    );
    expect(await admitted).toBe('40');
    neighbour.terminate();
  });
});

describe('a frame', () => {
  it('is not unpacked: no compression is negotiated', async () => {
    await using server = await startServer();
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`, {
      perMessageDeflate: true,
    });
    await once(socket, 'open');
    expect(socket.extensions).toBe('');
    socket.terminate();
  });
});
