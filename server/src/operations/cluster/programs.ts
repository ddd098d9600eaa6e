import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { environment as inherited } from '../../config.js';

/** Node options of a server, as of `npm start`: docs/performance.md, *The collector*. */
export const serverFlags = ['--max-semi-space-size=64', '--v8-pool-size=0'];

const dist = join(import.meta.dirname, '../..');

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

/** Whether something accepts connections on a local port. */
export async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const connected = await once(socket, 'connect').then(
    () => true,
    () => false,
  );
  socket.destroy();
  return connected;
}

/** Stops a program gracefully: Redis and the database store what they have received. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}

/** The built-in database as a process that several nodes share. Returns its connection string. */
export async function startSharedDatabase(folder: string): Promise<{ uri: string; child: ChildProcess }> {
  const socket = join(folder, 'db.sock');
  const program = fileURLToPath(import.meta.resolve('@parley/embedded-mongo/process'));
  const child = spawn(process.execPath, [program, folder, socket], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(() => {
      throw new Error(
        'The built-in database could not be started; is another Parley running on this folder?',
      );
    }),
  ]);
  return { uri: `mongodb://${encodeURIComponent(socket)}/parley?directConnection=true`, child };
}

/** The Redis server program of this machine; undefined if there is none. */
export const findRedis = (): string | undefined =>
  ['redis-server', 'valkey-server'].find((name) => spawnSync(name, ['--version']).status === 0);

/** Starts a Redis on this machine, without persistence. @throws Error where there is none */
export async function startRedis(port?: number): Promise<{ url: string; port: number; child: ChildProcess }> {
  const program = findRedis();
  if (program === undefined)
    throw new Error('Neither redis-server nor valkey-server is installed. Install one, or set REDIS_URL.');
  const at = port ?? (await freePort());
  const child = spawn(
    program,
    ['--port', String(at), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
    { stdio: 'ignore' },
  );
  while (!(await answers(at))) {
    if (child.exitCode !== null) throw new Error(`${program} ended at once.`);
    await setTimeout(20);
  }
  return { url: `redis://127.0.0.1:${at}`, port: at, child };
}

/** One node on a port of its own. */
export async function startNode(
  environment: Record<string, string>,
): Promise<{ port: number; child: ChildProcess }> {
  const child = spawn(process.execPath, [...serverFlags, join(dist, 'main.js')], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...inherited(), HOST: '127.0.0.1', PORT: '0', TRUSTED_PROXIES: '1', ...environment },
  });
  const port = await Promise.race([
    once(child, 'message').then(([message]) => (message as { port: number }).port),
    once(child, 'exit').then(() => {
      throw new Error('A node could not be started.');
    }),
  ]);
  return { port, child };
}
