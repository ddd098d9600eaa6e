import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Ack } from '@parley/shared/events';
import { PROTOCOL_VERSION } from '@parley/shared/protocol';
import type { MessagePage, MessageView } from '@parley/shared/messages';
import type { RoomView } from '@parley/shared/rooms';
import type { SignedIn } from '@parley/shared/sessions';
import { io } from 'socket.io-client';
import { describe, expect, it } from 'vitest';
import { ServerProcess } from './test/serverProcess.js';

const bearer = (granted: SignedIn): [string, string] => ['authorization', `Bearer ${granted.accessToken}`];

async function general(server: ServerProcess, granted: SignedIn): Promise<string> {
  const response = await server
    .api()
    .get('/rooms')
    .set(...bearer(granted));
  return (response.body as { rooms: { room: RoomView }[] }).rooms[0]?.room.roomId ?? '';
}

describe('the process', () => {
  it('says where it listens and where the data lies; a second one on the folder is refused in plain words', async () => {
    await using server = await ServerProcess.start();
    expect(server.output).toContain('Parley is ready:');
    expect(server.output).toContain(server.folder);
    const second = await ServerProcess.start({}, server.folder);
    expect(second.url).toBe('');
    expect(await second.stop()).toBe(1);
    expect(second.output).toContain('Another Parley is already running on');
    expect(second.output).not.toMatch(/\n\s+at /);
  });

  it('takes the next free port and says so, but not when one was asked for', async () => {
    const blocker = createServer();
    const taken = await new Promise<boolean>((resolve) => {
      blocker.once('error', () => resolve(true));
      blocker.listen(3000, '127.0.0.1', () => resolve(true));
    });
    expect(taken).toBe(true);
    await using server = await ServerProcess.start({ PORT: '' });
    expect(server.url).toMatch(/:30[0-2]\d$/);
    expect(server.url).not.toMatch(/:3000$/);
    expect(server.output).toContain('port 3000 is taken');
    const { port } = new URL(server.url);
    await using requested = await ServerProcess.start({ PORT: port });
    expect([requested.url, await requested.stop()]).toEqual(['', 1]);
    expect(requested.output).toContain(port);
    blocker.close();
  });

  it('tells which questions took the database long: by which fields, and nothing of what was asked for', async () => {
    await using server = await ServerProcess.start({ SLOW_QUERY_MS: '0', RATE_LIMITS: 'false' });
    const login = 'aliceinwonderland';
    await server.register(login);
    const published = (): string[] => server.output.split('\n').filter((line) => line.includes('took long'));
    const ask = async (): Promise<string[]> => {
      await server
        .api()
        .post('/auth/login')
        .send({ login, password: `${login} has a long password` });
      return published();
    };
    const field = /"command":"find","collection":"users","filter":"[a-zA-Z.$]+(, [a-zA-Z.$]+)*","ms":\d+/;
    await expect.poll(ask).toContainEqual(expect.stringMatching(field));
    expect(published().join()).not.toContain(login);
  });

  it('answers the sends in flight on SIGTERM, tells clients to come back, and keeps what it acknowledged', async () => {
    await using server = await ServerProcess.start({ RATE_LIMITS: 'false' });
    const alice = await server.register('alice');
    const roomId = await general(server, alice);
    const socket = io(server.url, {
      auth: { token: alice.accessToken, protocol: PROTOCOL_VERSION },
      transports: ['websocket'],
      reconnection: false,
    });
    await once(socket as never, 'connect');
    const published = once(socket as never, 'server:draining');
    const sends = Array.from({ length: 100 }, (_, i) =>
      socket
        .timeout(10_000)
        .emitWithAck('message:send', { roomId, clientId: randomUUID(), text: `message ${i}` }),
    );
    await Promise.race(sends);
    const stopped = server.stop();
    const answers = (await Promise.all(sends)) as Ack<MessageView>[];
    expect(answers.filter((answer) => answer.ok)).toHaveLength(100);
    expect(await published).toMatchObject([{ reconnectIn: expect.any(Number) as number }]);
    expect(await stopped).toBe(0);
    const again = await ServerProcess.start({}, server.folder);
    const response = await again
      .api()
      .get(`/rooms/${roomId}/messages?limit=100`)
      .set(...bearer(alice));
    await again.stop();
    const stored = (response.body as MessagePage).messages.map(({ clientId }) => clientId);
    const acknowledged = answers.map((answer) => (answer.ok ? answer.data.clientId : ''));
    expect(acknowledged.slice(-100).every((clientId) => stored.includes(clientId))).toBe(true);
  });

  it('ends as it should though somebody who is connected does not answer any more', async () => {
    await using server = await ServerProcess.start({ DRAIN_SECONDS: '1' });
    const { hostname, port } = new URL(server.url);
    const upgrade = ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'];
    const key = `Sec-WebSocket-Key: ${Buffer.alloc(16).toString('base64')}`;
    const asleep = connect(Number(port), hostname);
    asleep.write(
      ['GET /socket.io/?EIO=4&transport=websocket HTTP/1.1', 'Host: here', ...upgrade, key, '', ''].join(
        '\r\n',
      ),
    );
    const [answer] = (await once(asleep, 'data')) as [Buffer];
    expect(answer.toString()).toContain('101 Switching Protocols');
    asleep.pause();
    // A request whose body is never sent.
    const half = connect(Number(port), hostname);
    half.write('POST /api/v1/auth/login HTTP/1.1\r\nHost: here\r\nContent-Length: 100\r\n\r\n{');
    await once(half, 'connect');
    await server.api().get('/workspace');
    expect(await server.stop()).toBe(0);
    asleep.destroy();
    half.destroy();
  });

  it('writes no secret into its logs, not even at the finest level', async () => {
    await using server = await ServerProcess.start({ LOG_LEVEL: 'trace' });
    const password = 'a very secret passphrase';
    const registered = await server
      .api()
      .post('/auth/register')
      .send({ username: 'alice', displayName: 'Alice', password })
      .expect(201);
    const granted = registered.body as SignedIn;
    const cookie = String((registered.headers['set-cookie'] as unknown as string[])[0]?.split(';')[0]);
    await server
      .api()
      .post('/auth/login')
      .send({ login: 'alice', password: `${password} wrong` })
      .expect(401);
    await server.api().post('/auth/login').send({ login: 'alice', password: { password } }).expect(400);
    const refreshed = await server.api().post('/auth/refresh').set('cookie', cookie).expect(200);
    const roomId = await general(server, granted);
    await server
      .api()
      .post(`/rooms/${roomId}/messages`)
      .set(...bearer(granted))
      .send({ text: 'between us' })
      .expect(201);
    await server.stop();
    expect(server.output).toContain('"level"');
    for (const secret of [
      password,
      granted.accessToken,
      (refreshed.body as SignedIn).accessToken,
      cookie.split('=')[1] ?? 'no cookie',
      'between us',
    ])
      expect(server.output).not.toContain(secret);
  });
});
