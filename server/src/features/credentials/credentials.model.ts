import { Schema, type Types } from 'mongoose';
import { defineModel } from '../../platform/database.js';

/** A password, as its bcrypt hash. A person has at most one. */
interface PasswordSecret {
  kind: 'password';
  hash: string;
}

/** By what somebody can show who they are, by kind. To come: the subject of a provider, a passkey, a TOTP key. */
type Secret = PasswordSecret;

export type CredentialDoc = Secret & {
  _id: Types.ObjectId;
  userId: Types.ObjectId;
  /** When it became this one. Another hash of the same password does not change it. */
  setAt: Date;
};

export type PasswordDoc = Extract<CredentialDoc, { kind: 'password' }>;

const schema = new Schema<CredentialDoc>(
  {
    userId: { type: Schema.Types.ObjectId, required: true },
    kind: { type: String, required: true, enum: ['password'] satisfies Secret['kind'][] },
    hash: { type: String, required: true },
    setAt: { type: Date, required: true },
  },
  { versionKey: false, strict: 'throw' },
);

/** One password a person. Kinds of which one may have several are left out of this index. */
export const ONE_PASSWORD = {
  key: { userId: 1, kind: 1 },
  options: { unique: true, partialFilterExpression: { kind: 'password' } },
} as const;
schema.index(ONE_PASSWORD.key, ONE_PASSWORD.options);
schema.index({ userId: 1 });

export const Credentials = defineModel('Credential', schema);
