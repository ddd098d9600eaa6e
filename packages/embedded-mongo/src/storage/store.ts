import { mkdirSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { MongoError } from '../errors.js';
import { Catalog } from './catalog.js';
import { checkFile } from './fileCheck.js';
import { FILE, openFile, removeLeftOver, Renewal, type Database } from './renewal.js';

/** One stored entry: an opaque key, and its bytes. */
export interface Entry {
  key: Buffer;
  value: Buffer;
}

const CATALOG_KEY = Buffer.alloc(6);
const COUNT_INDEX = 0xffff;
/** Entries fetched at once by a scan: the first page small, since most reads are short. */
const FIRST_PAGE = 64;
const LARGEST_PAGE = 4096;

/** LMDB's keys end at 1,978 bytes. */
const LONGEST_KEY = 1970;

/** Disk space that is left free, in bytes, and at most this part of the whole disk. */
const KEPT_FREE = 64 * 1024 * 1024;
const KEPT_FREE_SHARE = 0.05;

/**
 * LMDB must not meet a full disk: with 3.5.6 a commit that cannot be written sometimes ends the process when it frees its
 * pages (`munmap_chunk(): invalid pointer`, about once in twenty times). So there is always space for one; the check costs 15 µs.
 * @throws Error which becomes OutOfDiskSpace
 */
function requireRoom(folder: string): void {
  const { bavail, blocks, bsize } = statfsSync(folder);
  const keptFree = Math.min(KEPT_FREE, blocks * bsize * KEPT_FREE_SHARE);
  if (bavail * bsize < keptFree)
    throw new Error(`No space left: ${bavail * bsize} bytes are free, ${Math.round(keptFree)} are kept free`);
}

/** `[collection][index]`, which every key begins with. */
export function keyPrefix(collectionId: number, indexId: number): Buffer {
  const prefix = Buffer.allocUnsafe(6);
  prefix.writeUInt32BE(collectionId, 0);
  prefix.writeUInt16BE(indexId, 4);
  return prefix;
}

/** @throws MongoError CannotCreateIndex */
function requireShort(key: Buffer): void {
  if (key.length > LONGEST_KEY)
    throw new MongoError('CannotCreateIndex', 'The index key is too long for the embedded database');
}

interface Waiting {
  /** Runs in the transaction; returns the function that resolves the caller, once that is on disk. */
  run: () => () => void;
  reject: (error: Error) => void;
}

/**
 * Ordered bytes on disk, with group commit: all waiting writes share one LMDB transaction and one flush, and none is
 * acknowledged before that flush. `transactionSync` and not `transaction`: it blocks the thread for the flush (0.2 ms on an SSD),
 * but then the data is on disk, and the asynchronous form is no faster (docs/decisions/002).
 */
export class Store {
  private db: Database;
  private waiting: Waiting[] = [];
  private scheduled = false;
  private readonly counts = new Map<number, number>();
  private readonly dirtyCounts = new Set<number>();
  private renewal: Renewal | undefined;
  private compacting: Promise<void> | undefined;
  catalog: Catalog;

  /** Opens or creates the folder. @throws Error with a readable message when the file is damaged or cannot be opened. */
  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    try {
      checkFile(join(folder, FILE));
      removeLeftOver(folder);
      this.db = openFile(folder);
      this.catalog = this.loadCatalog();
    } catch (error) {
      throw new Error(
        `The database file ${join(folder, FILE)} cannot be opened: ${(error as Error).message}. ` +
          'If it is damaged, restore the folder from a backup; nothing has been changed.',
        { cause: error },
      );
    }
  }

  private loadCatalog(): Catalog {
    const bytes = this.db.get(CATALOG_KEY);
    return Catalog.parse(bytes?.toString());
  }

  /** Runs `work` in a write transaction; resolves with its result when it is on disk. */
  write<T>(work: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const run = (): (() => void) => {
        const result = work();
        return () => resolve(result);
      };
      this.waiting.push({ run, reject });
      if (this.scheduled) return;
      this.scheduled = true;
      setImmediate(() => this.commitWaiting());
    });
  }

  private commitWaiting(): void {
    this.scheduled = false;
    const batch = this.waiting;
    this.waiting = [];
    try {
      for (const answer of this.commit(batch)) answer();
    } catch (error) {
      if (batch.length === 1) batch[0]?.reject(asMongoError(error));
      // One of them made the transaction fail: each gets its own, so that only that one fails.
      else for (const waiting of batch) this.commitAlone(waiting);
    }
  }

  private commitAlone(waiting: Waiting): void {
    try {
      for (const answer of this.commit([waiting])) answer();
    } catch (error) {
      waiting.reject(asMongoError(error));
    }
  }

  private commit(batch: Waiting[]): (() => void)[] {
    requireRoom(this.folder);
    // As long as a read snapshot is open, LMDB cannot reuse the pages freed since.
    this.db.resetReadTxn();
    try {
      const results = this.db.transactionSync(() => {
        const done = batch.map((waiting) => waiting.run());
        this.saveBookkeeping();
        return done;
      });
      return results;
    } catch (error) {
      this.db.resetReadTxn();
      this.catalog = this.loadCatalog();
      this.counts.clear();
      this.dirtyCounts.clear();
      throw error;
    }
  }

  private saveBookkeeping(): void {
    if (this.catalog.changed) {
      this.put(CATALOG_KEY, Buffer.from(this.catalog.toString()));
      this.catalog.changed = false;
    }
    for (const id of this.dirtyCounts) {
      const bytes = Buffer.alloc(8);
      bytes.writeDoubleBE(this.counts.get(id) ?? 0);
      this.put(keyPrefix(id, COUNT_INDEX), bytes);
    }
    this.dirtyCounts.clear();
  }

  /** Call before a group of reads outside `write`: they then see the latest commit. */
  refresh(): void {
    this.db.resetReadTxn();
  }

  get(key: Buffer): Buffer | undefined {
    return this.db.get(key);
  }

  put(key: Buffer, value: Buffer): void {
    requireShort(key);
    this.renewal?.note(key);
    this.db.putSync(key, value);
  }

  /** Inserts; false, with nothing changed, when the key exists. */
  putNew(key: Buffer, value: Buffer): boolean {
    requireShort(key);
    this.renewal?.note(key);
    // By its types it returns nothing; by its code and its README, whether it has inserted.
    return (this.db.putSync(key, value, { noOverwrite: true }) as unknown) === true;
  }

  remove(key: Buffer): void {
    // No such key can have been inserted.
    if (key.length > LONGEST_KEY) return;
    this.renewal?.note(key);
    this.db.removeSync(key);
  }

  /** The first entry in `[low, high)`, if any. */
  first(low: Buffer, high: Buffer): Entry | undefined {
    for (const entry of this.db.getRange({ start: low, end: high, limit: 1 })) return entry;
    return undefined;
  }

  /**
   * Scans `[low, high)` in order, or backwards. It reads page by page and continues behind the last key, so a
   * cursor may stay open for minutes without holding a snapshot (which would prevent LMDB from reusing pages).
   * @param options.likely how many entries will probably be read
   */
  *scan(
    low: Buffer,
    high: Buffer,
    { reverse = false, likely = Infinity }: { reverse?: boolean; likely?: number } = {},
  ): Generator<Entry> {
    // Backwards the first entry may be outside of the range.
    let size = Math.min(FIRST_PAGE, likely + (reverse ? 1 : 0));
    let start = low;
    let end = high;
    for (;;) {
      const page = [
        ...this.db.getRange(
          reverse ? { start: end, end: start, reverse: true, limit: size } : { start, end, limit: size },
        ),
      ];
      // Backwards, lmdb begins at `start` inclusive and stops before `end`: the range is half-open at the other side.
      const entries = reverse ? page.filter((entry) => Buffer.compare(entry.key, end) < 0) : page;
      yield* entries;
      const last = page.at(-1);
      if (page.length < size || !last) break;
      if (reverse) end = last.key;
      else start = Buffer.concat([last.key, Buffer.alloc(1)]);
      size = Math.min(size * 4, LARGEST_PAGE);
    }
    if (reverse) {
      const bytes = this.db.get(low);
      if (bytes && Buffer.compare(low, high) < 0) yield { key: low, value: bytes };
    }
  }

  countOf(collectionId: number): number {
    let count = this.counts.get(collectionId);
    if (count === undefined) {
      const bytes = this.db.get(keyPrefix(collectionId, COUNT_INDEX));
      this.counts.set(collectionId, (count = bytes ? bytes.readDoubleBE(0) : 0));
    }
    return count;
  }

  addToCount(collectionId: number, by: number): void {
    this.counts.set(collectionId, this.countOf(collectionId) + by);
    this.dirtyCounts.add(collectionId);
  }

  /** Removes everything under a prefix. */
  removeAll(prefix: Buffer): void {
    const high = Buffer.concat([prefix, Buffer.alloc(1, 0xff), Buffer.alloc(1900, 0xff)]).subarray(0, 1900);
    for (const { key } of this.scan(prefix, high)) this.remove(key);
  }

  forgetCount(collectionId: number): void {
    this.counts.delete(collectionId);
    this.dirtyCounts.delete(collectionId);
    this.remove(keyPrefix(collectionId, COUNT_INDEX));
  }

  /** Rewrites the file without removed data, while it is used. @throws Error when there is no space for that */
  compact(): Promise<void> {
    return (this.compacting ??= this.renew().finally(() => (this.compacting = undefined)));
  }

  private async renew(): Promise<void> {
    const old = this.db;
    const renewal = new Renewal(this.folder);
    this.renewal = renewal;
    try {
      await renewal.copy(old);
      this.db = renewal.finish(old);
    } catch (error) {
      await renewal.abandon();
      throw asMongoError(error);
    } finally {
      this.renewal = undefined;
    }
    await old.close();
  }

  async close(): Promise<void> {
    this.renewal?.stop();
    await this.compacting?.catch(() => undefined);
    while (this.waiting.length > 0) await new Promise(setImmediate);
    await this.db.close();
  }
}

function asMongoError(error: unknown): Error {
  const message = error instanceof Error ? error.message : String(error);
  // LMDB reports a short write, which is how most file systems fail when full, as an input/output error.
  if (/ENOSPC|No space left|Input\/output error|MDB_MAP_FULL|too large/i.test(message))
    return new MongoError(
      'OutOfDiskSpace',
      `The disk is full or cannot be written: nothing of this write was stored (${message})`,
    );
  return error instanceof Error ? error : new Error(message);
}
