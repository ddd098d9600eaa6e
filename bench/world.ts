import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signedIn } from '@parley/shared/sessions';
import { ObjectId } from 'mongodb';
import { io, type Socket } from 'socket.io-client';

const root = join(import.meta.dirname, '..');

/** A real server in a process of its own, with a fresh data folder. */
export class BenchServer {
  private constructor(
    private readonly child: ChildProcess,
    readonly folder: string,
    readonly url: string,
    readonly startedInMs: number,
  ) {}

  static async start(): Promise<BenchServer> {
    const folder = await mkdtemp(join(tmpdir(), 'parley-bench-'));
    const began = performance.now();
    const child = spawn(process.execPath, ['server/dist/main.js'], {
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
      },
    });
    const [message] = (await once(child, 'message')) as [{ port: number }];
    return new BenchServer(child, folder, `http://127.0.0.1:${message.port}`, performance.now() - began);
  }

  /** Resident memory of the server process in bytes. Source: proc(5), statm counts pages of 4 KiB. */
  residentBytes(): number {
    return Number(readFileSync(`/proc/${this.child.pid ?? 0}/statm`, 'utf8').split(' ')[1]) * 4096;
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

  async [Symbol.asyncDispose](): Promise<void> {
    this.child.kill('SIGTERM');
    await once(this.child, 'exit');
    await rm(this.folder, { recursive: true, force: true });
  }
}

export const percentile = (values: number[], p: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * p))] ?? 0;

/** Runs `work` n times one after the other; the time of each in ms. */
export async function timed(n: number, work: (i: number) => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < n; i++) {
    const began = performance.now();
    await work(i);
    times.push(performance.now() - began);
  }
  return times;
}

/** One line of the report: what, the figure, the baseline's figure, their ratio. */
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

/** A message as it is stored, put there past the server: for rooms of a million. */
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
