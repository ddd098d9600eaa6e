import { spawn, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { availableParallelism, totalmem } from 'node:os';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { refusal } from '@parley/shared/refusals';
import { environment, type Config } from '../../config.js';
import type { Server } from '../../platform/context.js';
import { perServer } from '../../platform/perServer.js';
import type { Drawn, DrawingJob } from './drawing.js';

/** The outcome of a job. `killed`: it exceeded its time or memory, or its bytes crashed the decoder. */
export type DrawingAnswer = Drawn | { refused: 'killed' };

export interface DrawingBounds {
  memoryBytes: number;
  ms: number;
  /** Processes that may run at once. */
  atOnce: number;
  /** Called when a process ended in the middle of a job. */
  onDeath?: (death: { code: number | null; signal: string | null }) => void;
}

const MB = 1024 * 1024;
/** What Node and libvips need before they read a byte, as private writable memory: 100 to 140 MB measured, and a margin. */
const BASE_MB = 256;
/** A process that still holds this much after a job is replaced. */
const CACHED_BYTES = 96 * MB;
const IDLE_MS = 15_000;
/** Less than the client's timeout (20 s, client/src/platform/exchange.ts): it should receive the reason, and retry later. */
const MOST_WAIT_MS = 15_000;
const MOST_WAITING = 64;

/** Memory of this machine, or of the container if that is less, in bytes. */
const machineMemory = (): number => Math.min(totalmem(), process.constrainedMemory() || Infinity);

export function boundsOf(
  config: Config,
  memory = machineMemory(),
  cores = availableParallelism(),
): DrawingBounds {
  const mb = config.PICTURE_MEMORY_MB ?? Math.min(512, Math.max(128, Math.floor(memory / MB / 4)));
  return {
    memoryBytes: mb * MB,
    ms: config.PICTURE_SECONDS * 1000,
    atOnce: cores >= 4 && memory >= 4 * 1024 * MB ? 2 : 1,
  };
}

/** The command of the process: built, or from source with its own TypeScript loader (tests, npm run dev). */
function commandOf(): string[] {
  if (import.meta.url.endsWith('.js'))
    return [process.execPath, fileURLToPath(new URL('./drawing.process.js', import.meta.url))];
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const entry = fileURLToPath(new URL('./drawing.process.ts', import.meta.url));
  return [process.execPath, '--conditions=parley-source', '--import', tsx, entry];
}

/**
 * Starts a process. On Linux the kernel limits its private writable memory too (`ulimit -d`; `-v` would count what V8 only reserves).
 * It gets none of the server's environment, which may contain keys.
 */
function start({ memoryBytes }: DrawingBounds): ChildProcess {
  const command = [...commandOf(), String(memoryBytes)];
  const kilobytes = String(BASE_MB * 1024 + memoryBytes / 1024);
  const bounded =
    process.platform === 'linux'
      ? ['/bin/sh', '-c', 'ulimit -d "$0"; exec "$@"', kilobytes, ...command]
      : command;
  const [program = '', ...args] = bounded;
  const child = spawn(program, args, {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    // For libvips: fewer arenas, so that less free memory is held back.
    env: { PATH: environment()['PATH'], MALLOC_ARENA_MAX: '2' },
  });
  child.unref();
  child.channel?.unref();
  return child;
}

interface Message {
  ready?: true;
  drawn?: Drawn;
  rss?: number;
}

/** The next message of a process; undefined when it ended instead, or was killed after `ms`. */
async function receive(child: ChildProcess, ms: number): Promise<Message | undefined> {
  return await new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), ms);
    const done = (message: Message | undefined): void => {
      clearTimeout(timer);
      child.off('message', received).off('exit', ended).off('error', ended);
      resolve(message);
    };
    const received = (message: unknown): void => done(message as Message);
    const ended = (): void => done(undefined);
    child.on('message', received).on('exit', ended).on('error', ended);
  });
}

/** Not part of a job's time: on a busy machine starting may be slow. */
const START_MS = 30_000;

async function ready(bounds: DrawingBounds): Promise<ChildProcess> {
  const child = start(bounds);
  if (await receive(child, START_MS)) return child;
  throw refusal('files.noPictures', {}, { retryAfter: 30 });
}

/** Decodes pictures in separate processes, a few at a time; a picture that crashes the decoder ends only that process. */
export class DrawingPool {
  private readonly idle = new Map<ChildProcess, NodeJS.Timeout>();
  private busy = 0;
  private readonly waiting = new Set<() => void>();

  constructor(private readonly bounds: DrawingBounds) {}

  /** @throws AppError unavailable when too many are waiting already, or no process can be started */
  async draw(job: DrawingJob): Promise<DrawingAnswer> {
    await this.turn();
    try {
      const child = this.rested() ?? (await ready(this.bounds));
      child.send(job, () => undefined);
      const answer = await receive(child, this.bounds.ms);
      if (answer?.drawn) {
        this.rest(child, answer.rss ?? 0);
        return answer.drawn;
      }
      this.bounds.onDeath?.({ code: child.exitCode, signal: child.signalCode });
      child.kill('SIGKILL');
      return { refused: 'killed' };
    } finally {
      this.leave();
    }
  }

  private async turn(): Promise<void> {
    if (this.busy >= this.bounds.atOnce) await this.wait();
    else this.busy += 1;
  }

  /** Resolves when it is this job's turn. */
  private async wait(): Promise<void> {
    const full = refusal('files.busy', {}, { retryAfter: 5 });
    if (this.waiting.size >= MOST_WAITING) throw full;
    await new Promise<void>((resolve, reject) => {
      const enter = (): void => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        this.waiting.delete(enter);
        reject(full);
      }, MOST_WAIT_MS);
      this.waiting.add(enter);
    });
  }

  private leave(): void {
    const [next] = this.waiting;
    if (!next) return void (this.busy -= 1);
    this.waiting.delete(next);
    next();
  }

  private rested(): ChildProcess | undefined {
    const [[child, timer] = []] = this.idle;
    if (!child) return undefined;
    clearTimeout(timer);
    this.idle.delete(child);
    return child.connected ? child : this.rested();
  }

  private rest(child: ChildProcess, stored: number): void {
    if (stored > CACHED_BYTES) return void child.kill('SIGKILL');
    const end = (): void => {
      this.idle.delete(child);
      child.kill('SIGKILL');
    };
    this.idle.set(child, setTimeout(end, IDLE_MS).unref());
  }
}

/** Draws in the drawing processes of a server. */
export const drawIn = perServer(
  (server: Server) =>
    new DrawingPool({
      ...boundsOf(server.config),
      onDeath: (death) => server.log.warn(death, 'a picture took more than it may, and was not drawn'),
    }),
);
