import { Schema, type Types } from 'mongoose';
import { defineModel } from '../../platform/database.js';

/**
 * What a message is found by. Its id is the message's. Derived from the messages and made again from them at any time.
 * Beside words, `terms` holds conditions such as `from:<userId>`; no word contains a colon.
 */
export interface SearchDoc {
  _id: Types.ObjectId;
  roomId: Types.ObjectId;
  authorId: Types.ObjectId;
  seq: number;
  rev: number;
  at: Date;
  terms: string[];
}

const searchSchema = new Schema<SearchDoc>(
  {
    roomId: { type: Schema.Types.ObjectId, required: true },
    authorId: { type: Schema.Types.ObjectId, required: true },
    seq: { type: Number, required: true },
    rev: { type: Number, required: true },
    at: { type: Date, required: true },
    terms: { type: [String], required: true },
  },
  { versionKey: false, strict: 'throw' },
);
searchSchema.index({ terms: 1, at: -1 });
export const SearchDocs = defineModel('SearchDoc', searchSchema);

/** A word that occurs somewhere, with its three-letter pieces, so that parts of words find it. */
export interface WordDoc {
  _id: string;
  /** About how many messages have it: never exact, only used to begin with the rarest. */
  n: number;
  pieces: string[];
}

const wordSchema = new Schema<WordDoc>(
  {
    _id: { type: String, required: true },
    n: { type: Number, required: true },
    pieces: { type: [String], default: [] },
  },
  { versionKey: false, strict: 'throw' },
);
wordSchema.index({ pieces: 1 });
export const Words = defineModel('SearchWord', wordSchema);

/** How far a room's changes are in the index: everything up to this rev. */
export interface IndexedDoc {
  _id: Types.ObjectId;
  rev: number;
}

const indexedSchema = new Schema<IndexedDoc>(
  { rev: { type: Number, required: true } },
  { versionKey: false, strict: 'throw' },
);
export const Indexed = defineModel('SearchCursor', indexedSchema);
