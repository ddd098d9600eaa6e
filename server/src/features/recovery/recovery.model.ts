import { Schema, type Types } from 'mongoose';
import { defineModel } from '../../platform/database.js';

/** Origin of a link: a mail to the person, an admin, the operator, or an import that has made the account. A new one replaces the last of its kind only. */
export type ResetLinkKind = 'mail' | 'admin' | 'operator' | 'import';

/** A one-time link for a new password. */
export interface ResetLinkDoc {
  _id: Types.ObjectId;
  userId: Types.ObjectId;
  kind: ResetLinkKind;
  /** SHA-256 of the token, which has 256 random bits: nothing to guess, so a plain hash protects it. */
  hash: string;
  expiresAt: Date;
}

const schema = new Schema<ResetLinkDoc>(
  {
    userId: { type: Schema.Types.ObjectId, required: true },
    kind: { type: String, required: true },
    hash: { type: String, required: true },
    expiresAt: { type: Date, required: true },
  },
  { versionKey: false, strict: 'throw' },
);
// One of each kind for each person, also under concurrent requests.
schema.index({ userId: 1, kind: 1 }, { unique: true });
schema.index({ hash: 1 }, { unique: true });
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

export const ResetLinks = defineModel('ResetLink', schema);
