import mongoose, { type Connection, type Model, type Schema } from 'mongoose';
import { endWritesOfLostConnections } from './lostConnections.js';
import { withRequestIds } from './requestContext.js';

/** Whether a connection string names a replica set. Hosted ones, which are found by DNS, always are. */
export const namesReplicaSet = (uri: string): boolean =>
  uri.startsWith('mongodb+srv:') || /[?&]replicaSet=/.test(uri);

/**
 * A member of a replica set that stops responding, as a machine that loses power, is given up after the sum of these, in ms:
 * docs/decisions/016. The built-in database may be silent for longer over one query, and its end is noticed at once.
 */
const SILENT = { heartbeatFrequencyMS: 2000, connectTimeoutMS: 5000 };

/** Connects Mongoose so that nothing from a request can become an operator or an unknown path. */
export async function connectDatabase(uri: string): Promise<Connection> {
  endWritesOfLostConnections();
  mongoose.set('sanitizeFilter', true);
  mongoose.set('strictQuery', 'throw');
  const connection = mongoose.createConnection(uri, {
    autoIndex: false,
    maxPoolSize: 20,
    monitorCommands: true,
    // With a lost database requests must fail with "unavailable" in time, not after half a minute.
    serverSelectionTimeoutMS: 5000,
    writeConcern: { w: 'majority', journal: true },
    // A cursor must never move back: of a replica set only what a majority has is read.
    ...(namesReplicaSet(uri) ? { readConcern: { level: 'majority' as const }, ...SILENT } : {}),
  });
  return await connection.asPromise();
}

const schemas = new Map<string, Schema>();

/** Declares a model; returns the function that gets it for a server's connection. */
export function defineModel<T>(
  name: string,
  schema: Schema<T>,
): (server: { connection: Connection }) => Model<T> {
  withRequestIds(schema);
  schemas.set(name, schema);
  return ({ connection }) =>
    (connection.models[name] as Model<T> | undefined) ?? connection.model<T>(name, schema);
}

/**
 * Creates all collections and indexes; the unique ones decide races, so nothing is served before they exist. All at once: the
 * built-in database commits what waits in one flush, and a start one by one took four times as long.
 */
export async function createIndexes(connection: Connection): Promise<void> {
  await Promise.all(
    [...schemas].map(async ([name, schema]) => {
      const model = (connection.models[name] as Model<unknown> | undefined) ?? connection.model(name, schema);
      // An index creates its collection; a transaction could not.
      if (schema.indexes().length === 0) await model.createCollection();
      await model.createIndexes();
    }),
  );
}

/** CommandNotFound: https://www.mongodb.com/docs/manual/reference/error-codes/ */
const NO_SUCH_COMMAND = 59;

/**
 * Has the built-in database rewrite its file, so that no removed data is left in it. A MongoDB does not support this: its own
 * `compact` took minutes for a workspace of a thousand messages, does nothing for small collections and promises nothing.
 * @returns false on a MongoDB
 * @throws Error when it fails, for want of space for example
 */
export async function renewFile(connection: Connection): Promise<boolean> {
  try {
    await connection.db?.command({ renewFile: 1 });
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code === NO_SUCH_COMMAND) return false;
    throw error;
  }
}

interface DuplicateError {
  code?: unknown;
  keyPattern?: Record<string, unknown>;
  message?: string;
}

/** Our indexes have MongoDB's default names: `roomId_1_seq_1`. */
const patternOfName = (name: string): Record<string, unknown> =>
  Object.fromEntries(
    [...name.matchAll(/([^_]+)_(-?1)(?:_|$)/g)].map(([, path = '', direction]) => [path, Number(direction)]),
  );

/**
 * Returns the pattern of the unique index that refused this write, if one did. Of a bulk write the driver has only the
 * server's message, which names the index.
 */
export function duplicateKey(error: unknown): Record<string, unknown> | undefined {
  const candidate = error as DuplicateError | null;
  if (candidate?.code !== 11000) return undefined;
  if (candidate.keyPattern) return candidate.keyPattern;
  const name = /index: (\S+) dup key/.exec(candidate.message ?? '')?.[1];
  return name === undefined ? {} : patternOfName(name);
}

/** Repeats an upsert once: of two that create the same document at once, one is refused, and finds it the second time. */
export async function upserting<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!duplicateKey(error)) throw error;
    return await write();
  }
}

/** Ignores writes that a unique index refused: what is there already is as good. */
export async function ignoringRepeats(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!duplicateKey(error)) throw error;
  }
}

/** Where a bulk write stopped, and at which unique index, if it was one. */
export interface BulkRefusal {
  index: number;
  pattern: Record<string, unknown> | undefined;
}

/** At which of its documents an ordered bulk write was refused; undefined when it failed as a whole. */
export function refusalOf(error: unknown): BulkRefusal | undefined {
  const { writeErrors } = error as { writeErrors?: { index?: number; err?: { index?: number } }[] };
  const index = writeErrors?.[0]?.index ?? writeErrors?.[0]?.err?.index;
  return index === undefined ? undefined : { index, pattern: duplicateKey(error) };
}

/**
 * Inserts new documents without the model, whose casting takes longer than the write: documents must be as they are to be stored.
 * @returns those that a unique index refused; nothing was done with them
 */
export async function insertNew<T extends object>(model: Model<T>, documents: T[]): Promise<T[]> {
  if (documents.length === 0) return [];
  try {
    await model.collection.insertMany(documents, { ordered: false });
    return [];
  } catch (error) {
    const { writeErrors } = error as { writeErrors?: { index: number; code?: unknown }[] };
    if (!writeErrors?.every(({ code }) => code === 11000)) throw error;
    return writeErrors.flatMap(({ index }) => documents[index] ?? []);
  }
}
