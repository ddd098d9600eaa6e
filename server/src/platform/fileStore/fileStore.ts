import type { Readable } from 'node:stream';

/** Bytes `start` to `end`, both inclusive. */
export interface ByteRange {
  start: number;
  end: number;
}

/** The store of files' bytes. A key is `[0-9a-f]+(-[a-z]+)?`; what is stored under one never changes. */
export interface FileStore {
  /** Stores a local file under a key, whole or not at all. A repeat replaces it. */
  put(key: string, path: string, type: string): Promise<void>;
  /** Streams what is stored, or a part. @throws AppError not_found */
  read(key: string, range?: ByteRange): Promise<Readable>;
  /** Removes it. Idempotent. */
  remove(key: string): Promise<void>;
}
