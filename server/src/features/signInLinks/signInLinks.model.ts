import { Schema, type Types } from 'mongoose';
import { defineModel } from '../../platform/database.js';

/** A link to sign in with, once. Several of one person can be valid: a stranger's request must not end the owner's. */
export interface SignInLinkDoc {
  /** SHA-256 of the token, which has 256 random bits. */
  _id: string;
  userId: Types.ObjectId;
  /** The address it was sent to: it is over when the account has another. */
  email: string;
  expiresAt: Date;
}

const schema = new Schema<SignInLinkDoc>(
  {
    _id: { type: String, required: true },
    userId: { type: Schema.Types.ObjectId, required: true },
    email: { type: String, required: true },
    expiresAt: { type: Date, required: true },
  },
  { versionKey: false, strict: 'throw' },
);
schema.index({ userId: 1, expiresAt: 1 });
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });
export const SignInLinks = defineModel('SignInLink', schema);
