import type { TokenScope } from '@parley/shared/accessTokens';
import { Schema, type Types } from 'mongoose';
import { defineModel } from '../../platform/database.js';
import { countBySlots, type Slotted } from '../../platform/slots.js';

export interface AccessTokenDoc extends Slotted {
  _id: Types.ObjectId;
  userId: Types.ObjectId;
  name: string;
  scope: TokenScope;
  /** SHA-256 of the token, which has 256 random bits: nothing to guess, so a plain hash protects it. */
  hash: string;
  createdAt: Date;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
}

const schema = new Schema<AccessTokenDoc>(
  {
    userId: { type: Schema.Types.ObjectId, required: true },
    name: { type: String, required: true },
    scope: { type: String, required: true },
    hash: { type: String, required: true },
    createdAt: { type: Date, required: true },
    expiresAt: { type: Date, default: null },
    lastUsedAt: { type: Date, default: null },
  },
  { versionKey: false, strict: 'throw' },
);
schema.index({ hash: 1 }, { unique: true });
schema.index({ userId: 1 });
// Null for those without an end, which TTL ignores.
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });
countBySlots(schema, 'userId');

export const AccessTokens = defineModel('AccessToken', schema);
