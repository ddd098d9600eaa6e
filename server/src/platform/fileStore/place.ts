import { Schema, type Connection } from 'mongoose';
import type { Config } from '../../config.js';
import { defineModel } from '../database.js';

export type StoreKind = NonNullable<Config['FILES_STORE']>;

/** The stores of a workspace's files. One document for each database. */
export interface PlaceDoc {
  _id: 'files';
  /** The store of the last server that started: new files go there. */
  kind: StoreKind;
  /** The store before it, in which older files may still be. Absent when all have been moved. */
  former?: StoreKind;
}

const Places = defineModel(
  'FilePlace',
  new Schema<PlaceDoc>(
    {
      _id: { type: String, enum: ['files'], required: true },
      kind: { type: String, required: true },
      former: { type: String },
    },
    { versionKey: false, strict: 'throw' },
  ),
);

export const findPlace = (connection: Connection): Promise<PlaceDoc | null> =>
  Places({ connection }).findById('files').lean<PlaceDoc>().exec();

/**
 * Records the store a server has started with. If it has changed, the earlier one is recorded as the former: files are read
 * from there, too, until `npm run files:move` has moved them.
 */
export async function notePlace(connection: Connection, kind: StoreKind): Promise<PlaceDoc> {
  const known = await findPlace(connection);
  if (known?.kind === kind) return known;
  const place: PlaceDoc = { _id: 'files', kind, ...(known ? { former: known.kind } : {}) };
  await Places({ connection }).replaceOne({ _id: 'files' }, place, { upsert: true });
  return place;
}

/** Records that all files are in one store: the former one is not read any more. */
export async function settlePlace(connection: Connection, kind: StoreKind): Promise<void> {
  await Places({ connection }).replaceOne({ _id: 'files' }, { _id: 'files', kind }, { upsert: true });
}
