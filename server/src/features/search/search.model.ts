import { Schema, type Types } from 'mongoose';
import { defineModel } from '../../platform/database.js';
import { defineCursors } from '../messages/cursors.access.js';

/**
 * The index entry of a message until it is sealed into a segment, under the message's id. Derived from the messages, and can
 * be rebuilt at any time. Besides words, `terms` has conditions such as `from:<userId>`; no word has a colon.
 */
export interface SearchDoc {
  _id: Types.ObjectId;
  roomId: Types.ObjectId;
  rev: number;
  at: Date;
  terms: string[];
}

const searchSchema = new Schema<SearchDoc>(
  {
    roomId: { type: Schema.Types.ObjectId, required: true },
    rev: { type: Number, required: true },
    at: { type: Date, required: true },
    terms: { type: [String], required: true },
  },
  { versionKey: false, strict: 'throw' },
);
export const SearchDocs = defineModel('SearchDoc', searchSchema);

/**
 * Up to 65,536 messages, numbered from the newest to the oldest, that do not change any more. A message that is changed
 * afterwards gets a new entry elsewhere; every hit is checked against the message itself, so the old one does no harm.
 */
export interface SegmentDoc {
  _id: string;
  /** Only live ones are searched; a new one becomes live in a single write. */
  live: boolean;
  madeAt: Date;
  count: number;
  newest: Date;
  oldest: Date;
  /** The time of the newest message of each block: doubles, little-endian, ms since 1970. */
  starts: Buffer;
  /** Segments whose messages this one contains too: they are not searched any more. */
  replaces: string[];
}

const segmentSchema = new Schema<SegmentDoc>(
  {
    _id: { type: String, required: true },
    live: { type: Boolean, required: true },
    madeAt: { type: Date, required: true },
    count: { type: Number, required: true },
    newest: { type: Date, required: true },
    oldest: { type: Date, required: true },
    starts: { type: Buffer, required: true },
    replaces: { type: [String], default: [] },
  },
  { versionKey: false, strict: 'throw' },
);
segmentSchema.index({ live: 1, newest: -1, count: -1 });
export const Segments = defineModel('SearchSegment', segmentSchema);

/** The messages of a segment that have a term: its id is `<segment>:<term>`. */
export interface PostingsDoc {
  _id: string;
  ordinals: Buffer;
}

const postingsSchema = new Schema<PostingsDoc>(
  { _id: { type: String, required: true }, ordinals: { type: Buffer, required: true } },
  { versionKey: false, strict: 'throw' },
);
export const Postings = defineModel('SearchPostings', postingsSchema);

/** Consecutive messages of a segment: their ids, twelve bytes each, and times as in `starts`. Its id is `<segment>:<number>`. */
export interface BlockDoc {
  _id: string;
  ids: Buffer;
  times: Buffer;
}

const blockSchema = new Schema<BlockDoc>(
  {
    _id: { type: String, required: true },
    ids: { type: Buffer, required: true },
    times: { type: Buffer, required: true },
  },
  { versionKey: false, strict: 'throw' },
);
export const Blocks = defineModel('SearchBlock', blockSchema);

/** The words of a segment, or some of them, joined by line feeds. Its id is `<segment>:<number>`. */
export interface VocabularyDoc {
  _id: string;
  words: string;
}

const vocabularySchema = new Schema<VocabularyDoc>(
  { _id: { type: String, required: true }, words: { type: String, required: true } },
  { versionKey: false, strict: 'throw' },
);
export const Vocabularies = defineModel('SearchVocabulary', vocabularySchema);

/** Changes with every change of the single entries, so that each server can validate its cached ones. */
const stampSchema = new Schema<{ _id: string; stamp: string }>(
  { _id: { type: String, required: true }, stamp: { type: String, required: true } },
  { versionKey: false, strict: 'throw' },
);
export const Stamps = defineModel('SearchStamp', stampSchema);

/** The cursor of each room's indexed changes. */
export const Indexed = defineCursors('SearchCursor');
