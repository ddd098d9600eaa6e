import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connection } from 'mongoose';
import type { Config } from '../config.js';
import { copyEmbeddedMongo, startEmbeddedMongo } from '../embedded-mongo/start.js';
import { connectDatabase } from '../platform/database.js';

export interface OpenedDatabase {
  connection: Connection;
  close(): Promise<void>;
}

const crashed = ({ message }: Error): void => {
  process.stderr.write(`\nThe embedded database stopped: ${message}\n`);
};

async function openEmbedded(folder: string, after: () => Promise<void>): Promise<OpenedDatabase> {
  const embedded = await startEmbeddedMongo({ folder, database: 'parley', onCrash: crashed });
  const connection = await connectDatabase(embedded.uri);
  return {
    connection,
    close: async () => {
      await connection.close();
      await embedded.close();
      await after();
    },
  };
}

/** A MongoDB by its address. */
export async function openUri(uri: string): Promise<OpenedDatabase> {
  const connection = await connectDatabase(uri);
  return { connection, close: () => connection.close() };
}

/** The database of the settings, to write to. @throws Error when a server is using the embedded one */
export const openOwn = (config: Config): Promise<OpenedDatabase> =>
  config.MONGODB_URI === undefined
    ? openEmbedded(config.dataFolder, () => Promise.resolve())
    : openUri(config.MONGODB_URI);

/** The database of the settings as it is now, to read from, while a server may be using it: of the embedded one a copy. */
export async function openSnapshot(config: Config): Promise<OpenedDatabase> {
  if (config.MONGODB_URI !== undefined) return await openUri(config.MONGODB_URI);
  const folder = await mkdtemp(join(tmpdir(), 'parley-snapshot-'));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    await copyEmbeddedMongo(config.dataFolder, folder);
    return await openEmbedded(folder, remove);
  } catch (error) {
    await remove();
    throw error;
  }
}
