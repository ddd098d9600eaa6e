import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isAbandoned, nameWriting } from './writers.js';

/** The folder of a store for files that are being copied. On the same disk as the store, so that a rename is atomic. */
const folderOf = (store: string): string => join(store, '.half');

/**
 * A path for one file that is being copied into a store. Each writer has its own: two who replace the same
 * picture at once must not take the other's away.
 *
 * @param store folder of the store
 */
export async function makeHalf(store: string): Promise<string> {
  await mkdir(folderOf(store), { recursive: true, mode: 0o700 });
  return join(folderOf(store), nameWriting());
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
