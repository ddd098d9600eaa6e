import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { processExists } from '../runningServers.js';

/** Nothing is copied for a day: what is older was left by a process of a host that is gone. */
const ABANDONED_MS = 24 * 60 * 60 * 1000;

/** When this process started. What it finds older than that under its own id is another's, as in a restarted container. */
const startedAt = Date.now() - process.uptime() * 1000;

/** The folder of a store for files that are being copied. On the same disk as the store, so that a rename is atomic. */
const folderOf = (store: string): string => join(store, '.half');

const host = hostname().replace(/[^\w.-]/g, '');

/** Whether its process was killed: nobody will rename it any more. */
function isAbandoned(name: string, modifiedAt: number): boolean {
  if (Date.now() - modifiedAt > ABANDONED_MS) return true;
  const [, writer, pid] = /^(.*)~(\d+)~[\w-]+$/.exec(name) ?? [];
  if (writer !== host) return false;
  return Number(pid) === process.pid ? modifiedAt < startedAt : !processExists(Number(pid));
}

/**
 * A path for one file that is being copied into a store. Each writer has its own: two who replace the same
 * picture at once must not take the other's away.
 *
 * @param store folder of the store
 */
export async function makeHalf(store: string): Promise<string> {
  await mkdir(folderOf(store), { recursive: true, mode: 0o700 });
  return join(folderOf(store), `${host}~${process.pid}~${randomUUID()}`);
}

/**
 * Removes half copied files of processes that were killed: no key leads to them, so nothing else ever would.
 * Those of running processes stay, also of other hosts with the same folder.
 *
 * @param store folder of the store
 */
export async function removeAbandonedHalves(store: string): Promise<void> {
  let names: string[];
  try {
    names = await readdir(folderOf(store));
  } catch {
    return;
  }
  for (const name of names) {
    const path = join(folderOf(store), name);
    const found = await stat(path).catch(() => null);
    if (found !== null && isAbandoned(name, found.mtimeMs)) await rm(path, { force: true });
  }
}
