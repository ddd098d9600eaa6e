import { Schema, type Types } from 'mongoose';
import { defineModel } from '../../platform/database.js';
import { countBySlots, type Slotted } from '../../platform/slots.js';

interface Factor extends Slotted {
  _id: Types.ObjectId;
  userId: Types.ObjectId;
  createdAt: Date;
}

/** An authenticator app (TOTP). A person has at most one. */
export interface TotpDoc extends Factor {
  kind: 'totp';
  /** The key that the app has too, encrypted with the server's (`factors.sealing.ts`). */
  secret: string;
  /** The time step of the last code that was used: none of it or before is accepted again. 0 until it is confirmed. */
  lastStep: number;
}

/** A passkey. A person may have several. */
export interface PasskeyDoc extends Factor {
  kind: 'passkey';
  /** Its id, in base64url; unique over all people. */
  credentialId: string;
  /** COSE, in base64url. */
  publicKey: string;
  /** How often its authenticator was used, where that counts; else 0. */
  counter: number;
  transports: string[];
  /** The host name that it was created for. */
  rpId: string;
  name: string;
  lastUsedAt: Date | null;
}

export type FactorDoc = TotpDoc | PasskeyDoc;

const schema = new Schema<FactorDoc>(
  {
    userId: { type: Schema.Types.ObjectId, required: true },
    kind: { type: String, required: true, enum: ['totp', 'passkey'] satisfies FactorDoc['kind'][] },
    createdAt: { type: Date, required: true },
    secret: { type: String },
    lastStep: { type: Number },
    credentialId: { type: String },
    publicKey: { type: String },
    counter: { type: Number },
    transports: { type: [String], default: undefined },
    rpId: { type: String },
    name: { type: String },
    lastUsedAt: { type: Date },
  },
  { versionKey: false, strict: 'throw' },
);
schema.index({ userId: 1, kind: 1 }, { unique: true, partialFilterExpression: { kind: 'totp' } });
schema.index({ credentialId: 1 }, { unique: true, partialFilterExpression: { kind: 'passkey' } });
schema.index({ userId: 1 });
countBySlots(schema, 'userId');

export const Factors = defineModel('Factor', schema);

/** The unused recovery codes of a person. */
export interface RecoveryDoc {
  /** The person. */
  _id: Types.ObjectId;
  /** SHA-256 of each with the person's id. A code has 80 random bits: nothing to guess, so a plain hash protects it. */
  hashes: string[];
}

export const RecoveryCodes = defineModel(
  'RecoveryCode',
  new Schema<RecoveryDoc>(
    {
      _id: { type: Schema.Types.ObjectId, required: true },
      hashes: { type: [String], required: true },
    },
    { versionKey: false, strict: 'throw' },
  ),
);

/** A challenge that a passkey has answered. Those that nobody answered are not stored: they are signed. */
export interface UsedChallengeDoc {
  /** SHA-256 of the challenge. */
  _id: string;
  expiresAt: Date;
}

const usedChallenges = new Schema<UsedChallengeDoc>(
  { _id: { type: String, required: true }, expiresAt: { type: Date, required: true } },
  { versionKey: false, strict: 'throw' },
);
usedChallenges.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

export const UsedChallenges = defineModel('UsedChallenge', usedChallenges);

/** Since when a person's role has demanded a second factor: the days of grace count from here. */
export interface FactorDutyDoc {
  /** The person. */
  _id: Types.ObjectId;
  since: Date;
}

export const FactorDuties = defineModel(
  'FactorDuty',
  new Schema<FactorDutyDoc>(
    { _id: { type: Schema.Types.ObjectId, required: true }, since: { type: Date, required: true } },
    { versionKey: false, strict: 'throw' },
  ),
);
