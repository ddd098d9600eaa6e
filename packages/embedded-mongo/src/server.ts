import { chmodSync, existsSync, linkSync, mkdirSync, rmSync, statSync, unlinkSync } from 'node:fs';
import { connect, createServer, type Server as NetServer, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { Double, Int32 } from 'bson';
import { errorFields, ok, type Command, type Server } from './commands/context.js';
import { dispatch } from './commands/dispatch.js';
import { MongoError } from './errors.js';
import { deriveKeys, Scram, type Credentials, type ScramKeys } from './scram.js';
import { Collection } from './storage/collection.js';
import { Cursors } from './storage/cursors.js';
import { execute } from './storage/execute.js';
import { Store } from './storage/store.js';
import { encodeReply, Framer, parseRequest } from './wire.js';

const HOUSEKEEPING_MS = 30_000;

export interface DatabaseOptions {
  /** The folder of the data; created if needed. */
  folder: string;
  /** The path of the Unix socket to listen on. */
  socketPath: string;
  /** Serve on loopback TCP instead, with these credentials: where the driver cannot use the socket (Windows). */
  credentials?: Credentials;
  /** Interval of deleting expired documents; 30 s when absent. */
  housekeepingMs?: number;
  /** Enable `configureFailPoint`, for tests only. */
  testCommands?: boolean;
}

/** Another process is using the folder. */
export class FolderInUse extends Error {
  constructor(folder: string) {
    super(
      `Another Parley is already running on ${folder}. Stop it first, or set PARLEY_DATA to another folder.`,
    );
  }
}

function answers(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(socketPath);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/**
 * Listens under a unique name, then gives the socket its real name by a hard link, which fails when the name exists. A name
 * whose owner does not respond is left from a killed process; the inode is compared afterwards, because two new processes may
 * both have removed that name.
 */
async function claimSocket(net: NetServer, { folder, socketPath }: DatabaseOptions): Promise<void> {
  if (socketPath.startsWith('\\\\.\\pipe\\')) return await claimPipe(net, folder, socketPath);
  mkdirSync(dirname(socketPath), { recursive: true, mode: 0o700 });
  if (existsSync(socketPath)) {
    if (await answers(socketPath)) throw new FolderInUse(folder);
    rmSync(socketPath, { force: true });
  }
  const own = join(dirname(socketPath), `.${process.pid}-${Date.now().toString(36)}`);
  await new Promise<void>((resolve, reject) => {
    net.once('error', reject);
    net.listen(own, resolve);
  });
  chmodSync(own, 0o600);
  const { ino } = statSync(own);
  try {
    linkSync(own, socketPath);
  } catch {
    throw new FolderInUse(folder);
  } finally {
    unlinkSync(own);
  }
  if (statSync(socketPath).ino !== ino) throw new FolderInUse(folder);
}

/** A Windows pipe has one owner, and is removed with it. */
async function claimPipe(net: NetServer, folder: string, path: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    net.once('error', () => reject(new FolderInUse(folder)));
    net.listen(path, resolve);
  });
}

/** The commands allowed before authentication. */
const openCommands = new Set(['hello', 'ismaster', 'isMaster', 'ping', 'endSessions']);

/** Runs a command of a connection that must authenticate first. */
async function guarded(command: Command, server: Server, scram: Scram): ReturnType<typeof dispatch> {
  try {
    if (command.name === 'saslStart') return ok(scram.start(command.body));
    if (command.name === 'saslContinue') return ok(scram.proceed(command.body));
    if (!scram.authenticated && !openCommands.has(command.name))
      throw new MongoError('BadValue', `Command ${command.name} requires authentication`, { code: 13 });
    return await dispatch(command, server);
  } catch (error) {
    return { ok: new Double(0), ...errorFields(error) };
  }
}

function serve(socket: Socket, server: Server, keys?: ScramKeys): void {
  const scram = keys && new Scram(keys);
  const framer = new Framer();
  let previous: Promise<void> = Promise.resolve();
  const answer = async (message: Buffer): Promise<void> => {
    const request = parseRequest(message);
    const reply = scram
      ? await guarded(request.command, server, scram)
      : await dispatch(request.command, server);
    if (reply === 'close') return void socket.destroy();
    if (request.silent || socket.destroyed) return;
    try {
      socket.write(encodeReply(request, reply));
    } catch (error) {
      socket.write(
        encodeReply(request, {
          ok: new Double(0),
          errmsg: (error as Error).message,
          code: new Int32(1),
          codeName: 'InternalError',
        }),
      );
    }
  };
  socket.on('data', (chunk) => {
    try {
      // A driver sends the next command on a connection after the reply, except behind an unacknowledged write.
      for (const message of framer.push(chunk))
        previous = previous.then(() => answer(message)).catch(() => void socket.destroy());
    } catch {
      socket.destroy();
    }
  });
  socket.on('error', () => socket.destroy());
}

/** Documents removed in one write, for which other writes wait. */
const EXPIRED_AT_ONCE = 50;

/** Deletes what has expired by TTL indexes. */
async function expire(server: Server, now: number): Promise<void> {
  const { store } = server;
  for (const info of store.catalog.collections())
    for (const index of info.indexes) {
      const [path] = index.key[0] ?? [];
      if (index.expireAfterSeconds === undefined || path === undefined) continue;
      const filter = { [path]: { $lt: new Date(now - index.expireAfterSeconds * 1000) } };
      for (;;) {
        store.refresh();
        const [due] = execute(store, info, { filter, limit: 1 }).rows;
        if (!due) break;
        await store.write(() => {
          const collection = new Collection(store, info);
          for (const row of [...execute(store, info, { filter, limit: EXPIRED_AT_ONCE }).rows])
            collection.remove(row);
        });
      }
    }
}

export interface RunningDatabase {
  /** The loopback port, if it serves on one. */
  port: number | undefined;
  close(): Promise<void>;
}

/** Opens the folder and serves it on the socket. @throws FolderInUse, or an Error with what is wrong with the file. */
export async function startDatabase(options: DatabaseOptions): Promise<RunningDatabase> {
  const sockets = new Set<Socket>();
  const state: { server?: Server } = {};
  const keys = options.credentials && deriveKeys(options.credentials);
  const accept = (socket: Socket): void => {
    const { server } = state;
    if (!server) return void socket.destroy();
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    serve(socket, server, keys);
  };
  const net = createServer(accept);
  const tcp = keys && createServer(accept);
  try {
    await claimSocket(net, options);
    const store = new Store(options.folder);
    state.server = {
      store,
      cursors: new Cursors(),
      failPoints: [],
      testCommands: options.testCommands === true,
      startedAt: Date.now(),
    };
    if (tcp) await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve));
  } catch (error) {
    net.close();
    throw error;
  }
  const { server } = state;
  const timer = setInterval(() => {
    server.cursors.dropIdle(Date.now());
    // A failed run is retried with the next; writes of clients report a full disk themselves.
    expire(server, Date.now()).catch(() => undefined);
  }, options.housekeepingMs ?? HOUSEKEEPING_MS);
  timer.unref();
  const address = tcp?.address();
  return {
    port: typeof address === 'object' ? address?.port : undefined,
    close: async () => {
      clearInterval(timer);
      net.close();
      tcp?.close();
      for (const socket of sockets) socket.destroy();
      await server.store.close();
      rmSync(options.socketPath, { force: true });
    },
  };
}
