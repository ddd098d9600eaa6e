import { randomUUID } from 'node:crypto';
import type { Connection } from 'mongoose';

/** A change to stored data that an upgrade needs. Additive changes with a default need none. */
export interface Migration {
  /** The version of the data after it. */
  version: number;
  name: string;
  /** Must be safe to repeat from any point: it may be interrupted, and two servers may start at once. */
  run(connection: Connection): Promise<void>;
}

interface SchemaDoc {
  _id: 'schema';
  version: number;
  /** The id of this data: created with it, and renewed when a backup replaces it. */
  dataId?: string;
}

const state = (connection: Connection) => connection.collection<SchemaDoc>('schema');

/** The id of this data; the first caller creates it. */
export async function dataIdOf(connection: Connection): Promise<string> {
  const known = (await state(connection).findOne({ _id: 'schema' }))?.dataId;
  if (known !== undefined) return known;
  await state(connection).updateOne(
    { _id: 'schema', dataId: { $exists: false } },
    { $set: { dataId: randomUUID() } },
  );
  return (await state(connection).findOne({ _id: 'schema' }))?.dataId ?? '';
}

/** Renews the id of this data: clients delete what they cached. */
export async function renewDataId(connection: Connection): Promise<void> {
  await state(connection).updateOne({ _id: 'schema' }, { $set: { dataId: randomUUID() } }, { upsert: true });
}

/** The version of what is stored: 1 when none is recorded, which is before there were migrations. */
export async function schemaVersionOf(connection: Connection): Promise<number> {
  return (await state(connection).findOne({ _id: 'schema' }))?.version ?? 1;
}

/** What data looks like after these steps: 1 is before there were any. */
export const newestVersion = (steps: readonly Migration[]): number =>
  Math.max(1, ...steps.map(({ version }) => version));

/**
 * Migrates stored data to the version of this program, step by step; each step is recorded when it is done, so that an
 * interrupted one runs again and those before it do not.
 *
 * @throws Error for data of a newer program: an older one would damage it
 */
export async function migrate(
  connection: Connection,
  steps: readonly Migration[],
  onStep: (name: string) => void,
): Promise<void> {
  const newest = newestVersion(steps);
  const stored = await schemaVersionOf(connection);
  if (stored > newest)
    throw new Error(
      `This data was written by a newer Parley (its form is ${stored}, this program knows ${newest}). Start the newer program; nothing was changed.`,
    );
  for (const step of [...steps].sort((a, b) => a.version - b.version)) {
    if (step.version <= stored) continue;
    onStep(step.name);
    await step.run(connection);
    await state(connection).updateOne(
      { _id: 'schema', version: { $lt: step.version } },
      { $set: { version: step.version } },
    );
    // The first time there is nothing to update. Another server that was faster has written the same.
    await state(connection).updateOne(
      { _id: 'schema' },
      { $setOnInsert: { version: step.version } },
      { upsert: true },
    );
  }
}
