import { closeSync, fsyncSync, openSync, renameSync, rmSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { open, type RootDatabase } from 'lmdb';

export type Database = RootDatabase<Buffer, Buffer>;

export const FILE = 'parley.mdb';
const FRESH = 'parley.mdb.fresh';
/** The name of LMDB's lock file beside a file. */
const lockOf = (name: string): string => `${name}-lock`;

/** Entries copied in one transaction, which takes some ten milliseconds. */
const AT_ONCE = 2000;

/** Opens the file of this name in a folder, or creates it. */
export const openFile = (folder: string, name = FILE): Database =>
  open<Buffer, Buffer>({
    path: join(folder, name),
    encoding: 'binary',
    keyEncoding: 'binary',
    noSubdir: true,
    maxReaders: 16,
  });

/** Removes the new file that a crash has left. */
export function removeLeftOver(folder: string): void {
  for (const name of [FRESH, lockOf(FRESH)]) rmSync(join(folder, name), { force: true });
}

/**
 * Copies a database into a new file, entry by entry, while it is used, and then replaces the old one. Removed data is then in
 * no page of the file. LMDB's own compacting copy is faster, but copies pages as they are, with the removed data in their gaps.
 */
export class Renewal {
  private readonly fresh: Database;
  /** Keys written since it began; they are copied again at its end. */
  private readonly changed = new Map<string, Buffer>();
  private stopped = false;

  /** @throws Error when there is no space for a second file */
  constructor(private readonly folder: string) {
    const { bavail, bsize } = statfsSync(folder);
    if (bavail * bsize < statSync(join(folder, FILE)).size)
      throw new Error(`No space left: writing the file anew needs as much as it has`);
    removeLeftOver(folder);
    this.fresh = openFile(folder, FRESH);
  }

  /** Records the key of a concurrent write or removal. */
  note(key: Buffer): void {
    this.changed.set(key.toString('latin1'), Buffer.from(key));
  }

  stop(): void {
    this.stopped = true;
  }

  /** Copies everything, in pieces between which requests run. @throws Error when it was stopped */
  async copy(from: Database): Promise<void> {
    let start: Buffer | undefined;
    for (;;) {
      const began = performance.now();
      from.resetReadTxn();
      const page = [...from.getRange({ ...(start ? { start } : {}), limit: AT_ONCE })];
      this.fresh.transactionSync(() => {
        for (const { key, value } of page) this.fresh.putSync(key, value);
      });
      const last = page.at(-1);
      if (page.length < AT_ONCE || !last) return;
      start = Buffer.concat([last.key, Buffer.alloc(1)]);
      // Half of the time is left to waiting requests.
      await setTimeout(performance.now() - began);
      if (this.stopped) throw new Error('The database was closed while its file was written anew.');
    }
  }

  /** Copies the recorded changes and replaces the old file, all synchronously: nothing can be written in between. */
  finish(from: Database): Database {
    from.resetReadTxn();
    this.fresh.transactionSync(() => {
      for (const key of this.changed.values()) {
        const value = from.get(key);
        if (value) this.fresh.putSync(key, value);
        else this.fresh.removeSync(key);
      }
    });
    // The lock file first: after a crash in between, the next open finds none and creates it.
    renameSync(join(this.folder, lockOf(FRESH)), join(this.folder, lockOf(FILE)));
    renameSync(join(this.folder, FRESH), join(this.folder, FILE));
    const folder = openSync(this.folder, 'r');
    fsyncSync(folder);
    closeSync(folder);
    return this.fresh;
  }

  async abandon(): Promise<void> {
    await this.fresh.close();
    removeLeftOver(this.folder);
  }
}
