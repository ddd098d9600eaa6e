import { Long } from 'bson';
import { MongoError } from '../errors.js';

/** Idle cursors end after ten minutes, as MongoDB's do. */
const IDLE_MS = 600_000;
/** A reply carries at most this many bytes of documents. */
const BATCH_BYTES = 16 * 1024 * 1024;
/** MongoDB's default size of the first batch. */
export const FIRST_BATCH = 101;

interface Open {
  namespace: string;
  rows: Iterator<Buffer>;
  pending: Buffer | undefined;
  touched: number;
}

export interface Batch {
  id: Long;
  documents: Buffer[];
}

/** Open cursors, whose results are fetched in batches. */
export class Cursors {
  private readonly open = new Map<bigint, Open>();
  private next = 1n;

  /** Returns the first batch of `rows`, and stores a cursor for the rest, if any. With `size` 0 the batch is empty. */
  start(namespace: string, rows: Iterable<Buffer>, size: number, single: boolean): Batch {
    const cursor: Open = {
      namespace,
      rows: rows[Symbol.iterator](),
      pending: undefined,
      touched: Date.now(),
    };
    const documents = take(cursor, size);
    if (single || this.finished(cursor, size)) return { id: Long.ZERO, documents };
    const id = this.next++;
    this.open.set(id, cursor);
    return { id: Long.fromBigInt(id), documents };
  }

  /** @throws MongoError CursorNotFound */
  more(id: Long, size: number): Batch & { namespace: string } {
    const cursor = this.open.get(id.toBigInt());
    if (!cursor) throw new MongoError('CursorNotFound', `cursor id ${id.toString()} not found`);
    cursor.touched = Date.now();
    const documents = take(cursor, size === 0 ? Infinity : size);
    const done = this.finished(cursor, documents.length);
    if (done) this.open.delete(id.toBigInt());
    return { id: done ? Long.ZERO : id, documents, namespace: cursor.namespace };
  }

  kill(id: Long): boolean {
    return this.open.delete(id.toBigInt());
  }

  dropIdle(now: number): void {
    for (const [id, cursor] of this.open) if (now - cursor.touched > IDLE_MS) this.open.delete(id);
  }

  private finished(cursor: Open, size: number): boolean {
    if (cursor.pending) return false;
    if (size === 0) return false;
    const next = cursor.rows.next();
    if (next.done === true) return true;
    cursor.pending = next.value;
    return false;
  }
}

function take(cursor: Open, size: number): Buffer[] {
  const documents: Buffer[] = [];
  let bytes = 0;
  while (documents.length < size) {
    let row = cursor.pending;
    cursor.pending = undefined;
    if (!row) {
      const next = cursor.rows.next();
      if (next.done === true) break;
      row = next.value;
    }
    if (documents.length > 0 && bytes + row.length > BATCH_BYTES) {
      cursor.pending = row;
      break;
    }
    documents.push(row);
    bytes += row.length;
  }
  return documents;
}
