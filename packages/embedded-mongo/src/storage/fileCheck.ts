import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';

/**
 * The fields of LMDB's two meta pages by which damage is detected, behind the 24 bytes of page header that
 * lmdb-js builds with. Source: MDB_page and MDB_meta in its dependencies/lmdb/libraries/liblmdb/mdb.c.
 */
const META = { magicAt: 24, pageSizeAt: 24 + 24, lastPageAt: 24 + 120, transactionAt: 24 + 128 };
const MAGIC = 0xbeefc0de;

/**
 * Checks the file before LMDB maps it into memory: a file that is no LMDB file, or shorter than its own last page, would
 * not give an error then but end the process with SIGSEGV or SIGBUS.
 * @throws Error with what is wrong.
 */
export function checkFile(path: string): void {
  if (!existsSync(path)) return;
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    if (size === 0) return;
    const head = Buffer.alloc(256);
    readSync(file, head, 0, head.length, 0);
    if (head.readUInt32LE(META.magicAt) !== MAGIC) throw new Error('it does not begin like a database file');
    const pageSize = head.readUInt32LE(META.pageSizeAt);
    const second = Buffer.alloc(256);
    readSync(file, second, 0, second.length, pageSize);
    const metas = [head, second].filter((meta) => meta.readUInt32LE(META.magicAt) === MAGIC);
    const newest = metas.reduce((a, b) =>
      b.readBigUInt64LE(META.transactionAt) > a.readBigUInt64LE(META.transactionAt) ? b : a,
    );
    const needed = (newest.readBigUInt64LE(META.lastPageAt) + 1n) * BigInt(pageSize);
    if (BigInt(size) < needed)
      throw new Error(`it was cut off: it has ${size} bytes and needs ${String(needed)}`);
  } finally {
    closeSync(file);
  }
}
