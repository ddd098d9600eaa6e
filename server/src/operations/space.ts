import { existsSync } from 'node:fs';
import { stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Connection } from 'mongoose';
import type { Config } from '../config.js';

/** Bytes in readable units: `1.2 GB`. */
export const inUnits = (bytes: number): string =>
  bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.ceil(bytes / 1e6)} MB`;

/** Bytes that this user may still write to a folder; a missing folder will be created on the disk of its parent. */
export async function freeBytes(folder: string): Promise<number> {
  if (!existsSync(folder)) return await freeBytes(dirname(folder));
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

function requireBytes(free: number, bytes: number, place: string): void {
  if (free < bytes)
    throw new Error(
      `This needs up to ${inUnits(bytes)} in ${place}, and ${inUnits(free)} are free. Nothing was changed.`,
    );
}

/**
 * Checks the space before work begins: running out in the middle would leave half of it.
 * @param bytes what the work writes at most
 * @throws Error with both figures
 */
export async function requireSpace(folder: string, bytes: number): Promise<void> {
  requireBytes(await freeBytes(folder), bytes, folder);
}

/** Free bytes of the disk of a database; undefined if it does not report them, as when it does not exist yet. */
async function freeBytesOf(connection: Connection, name: string | undefined): Promise<number | undefined> {
  const stats = await connection
    .getClient()
    .db(name)
    .command({ dbStats: 1 })
    .catch(() => ({}));
  const { fsTotalSize = 0, fsUsedSize = 0 } = stats as { fsTotalSize?: number; fsUsedSize?: number };
  return fsTotalSize === 0 ? undefined : fsTotalSize - fsUsedSize;
}

/**
 * The same for the disk of a MongoDB, if it reports it: the built-in database does not, and has its own check.
 * @param connection to the database that will be written to
 * @throws Error with both figures
 */
export async function requireSpaceOfMongo(connection: Connection, bytes: number): Promise<void> {
  const free = (await freeBytesOf(connection, connection.name)) ?? (await freeBytesOf(connection, 'admin'));
  if (free !== undefined) requireBytes(free, bytes, 'the MongoDB');
}

/** The approximate size of a database in bytes; of a MongoDB, as its documents would be written. */
export async function databaseBytes(config: Config, connection: Connection): Promise<number> {
  if (config.MONGODB_URI === undefined) return (await stat(join(config.dataFolder, 'db', 'parley.mdb'))).size;
  const stats = (await connection.db?.command({ dbStats: 1 })) as { dataSize?: number } | undefined;
  return stats?.dataSize ?? 0;
}
