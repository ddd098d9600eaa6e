import { createHash } from 'node:crypto';
import mongoose, { type Connection, type Types } from 'mongoose';

/** Collections with the bytes of files in the database; those are copied through the file store. */
const bytesOfFiles = /^uploads\./;
const BATCH = 500;

const { BSON } = mongoose.mongo;

/** A document of any collection. Ids may be of any type; the driver's types require one. */
interface Stored {
  _id: Types.ObjectId;
}

function databaseOf(connection: Connection): mongoose.mongo.Db {
  if (!connection.db) throw new Error('The database is not connected.');
  return connection.db;
}

/** The names of everything that is copied, sorted. */
export async function listCollections(connection: Connection): Promise<string[]> {
  const found = await databaseOf(connection).listCollections({}, { nameOnly: true }).toArray();
  return found
    .map(({ name }) => name)
    .filter((name) => !name.startsWith('system.') && !bytesOfFiles.test(name))
    .sort();
}

export const countDocuments = (connection: Connection, name: string): Promise<number> =>
  databaseOf(connection).collection(name).countDocuments({});

/** All documents as stored bytes, in batches. */
export async function* readDocuments(connection: Connection, name: string): AsyncGenerator<Buffer[]> {
  const cursor = databaseOf(connection).collection(name).find({}, { raw: true, batchSize: BATCH });
  let batch: Buffer[] = [];
  for await (const document of cursor) {
    // With `raw` the driver returns bytes, which its types do not show.
    batch.push(Buffer.from(document as unknown as Buffer));
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Writes documents under their ids. Idempotent. Numbers have the types with which they are stored. */
export async function writeDocuments(
  connection: Connection,
  name: string,
  documents: Buffer[],
): Promise<void> {
  if (documents.length === 0) return;
  await databaseOf(connection)
    .collection<Stored>(name)
    .bulkWrite(
      documents.map((bytes) => {
        const replacement = BSON.deserialize(bytes, {
          promoteValues: false,
          promoteBuffers: false,
          bsonRegExp: true,
        });
        return {
          replaceOne: { filter: { _id: replacement['_id'] as Stored['_id'] }, replacement, upsert: true },
        };
      }),
      { ordered: false },
    );
}

/** A fingerprint of all documents of a collection, independent of their order. */
export async function fingerprint(
  connection: Connection,
  name: string,
): Promise<{ count: number; checksum: string }> {
  const sum = Buffer.alloc(32);
  let count = 0;
  for await (const batch of readDocuments(connection, name))
    for (const document of batch) {
      const hash = createHash('sha256').update(document).digest();
      for (const [i, byte] of hash.entries()) sum[i] = (sum[i] ?? 0) ^ byte;
      count += 1;
    }
  return { count, checksum: sum.toString('hex') };
}

/** Removes documents of the target that are not in the source: left from an earlier copy. */
export async function removeOthers(target: Connection, source: Connection, name: string): Promise<number> {
  const known = new Set<string>();
  const idOf = (bytes: Buffer): string =>
    BSON.EJSON.stringify({ id: BSON.deserialize(bytes)['_id'] as unknown });
  for await (const batch of readDocuments(source, name)) for (const bytes of batch) known.add(idOf(bytes));
  const others: Stored['_id'][] = [];
  for await (const batch of readDocuments(target, name))
    for (const bytes of batch)
      if (!known.has(idOf(bytes))) others.push(BSON.deserialize(bytes)['_id'] as Stored['_id']);
  for (let i = 0; i < others.length; i += BATCH)
    await databaseOf(target)
      .collection<Stored>(name)
      .deleteMany({ _id: { $in: others.slice(i, i + BATCH) } });
  return others.length;
}

/** Removes all documents of the target's collections. */
export async function empty(connection: Connection): Promise<void> {
  for (const name of await listCollections(connection))
    await databaseOf(connection).collection(name).deleteMany({});
}

/** The founder of the workspace, who identifies it; undefined in an empty database. */
export async function founderOf(connection: Connection): Promise<string | undefined> {
  const founder = await databaseOf(connection).collection('users').findOne({ founder: 1 });
  return founder ? String(founder._id) : undefined;
}
