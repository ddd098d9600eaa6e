import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ack } from '@parley/shared/events';
import { PROTOCOL_VERSION } from '@parley/shared/protocol';
import type { MessagePage, MessageView } from '@parley/shared/messages';
import type { RoomView } from '@parley/shared/rooms';
import type { SignedIn } from '@parley/shared/sessions';
import { io } from 'socket.io-client';
import request from 'supertest';
import { describe, expect, it } from 'vitest';

/** The server as a process of its own, from source, in a folder. */
class Process {
  output = '';
  url = '';
  private constructor(
    readonly child: ChildProcess,
    readonly folder: string,
  ) {}

  static async start(environment: Record<string, string> = {}, folder?: string): Promise<Process> {
    const data = folder ?? (await mkdtemp(join(tmpdir(), 'parley-main-')));
    const child = spawn(
      process.execPath,
      ['--conditions=parley-source', '--import', 'tsx', join(import.meta.dirname, 'main.ts')],
      {
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        env: {
          ...process.env,
          HOST: '127.0.0.1',
          PORT: '0',
          BCRYPT_COST: '4',
          PARLEY_DATA: data,
          ...environment,
        },
      },
    );
    const started = new Process(child, data);
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => (started.output += chunk.toString()));
    const exited = once(child, 'exit');
    const first = await Promise.race([once(child, 'message'), exited]);
    const [message] = first as [{ port: number } | number];
    if (typeof message === 'object') started.url = `http://127.0.0.1:${message.port}`;
    return started;
  }

  /** Ends the process. Returns its exit code. */
  async stop(): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const exited = once(this.child, 'exit');
      this.child.kill('SIGTERM');
      await exited;
    }
    return this.child.exitCode;
  }

  api = () => request(`${this.url}/api/v1`);

  async register(username: string): Promise<SignedIn> {
    const body = { username, displayName: username, password: `${username} has a long password` };
    return (await this.api().post('/auth/register').send(body).expect(201)).body as SignedIn;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

const bearer = (granted: SignedIn): [string, string] => ['authorization', `Bearer ${granted.accessToken}`];

async function general(server: Process, granted: SignedIn): Promise<string> {
  const response = await server
    .api()
    .get('/rooms')
    .set(...bearer(granted));
  return (response.body as { rooms: { room: RoomView }[] }).rooms[0]?.room.roomId ?? '';
}

describe('the process', () => {
  it('says where it listens and where the data lies; a second one on the folder is refused in plain words', async () => {
    await using server = await Process.start();
    expect(server.output).toContain('Parley is ready:');
    expect(server.output).toContain(server.folder);
    const second = await Process.start({}, server.folder);
    expect(second.url).toBe('');
    expect(await second.stop()).toBe(1);
    expect(second.output).toContain('Another Parley is already running on');
    expect(second.output).not.toMatch(/\n\s+at /);
  }, 30_000);

  it('takes the next free port and says so, but not when one was asked for', async () => {
    const blocker = createServer();
    const taken = await new Promise<boolean>((resolve) => {
      blocker.once('error', () => resolve(true));
      blocker.listen(3000, '127.0.0.1', () => resolve(true));
    });
    expect(taken).toBe(true);
    await using server = await Process.start({ PORT: '' });
    expect(server.url).toMatch(/:30[0-2]\d$/);
    expect(server.url).not.toMatch(/:3000$/);
    expect(server.output).toContain('port 3000 is taken');
    const { port } = new URL(server.url);
    await using asked = await Process.start({ PORT: port });
    expect([asked.url, await asked.stop()]).toEqual(['', 1]);
    expect(asked.output).toContain(port);
    blocker.close();
  }, 30_000);

  it('answers the sends in flight on SIGTERM, tells clients to come back, and keeps what it acknowledged', async () => {
    await using server = await Process.start({ RATE_LIMITS: 'false' });
    const alice = await server.register('alice');
    const roomId = await general(server, alice);
    const socket = io(server.url, {
      auth: { token: alice.accessToken, protocol: PROTOCOL_VERSION },
      transports: ['websocket'],
      reconnection: false,
    });
    await once(socket as never, 'connect');
    const told = once(socket as never, 'server:draining');
    const sends = Array.from({ length: 100 }, (_, i) =>
      socket
        .timeout(10_000)
        .emitWithAck('message:send', { roomId, clientId: randomUUID(), text: `message ${i}` }),
    );
    await Promise.race(sends);
    const stopped = server.stop();
    const answers = (await Promise.all(sends)) as Ack<MessageView>[];
    expect(answers.filter((answer) => answer.ok)).toHaveLength(100);
    expect(await told).toMatchObject([{ reconnectIn: expect.any(Number) as number }]);
    expect(await stopped).toBe(0);
    const again = await Process.start({}, server.folder);
    const response = await again
      .api()
      .get(`/rooms/${roomId}/messages?limit=100`)
      .set(...bearer(alice));
    await again.stop();
    const stored = (response.body as MessagePage).messages.map(({ clientId }) => clientId);
    const acknowledged = answers.map((answer) => (answer.ok ? answer.data.clientId : ''));
    expect(acknowledged.slice(-100).every((clientId) => stored.includes(clientId))).toBe(true);
  }, 60_000);

  it('writes no secret into its logs, not even at the finest level', async () => {
    await using server = await Process.start({ LOG_LEVEL: 'trace' });
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
  }, 30_000);
});
