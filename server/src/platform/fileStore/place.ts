import { Schema, type Connection } from 'mongoose';
import type { Config } from '../../config.js';
import { defineModel } from '../database.js';

export type StoreKind = NonNullable<Config['FILES_STORE']>;

/** Where the files of a workspace lie. One document for each database. */
export interface PlaceDoc {
  _id: 'files';
  /** The store of the last server that started: new files go there. */
  kind: StoreKind;
  /** The store before it, in which older files may still lie. Absent when all have been moved. */
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
 * Notes the store a server has started with. When it is another than before, that one is stored as the former: files are looked for
 * there, too, until `npm run files:move` has brought them.
 */
export async function notePlace(connection: Connection, kind: StoreKind): Promise<PlaceDoc> {
  const known = await findPlace(connection);
  if (known?.kind === kind) return known;
  const place: PlaceDoc = { _id: 'files', kind, ...(known ? { former: known.kind } : {}) };
  await Places({ connection }).replaceOne({ _id: 'files' }, place, { upsert: true });
  return place;
}

/** Notes that all files lie in one store: nothing is looked for elsewhere any more. */
export async function settlePlace(connection: Connection, kind: StoreKind): Promise<void> {
  await Places({ connection }).replaceOne({ _id: 'files' }, { _id: 'files', kind }, { upsert: true });
}
