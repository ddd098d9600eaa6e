import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';

/** A running server of this installation, as it has registered itself. */
export interface RunningServer {
  pid: number;
  dataFolder: string;
  /** Its database is a MongoDB of `MONGODB_URI`, not the built-in one. */
  onMongoDb: boolean;
  /** Its control socket: if it accepts connections, the server runs. Absent on Windows. */
  control?: string;
}

/** Where the servers of an installation register: commands find them there, however they were started. */
const folderOf = (root: string): string => join(root, '.running');

/**
 * Registers a running server, for the commands of operators. If the installation is read-only (a container, a hardened unit),
 * nothing is registered: there the settings are found otherwise.
 *
 * @param root folder of the installation
 * @returns the function that unregisters it
 */
export function noteRunning(root: string, server: RunningServer): () => void {
  const path = join(folderOf(root), `${server.pid}.json`);
  try {
    mkdirSync(folderOf(root), { recursive: true });
    forgetEnded(root);
    writeFileSync(path, JSON.stringify(server));
  } catch {
    return () => undefined;
  }
  return () => rmSync(path, { force: true });
}

/** Whether a process with this id exists, also one of another user. */
export function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Removes entries of killed processes. */
function forgetEnded(root: string): void {
  for (const name of readdirSync(folderOf(root)))
    if (!processExists(Number.parseInt(name, 10))) rmSync(join(folderOf(root), name), { force: true });
}

/** Whether it really runs: the id may be another process' by now, but the socket of a killed one does not accept connections. */
function answers({ pid, control }: RunningServer): Promise<boolean> {
  if (!processExists(pid)) return Promise.resolve(false);
  if (control === undefined) return Promise.resolve(true);
  const probe = connect(control);
  return new Promise((resolve) => {
    probe.once('connect', () => resolve(true));
    // The socket of another user's server may not be opened, but it exists.
    probe.once('error', ({ code }: NodeJS.ErrnoException) => resolve(code === 'EACCES' || code === 'EPERM'));
  }).then((answered) => {
    probe.destroy();
    return answered === true;
  });
}

/** The running servers of an installation. @param root folder of the installation */
export async function listRunning(root: string): Promise<RunningServer[]> {
  let names: string[];
  try {
    names = readdirSync(folderOf(root)).filter((name) => name.endsWith('.json'));
  } catch {
    return [];
  }
  const running: RunningServer[] = [];
  for (const name of names) {
    try {
      const server = JSON.parse(readFileSync(join(folderOf(root), name), 'utf8')) as RunningServer;
      if (await answers(server)) running.push(server);
    } catch {
      // It has just ended, or is just being written.
    }
  }
  return running;
}
