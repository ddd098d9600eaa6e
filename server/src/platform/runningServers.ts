import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';

/** A server of this installation, as it has noted itself. */
export interface RunningServer {
  pid: number;
  dataFolder: string;
  /** Its database is a MongoDB of `MONGODB_URI`, not the built-in one. */
  onMongoDb: boolean;
  /** Its control socket: who can connect to it knows that the server runs. Absent on Windows. */
  control?: string;
}

/** Where servers of an installation note themselves: a command that is run there finds them, however they were started. */
const folderOf = (root: string): string => join(root, '.running');

/**
 * Notes a server that runs, for the commands of operators. Where the installation cannot be written (a container, a hardened unit)
 * nothing is noted: there the settings are found otherwise.
 *
 * @param root folder of the installation
 * @returns how to take the note back
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

/** Does a process with this number exist? One of another user does, too. */
export function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Removes what kills have left over. */
function forgetEnded(root: string): void {
  for (const name of readdirSync(folderOf(root)))
    if (!processExists(Number.parseInt(name, 10))) rmSync(join(folderOf(root), name), { force: true });
}

/** The number alone may be another process' by now: what a kill has left over has nobody behind its socket. */
function answers({ pid, control }: RunningServer): Promise<boolean> {
  if (!processExists(pid)) return Promise.resolve(false);
  if (control === undefined) return Promise.resolve(true);
  const probe = connect(control);
  return new Promise((resolve) => {
    probe.once('connect', () => resolve(true));
    // A socket of another user's server may not be opened; it is there.
    probe.once('error', ({ code }: NodeJS.ErrnoException) => resolve(code === 'EACCES' || code === 'EPERM'));
  }).then((answered) => {
    probe.destroy();
    return answered === true;
  });
}

/** The servers of an installation that run now. @param root folder of the installation */
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
      // One that has just ended, or is just being written.
    }
  }
  return running;
}
