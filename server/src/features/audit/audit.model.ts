import { Schema } from 'mongoose';
import { defineModel } from '../../platform/database.js';

/** Where a request came from. Removed when its person is erased; `salt` makes the seal of it say nothing then. */
export interface AuditOrigin {
  salt: string;
  address?: string;
  requestId?: string;
  sessionId?: string;
  tokenId?: string;
}

/** Values that may name a person, as canonical JSON. Removed when that person is erased. */
export interface AuditPersonal {
  salt: string;
  before?: string;
  after?: string;
}

/**
 * One entry. Everything is hashed but `origin` and `personal`: of those the hash covers the seals, so that they can be removed. Ids
 * and values are text: what is hashed must be the same in every database.
 */
export interface AuditDoc {
  /** Its number, from 1 without a gap: the unique index over it decides which node writes the next entry. */
  _id: number;
  at: Date;
  action: string;
  person?: string;
  program?: string;
  on?: { kind: string; id: string };
  roomId?: string;
  /** The person whose erasure removes `personal`. */
  about?: string;
  before?: string;
  after?: string;
  origin?: AuditOrigin;
  originSeal?: string;
  personal?: AuditPersonal;
  personalSeal?: string;
  /** The hash of the entry before it. */
  previous: string;
  hash: string;
}

const entries = new Schema<AuditDoc>(
  {
    _id: { type: Number, required: true },
    at: { type: Date, required: true },
    action: { type: String, required: true },
    person: String,
    program: String,
    on: { type: { _id: false, kind: String, id: String }, default: undefined },
    roomId: String,
    about: String,
    before: String,
    after: String,
    origin: {
      type: {
        _id: false,
        salt: String,
        address: String,
        requestId: String,
        sessionId: String,
        tokenId: String,
      },
      default: undefined,
    },
    originSeal: String,
    personal: { type: { _id: false, salt: String, before: String, after: String }, default: undefined },
    personalSeal: String,
    previous: { type: String, required: true },
    hash: { type: String, required: true },
  },
  { versionKey: false, strict: 'throw' },
);
entries.index({ person: 1, _id: -1 });
entries.index({ program: 1, _id: -1 });
entries.index({ action: 1, _id: -1 });
entries.index({ 'on.id': 1, _id: -1 });
entries.index({ roomId: 1, _id: -1 });
entries.index({ about: 1 });

export const AuditEntries = defineModel('AuditEntry', entries);

/** What is known of the chain beside its entries; one document. */
export interface AuditChainDoc {
  _id: 'chain';
  /** The highest number that was written: entries missing at the end are noticed. */
  head: number;
  /** The last entry that retention has removed. */
  anchor?: { number: number; hash: string };
}

const chain = new Schema<AuditChainDoc>(
  {
    _id: { type: String, required: true },
    head: { type: Number, default: 0 },
    anchor: { type: { _id: false, number: Number, hash: String }, default: undefined },
  },
  { versionKey: false, strict: 'throw' },
);

export const AuditChains = defineModel('AuditChain', chain);
