import { Schema, type Types } from 'mongoose';
import { defineModel } from '../../platform/database.js';
import { countBySlots, type Slotted } from '../../platform/slots.js';

/** The token of a provisioning program. */
export interface ScimTokenDoc extends Slotted {
  _id: Types.ObjectId;
  name: string;
  /** SHA-256 of the token, which has 256 random bits. */
  hash: string;
  /** It may change owners and admins, too. */
  managesOwners: boolean;
  createdBy: Types.ObjectId;
  createdAt: Date;
  lastUsedAt: Date | null;
}

const tokens = new Schema<ScimTokenDoc>(
  {
    name: { type: String, required: true },
    hash: { type: String, required: true },
    managesOwners: { type: Boolean, required: true },
    createdBy: { type: Schema.Types.ObjectId, required: true },
    createdAt: { type: Date, required: true },
    lastUsedAt: { type: Date, default: null },
  },
  { versionKey: false, strict: 'throw' },
);
tokens.index({ hash: 1 }, { unique: true });
countBySlots(tokens);

export const ScimTokens = defineModel('ScimToken', tokens);

/** What a provisioning program says about a person, besides what the account has. */
export interface ScimPersonDoc {
  /** The id of the account. */
  _id: Types.ObjectId;
  version: number;
  /** As the program writes it; `key` is the same in lower case, and unique. */
  userName: string;
  key: string;
  externalId?: string;
  givenName?: string;
  familyName?: string;
  /** How it describes the address of the account. */
  emailType?: string;
  emailPrimary?: boolean;
  /** The program has deleted them: it sees them no more. The account is there, deactivated. */
  gone?: true;
  createdAt: Date;
  changedAt: Date;
}

const people = new Schema<ScimPersonDoc>(
  {
    version: { type: Number, required: true },
    userName: { type: String, required: true },
    key: { type: String, required: true },
    externalId: { type: String },
    givenName: { type: String },
    familyName: { type: String },
    emailType: { type: String },
    emailPrimary: { type: Boolean },
    gone: { type: Boolean },
    createdAt: { type: Date, required: true },
    changedAt: { type: Date, required: true },
  },
  { versionKey: false, strict: 'throw' },
);
people.index({ key: 1 }, { unique: true });
people.index({ externalId: 1 }, { sparse: true });

export const ScimPeople = defineModel('ScimPerson', people);
