import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { Connection } from 'mongoose';
import type { Config } from '../config.js';
import { copyEmbeddedMongo, socketPathFor, startEmbeddedMongo, uriOf } from '@parley/embedded-mongo';
import { connectDatabase } from '../platform/database.js';

export interface OpenedDatabase {
  connection: Connection;
  /** Idempotent. */
  close(): Promise<void>;
}

const crashed = ({ message }: Error): void => {
  process.stderr.write(`\nThe embedded database stopped: ${message}\n`);
};

async function openEmbedded(folder: string, after: () => Promise<void>): Promise<OpenedDatabase> {
  const embedded = await startEmbeddedMongo({ folder, database: 'parley', onCrash: crashed });
  const connection = await connectDatabase(embedded.uri);
  const close = async (): Promise<void> => {
    await connection.close();
    await embedded.close();
    await after();
  };
  let closed: Promise<void> | undefined;
  return { connection, close: () => (closed ??= close()) };
}

/** Opens a MongoDB by its URI. */
export async function openUri(uri: string): Promise<OpenedDatabase> {
  const connection = await connectDatabase(uri);
  return { connection, close: () => connection.close() };
}

/** The database of the settings, to write to. @throws Error when a server is using the embedded one */
export const openOwn = (config: Config): Promise<OpenedDatabase> =>
  config.MONGODB_URI === undefined
    ? openEmbedded(config.dataFolder, () => Promise.resolve())
    : openUri(config.MONGODB_URI);

/**
 * The database of the settings at this moment, to read from while a server may be using it: of the embedded one a copy.
 * @param beside folder with space for that copy
 */
export async function openSnapshot(config: Config, beside: string): Promise<OpenedDatabase> {
  if (config.MONGODB_URI !== undefined) return await openUri(config.MONGODB_URI);
  const folder = await mkdtemp(join(beside, '.parley-snapshot-'));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    await copyEmbeddedMongo(config.dataFolder, folder);
    return await openEmbedded(folder, remove);
  } catch (error) {
    await remove();
    throw error;
  }
}

async function answers(socket: string): Promise<boolean> {
  const probe = connect(socket);
  const reached = await once(probe, 'connect').then(
    () => true,
    () => false,
  );
  probe.destroy();
  return reached;
}

/** The database of the settings in place: of a running server, through its socket. Nothing is copied. @throws Error when there is none */
export async function openInPlace(config: Config): Promise<OpenedDatabase> {
  if (config.MONGODB_URI !== undefined) return await openUri(config.MONGODB_URI);
  const folder = join(config.dataFolder, 'db');
  if (!existsSync(join(folder, 'parley.mdb')))
    throw new Error(`There is no database in ${config.dataFolder}.`);
  const socket = socketPathFor(folder);
  return (await answers(socket)) ? await openUri(uriOf(socket, 'parley')) : await openOwn(config);
}
