import { Schema, type Types } from 'mongoose';
import { defineModel } from '../../platform/database.js';
import { defineCursors } from '../messages/cursors.access.js';

/**
 * What a message is found by until it is sealed into a segment. Its id is the message's. Derived from the messages and
 * made again from them at any time. Beside words, `terms` holds conditions such as `from:<userId>`; no word has a colon.
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
 * afterwards gets a new entry elsewhere; what is found is held against the message itself, so the old one does no harm.
 */
export interface SegmentDoc {
  _id: string;
  /** Only live ones are searched; one in the making becomes live in a single write. */
  live: boolean;
  madeAt: Date;
  count: number;
  newest: Date;
  oldest: Date;
  /** When the newest message of each block was written: doubles, little-endian, ms since 1970. */
  starts: Buffer;
  /** Segments whose messages this one has too: they are searched no more. */
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

/** Some neighbours of a segment: their ids, twelve bytes each, and times as in `starts`. Its id is `<segment>:<number>`. */
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

/** Changes with every change of the single entries, so that each server knows whether those it has in memory are all. */
const stampSchema = new Schema<{ _id: string; stamp: string }>(
  { _id: { type: String, required: true }, stamp: { type: String, required: true } },
  { versionKey: false, strict: 'throw' },
);
export const Stamps = defineModel('SearchStamp', stampSchema);

/** How far a room's changes are in the index. */
export const Indexed = defineCursors('SearchCursor');
