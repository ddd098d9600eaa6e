import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RoomView } from '@parley/shared/rooms';
import { signedIn } from '@parley/shared/sessions';
import { ObjectId } from 'mongodb';
import { io, type Socket } from 'socket.io-client';

import { serverFlags } from '../server/src/operations/cluster/programs.ts';
import { residentBytes } from './resident.ts';

const root = join(import.meta.dirname, '..');

/** 185 bytes: about the length of a usual message. */
export const TEXT =
  'The deploy went out at 08:50 and the error rate is flat. Shout if you disagree, notes are in the doc. '
    .repeat(2)
    .slice(0, 185);

/** The REST API of a server, as far as the benchmarks use it. */
export class BenchApi {
  constructor(protected address: string) {}

  get url(): string {
    return this.address;
  }

  async request(
    path: string,
    options: { method?: string; body?: unknown; token?: string } = {},
  ): Promise<unknown> {
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method: options.method ?? 'GET',
      headers: {
        'content-type': 'application/json',
        ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
      },
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.status === 204 ? undefined : await response.json();
  }

  get port(): string {
    return new URL(this.url).port;
  }

  /** A new private room of the token's person, and others. */
  async room(token: string, name: string, memberIds: string[] = []): Promise<string> {
    const body = { type: 'private', name, memberIds };
    return ((await this.request('/rooms', { method: 'POST', token, body })) as RoomView).roomId;
  }

  async register(username: string): Promise<string> {
    const body = { username, displayName: username, password: `${username} has a password` };
    return signedIn.parse(await this.request('/auth/register', { method: 'POST', body })).accessToken;
  }

  async connect(token: string): Promise<Socket> {
    const socket = io(this.url, {
      auth: { token },
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
    });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', reject);
    });
    return socket;
  }
}

/** A real server in a process of its own, with a fresh data folder. */
export class BenchServer extends BenchApi {
  private constructor(
    private child: ChildProcess,
    readonly folder: string,
    url: string,
  ) {
    super(url);
  }

  static async start(): Promise<BenchServer> {
    const folder = await mkdtemp(join(tmpdir(), 'parley-bench-'));
    const { child, port } = await BenchServer.launch(folder);
    return new BenchServer(child, folder, `http://127.0.0.1:${port}`);
  }

  private static async launch(folder: string): Promise<{ child: ChildProcess; port: number }> {
    const child = spawn(process.execPath, [...serverFlags, 'server/dist/main.js'], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: {
        ...process.env,
        PARLEY_DATA: folder,
        PORT: '0',
        HOST: '127.0.0.1',
        LOG_LEVEL: 'error',
        RATE_LIMITS: 'false',
        BCRYPT_COST: '4',
        RELAY_PORT: '0',
      },
    });
    const [message] = (await once(child, 'message')) as [{ port: number }];
    return { child, port: message.port };
  }

  /** The URI of its built-in database, for writing to it directly. */
  get databaseUri(): string {
    return `mongodb://${encodeURIComponent(join(this.folder, 'db/db.sock'))}/bench?directConnection=true`;
  }

  /** Restarts it on the same data; returns the time from the start until it listened, in ms. */
  async restart(): Promise<number> {
    await this.stop();
    const began = performance.now();
    const { child, port } = await BenchServer.launch(this.folder);
    this.child = child;
    this.address = `http://127.0.0.1:${port}`;
    return performance.now() - began;
  }

  private async stop(): Promise<void> {
    const exited = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await exited;
  }

  residentBytes(): number {
    return residentBytes(this.child.pid ?? 0);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

export const percentile = (values: number[], p: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * p))] ?? 0;

/** Runs `work` n times in sequence; returns the time of each in ms. */
export async function timed(n: number, work: (i: number) => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < n; i++) {
    const began = performance.now();
    await work(i);
    times.push(performance.now() - began);
  }
  return times;
}

/** One line of the report: name, figure, baseline's figure, ratio. */
export function report(
  what: string,
  value: number,
  unit: string,
  baseline?: { name: string; value: number },
): void {
  const figure = value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(2);
  const base = baseline
    ? `   ${(value / baseline.value).toFixed(2)} × ${baseline.name} (${baseline.value >= 100 ? Math.round(baseline.value).toLocaleString('en') : baseline.value.toFixed(2)} ${unit})`
    : '';
  process.stdout.write(`${what.padEnd(46)} ${figure.padStart(10)} ${unit}${base}\n`);
}

/** A message as stored, for inserting without the server: for rooms of a million. */
export const storedMessage = (at: {
  roomId: string;
  authorId: ObjectId;
  seq: number;
  createdAt: Date;
  text: string;
}): Record<string, unknown> => ({
  ...at,
  roomId: new ObjectId(at.roomId),
  clientId: randomUUID(),
  rev: at.seq,
  revs: [at.seq],
  editedAt: null,
  deletedAt: null,
  mentionIds: [],
  replyTo: null,
  reactions: [],
  history: [],
  notice: null,
});
