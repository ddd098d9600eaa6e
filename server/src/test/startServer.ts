import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  Ack,
  CommandInput,
  CommandName,
  CommandResults,
  EventName,
  EventPayload,
} from '@parley/shared/events';
import { events } from '@parley/shared/events';
import { PROTOCOL_VERSION } from '@parley/shared/protocol';
import type { SignedIn } from '@parley/shared/sessions';
import { io, type Socket } from 'socket.io-client';
import request from 'supertest';
import { inject } from 'vitest';
import { createApp, type App } from '../app.js';
import { readConfig } from '../config.js';
import { connectDatabase, createIndexes } from '../platform/database.js';
import { openFileStore } from '../platform/fileStore/openFileStore.js';
import { updateProfile } from '../features/users/users.change.js';
import { loadVapidKeys } from '../features/push/vapid.js';
import { migrations } from '../features.js';
import { dataIdOf, migrate } from '../platform/migrations.js';
import { createLog } from '../platform/log.js';
import { openRedis } from '../platform/redis.js';
import { checkAnswers } from './checkAnswers.js';

/** Timeout of what hangs: no event takes nearly as long, even on a machine that is five times slower. */
const LONGEST_MS = 60_000;

/** Everything a test socket has received; waits for more. */
export class Ears {
  readonly received: { name: EventName; payload: unknown }[] = [];
  constructor(readonly socket: Socket) {
    socket.onAny((name: EventName, payload: unknown) => {
      // Events must match the schemas of shared exactly.
      events[name].parse(payload);
      this.received.push({ name, payload });
    });
  }

  /** The payloads of an event so far. */
  of<N extends EventName>(name: N): EventPayload<N>[] {
    return this.received
      .filter((event) => event.name === name)
      .map((event) => event.payload as EventPayload<N>);
  }

  /** Waits until an event satisfies the test; rejects with what was received instead when a busy machine would have sent it, too. */
  async wait<N extends EventName>(
    name: N,
    test: (payload: EventPayload<N>) => boolean = () => true,
  ): Promise<EventPayload<N>> {
    const found = this.of(name).find(test);
    if (found) return found;
    return await new Promise((resolve, reject) => {
      const timer = setTimeout(
        () =>
          reject(new Error(`${name} was not heard, only ${this.received.map((event) => event.name).join()}`)),
        LONGEST_MS,
      );
      const listener = (received: EventName, payload: unknown): void => {
        if (received !== name || !test(payload as EventPayload<N>)) return;
        clearTimeout(timer);
        this.socket.offAny(listener);
        resolve(payload as EventPayload<N>);
      };
      this.socket.onAny(listener);
    });
  }

  async ask<N extends CommandName>(name: N, input: CommandInput<N>): Promise<Ack<CommandResults[N]>> {
    return (await this.socket.timeout(LONGEST_MS).emitWithAck(name, input)) as Ack<CommandResults[N]>;
  }

  /** Sends a command and expects success. */
  async command<N extends CommandName>(name: N, input: CommandInput<N>): Promise<CommandResults[N]> {
    const answer = await this.ask(name, input);
    if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(answer.error)}`);
    return answer.data;
  }

  close(): void {
    this.socket.disconnect();
  }
}

/** A person of a test with their own token. */
export class Person {
  constructor(
    private readonly server: TestServer,
    readonly granted: SignedIn,
    readonly username: string,
  ) {}
  get userId(): string {
    return this.granted.me.userId;
  }
  private send(method: 'get' | 'post' | 'put' | 'patch' | 'delete', path: string): request.Test {
    return request(this.server.url)
      [method](`/api/v1${path}`)
      .set('authorization', `Bearer ${this.granted.accessToken}`);
  }
  get = (path: string) => this.send('get', path);
  post = (path: string, body: object = {}) => this.send('post', path).send(body);
  put = (path: string, body: object = {}) => this.send('put', path).send(body);
  patch = (path: string, body: object = {}) => this.send('patch', path).send(body);
  delete = (path: string) => this.send('delete', path);

  /** Uploads a file as the field `file` of a form. */
  putFile = (path: string, bytes: Buffer, name: string): request.Test =>
    this.send('put', path).attach('file', bytes, { filename: name });

  /** Uploads a file; returns the response. */
  upload = (roomId: string, bytes: Buffer, { name = 'a.bin', key = randomUUID() } = {}): request.Test =>
    this.send('post', `/rooms/${roomId}/files`)
      .set('idempotency-key', key)
      .attach('file', bytes, { filename: name });

  /** A socket of this person, once it is connected. */
  async connect(): Promise<Ears> {
    const socket = io(this.server.url, {
      auth: { token: this.granted.accessToken, protocol: PROTOCOL_VERSION },
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
    });
    const ears = new Ears(socket);
    this.server.sockets.push(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', reject);
    });
    return ears;
  }
}

export class TestServer {
  readonly sockets: Socket[] = [];
  constructor(
    readonly app: App,
    readonly url: string,
    readonly uri: string,
    private readonly dispose: () => Promise<void>,
  ) {}

  api = () => request(this.url);

  /** Registers a person; the first one owns the workspace. An e-mail address is confirmed at once. */
  async register(
    username: string,
    { email, ...extra }: { email?: string; [field: string]: unknown } = {},
  ): Promise<Person> {
    const body = {
      username,
      displayName: username.slice(0, 1).toUpperCase() + username.slice(1),
      password: `${username} has a long password`,
      ...extra,
    };
    const response = await this.api().post('/api/v1/auth/register').send(body).expect(201);
    const granted = response.body as SignedIn;
    // Confirmed, as if an admin had set it.
    if (email !== undefined)
      await updateProfile(this.app.server, granted.me.userId, { email: email.toLowerCase() });
    return new Person(this, granted, username);
  }

  /** The cast: alice owns the workspace, bob is a member, eve is the one who may not. */
  async cast(): Promise<{ alice: Person; bob: Person; eve: Person }> {
    return {
      alice: await this.register('alice'),
      bob: await this.register('bob'),
      eve: await this.register('eve'),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.sockets) socket.disconnect();
    await this.dispose();
  }
}

/** A real server on a free port with a database of its own, or sharing the one named; in MONGODB_URI's instead of this run's. */
export async function startServer(
  environment: Record<string, string> = {},
  shared?: string,
  /** Where its log goes; by default to standard output. */
  lines?: { write(line: string): void },
): Promise<TestServer> {
  const database = shared ?? `t${randomBytes(6).toString('hex')}`;
  const uri = (environment['MONGODB_URI'] ?? inject('mongoUri')).replace(/\/[^/?]*(\?|$)/, `/${database}$1`);
  const folder = await mkdtemp(join(tmpdir(), 'parley-server-'));
  const config = readConfig({
    PARLEY_DATA: folder,
    BCRYPT_COST: '4',
    // Many servers run beside each other.
    RELAY_PORT: '0',
    LOG_LEVEL: process.env['TEST_LOG'] ?? 'silent',
    RATE_LIMITS: 'false',
    BEACON_SECONDS: '600',
    ...environment,
  });
  const log = createLog(config.LOG_LEVEL, lines);
  const connection = await connectDatabase(uri);
  await migrate(connection, migrations, () => undefined);
  await createIndexes(connection);
  const workspaceId = await dataIdOf(connection);
  const redis = config.REDIS_URL === undefined ? undefined : openRedis(config.REDIS_URL, workspaceId, log);
  const app = await createApp({
    config,
    connection,
    writesAlone: shared === undefined,
    log,
    redis,
    files: await openFileStore(config, connection),
    watch: checkAnswers,
    // As in production, each workspace has its own key, which its servers share.
    secrets: { accessToken: Buffer.alloc(48, `test key of ${database}`), push: loadVapidKeys(folder) },
  });
  app.http.listen(0, '127.0.0.1');
  await once(app.http, 'listening');
  const { port } = app.http.address() as AddressInfo;
  return new TestServer(app, `http://127.0.0.1:${port}`, uri, async () => {
    await app.close(1000);
    redis?.close();
    await connection.dropDatabase();
    await connection.close();
    await rm(folder, { recursive: true, force: true });
  });
}
