import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, realpathSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Credentials } from './scram.js';
import { checkFile } from './storage/fileCheck.js';

/** The longest path a Unix socket may have on Linux is 107 bytes, on macOS 103. */
const LONGEST_SOCKET_PATH = 100;

/**
 * The socket path of a folder's database: in the folder, or in a private temporary one when that path is too long.
 * @param name of the socket, if it is not the database's
 */
export function socketPathFor(folder: string, name = 'db.sock'): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const real = realpathSync(folder);
  if (process.platform === 'win32')
    return `\\\\.\\pipe\\parley-${createHash('sha256').update(real).digest('hex').slice(0, 16)}`;
  const inside = join(real, name);
  if (Buffer.byteLength(inside) <= LONGEST_SOCKET_PATH) return inside;
  return join(tmpdir(), `parley-${createHash('sha256').update(real).digest('hex').slice(0, 16)}`, name);
}

/** The MongoDB connection string of a Unix socket. */
export const uriOf = (socketPath: string, database: string): string =>
  `mongodb://${encodeURIComponent(socketPath)}/${database}?directConnection=true`;

/** The MongoDB connection string of the loopback port; SCRAM replaces the permissions of a socket file. */
export const tcpUriOf = (port: number, { username, password }: Credentials, database: string): string =>
  `mongodb://${username}:${password}@127.0.0.1:${port}/${database}?directConnection=true&authMechanism=SCRAM-SHA-256&authSource=admin`;

export interface EmbeddedDatabase {
  /** The connection string for Mongoose. */
  uri: string;
  /** @throws Error when it has crashed */
  close(): Promise<void>;
}

interface WorkerMessage {
  ready?: true;
  tcpPort?: number;
  closed?: true;
  error?: string;
}

interface WorkerData {
  folder: string;
  socketPath: string;
  credentials?: Credentials;
}

function startWorker(workerData: WorkerData): Worker {
  if (import.meta.url.endsWith('.js'))
    return new Worker(new URL('./worker.js', import.meta.url), { workerData });
  // From source (tests, npm run dev) a worker does not inherit the TypeScript loader: it registers its own.
  const entry = JSON.stringify(new URL('./worker.ts', import.meta.url).href);
  const code = `import('tsx/esm/api').then(({ register }) => { register(); return import(${entry}); });`;
  return new Worker(code, { workerData, eval: true, execArgv: [] });
}

/** The databases of this process that are not yet closed. */
const running = new Set<EmbeddedDatabase>();

/** A write waits for a busy disk, but the process must not hang longer than this when it ends. */
const CLOSING_MS = 5_000;

/**
 * Ends this process after closing its embedded databases; never returns. It replaces process.exit wherever one may run: LMDB hangs
 * in a thread that is ended while it holds the lock for writing (cleanupStrayTxns in lmdb 3.5's env.cpp), and process.exit
 * waits for the thread, so that the process would neither serve nor end. A database that cannot be closed is killed, which
 * loses no acknowledged write.
 * @param code the exit status
 */
export async function endProcess(code: number): Promise<never> {
  const closing = Promise.all([...running].map((database) => database.close()));
  const closed = closing.then(
    () => true,
    () => false,
  );
  if (await Promise.race([closed, setTimeout(CLOSING_MS, false)])) process.exit(code);
  process.kill(process.pid, 'SIGKILL');
  // The signal is sent; no code of the process may run before it arrives.
  return new Promise<never>(() => {});
}

/**
 * Starts the embedded database of a folder in a worker thread.
 * @returns its connection string, and a function to stop it.
 * @throws Error with a readable message when the folder is in use, damaged or not writable.
 */
export async function startEmbeddedMongo(options: {
  folder: string;
  database: string;
  /** Called when the database has crashed, before the process ends: without it, nothing could be acknowledged. */
  onCrash: (error: Error) => void;
  /** Serve on loopback TCP with generated credentials; needed on Windows, and for tests. */
  tcp?: boolean;
}): Promise<EmbeddedDatabase> {
  const folder = join(options.folder, 'db');
  const socketPath = socketPathFor(folder);
  const credentials =
    (options.tcp ?? process.platform === 'win32')
      ? { username: 'parley', password: randomBytes(24).toString('hex') }
      : undefined;
  const worker = startWorker({ folder, socketPath, ...(credentials ? { credentials } : {}) });
  const first = await new Promise<WorkerMessage>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  if (first.error !== undefined) {
    await worker.terminate();
    throw new Error(first.error);
  }
  let crashed = false;
  const onError = (error: Error): void => {
    crashed = true;
    options.onCrash(error);
    void endProcess(1);
  };
  worker.on('error', onError);
  const database: EmbeddedDatabase = {
    uri:
      credentials && first.tcpPort !== undefined
        ? tcpUriOf(first.tcpPort, credentials, options.database)
        : uriOf(socketPath, options.database),
    close: async () => {
      if (crashed) throw new Error('The embedded database has stopped by itself.');
      worker.removeListener('error', onError);
      const closed = once(worker, 'message');
      worker.postMessage('close');
      await closed;
      await worker.terminate();
      running.delete(database);
    },
  };
  running.add(database);
  return database;
}

/**
 * Copies the database of a folder as a snapshot, also while a server is using it.
 * @param to folder that becomes another data folder
 * @throws Error when there is no database in the folder
 */
export async function copyEmbeddedMongo(from: string, to: string): Promise<void> {
  const source = join(from, 'db', 'parley.mdb');
  if (!existsSync(source)) throw new Error(`There is no database in ${from}.`);
  // LMDB does not detect a damaged file, and may crash the process.
  checkFile(source);
  const { open } = await import('lmdb');
  const copy = join(to, 'db');
  mkdirSync(copy, { recursive: true, mode: 0o700 });
  const opened = open({
    path: source,
    encoding: 'binary',
    keyEncoding: 'binary',
    noSubdir: true,
    readOnly: true,
  });
  try {
    await opened.backup(join(copy, 'parley.mdb'), true);
  } finally {
    await opened.close();
  }
}
