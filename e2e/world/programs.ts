import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { serverFlags } from '../../server/src/operations/cluster/programs';
import type { Target } from './wire';

const root = join(import.meta.dirname, '../..');

/** Starts a program and waits for its first line, or its message. */
async function startProgram(
  args: string[],
  environment: Record<string, string>,
  cwd = root,
): Promise<{ child: ChildProcess; port: number }> {
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const port = await new Promise<number>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${args.at(-1) ?? ''} ended with ${String(code)}`)));
    child.on('message', (message) => resolve((message as { port: number }).port));
    if (environment['PORT'] === undefined) child.stdout?.once('data', () => resolve(0));
  });
  child.stdout?.resume();
  return { child, port };
}

async function end(child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}

/** A database that several servers share, and that can be killed and started again. */
export interface Database {
  /** The target of a wire to it; undefined if its clients find its members by themselves. */
  readonly target: Target | undefined;
  /** The options of the connection string for a connection over a wire. */
  readonly through: string;
  /** The connection string of a database in it. */
  uri: (name?: string) => string;
  start: () => Promise<void>;
  kill: () => Promise<void>;
  stop: () => Promise<void>;
}

/** The built-in database as a process of its own. */
export class DatabaseProcess implements Database {
  private child: ChildProcess | undefined;
  readonly target: { path: string };
  readonly through = 'directConnection=true';
  constructor(private readonly folder: string) {
    this.target = { path: join(folder, 'db.sock') };
  }
  uri(name = 'parley'): string {
    return `mongodb://${encodeURIComponent(this.target.path)}/${name}?${this.through}`;
  }
  async start(): Promise<void> {
    this.child = (
      await startProgram(['packages/embedded-mongo/dist/process.js', this.folder, this.target.path], {})
    ).child;
  }
  kill = (): Promise<void> => end(this.child, 'SIGKILL');
  stop = (): Promise<void> => end(this.child, 'SIGTERM');
}

/** One server process that can be killed and started again on the same port. */
export class Node {
  private child: ChildProcess | undefined;
  port = 0;
  /**
   * @param settings its environment, for all restarts
   * @param installation the folder of its program
   */
  constructor(
    readonly settings: Record<string, string>,
    private readonly installation = root,
  ) {}
  /** @param extra variables for this start alone */
  async start(extra: Record<string, string> = {}): Promise<void> {
    const environment = {
      LOG_LEVEL: 'silent',
      BEACON_SECONDS: '0.5',
      BCRYPT_COST: '4',
      RELAY_PORT: '0',
      RATE_LIMITS: 'false',
      HOST: '127.0.0.1',
      DRAIN_SECONDS: '2',
      ...this.settings,
      ...extra,
      PORT: String(this.port),
    };
    const args = [...serverFlags, 'server/dist/main.js'];
    const { child, port } = await startProgram(args, environment, this.installation);
    this.child = child;
    this.port = port;
  }
  /** Resident memory in bytes. Source: proc(5), statm counts pages of 4 KiB. Linux alone. */
  residentBytes(): number {
    return Number(readFileSync(`/proc/${this.child?.pid ?? 0}/statm`, 'utf8').split(' ')[1]) * 4096;
  }
  [Symbol.asyncDispose](): Promise<void> {
    return end(this.child, 'SIGKILL');
  }
  get runs(): boolean {
    return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }
  kill = (): Promise<void> => end(this.child, 'SIGKILL');
  stop = (): Promise<void> => end(this.child, 'SIGTERM');
}
