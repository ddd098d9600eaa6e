import type { ErasedMessages, ErasureView } from '@parley/shared/erasure';
import { Schema, type Types } from 'mongoose';
import { defineModel } from '../../platform/database.js';

/** Progress of an erasure, by the id of the account; no other data of the person is stored here. */
export interface ErasureDoc {
  _id: Types.ObjectId;
  messages: ErasedMessages;
  /** The next step; each can be repeated from its beginning. */
  step: ErasureView['step'];
  /** The last message that was processed. */
  after?: Types.ObjectId;
  looked: number;
  total: number;
}

const schema = new Schema<ErasureDoc>(
  {
    messages: { type: String, required: true },
    step: { type: String, required: true },
    after: { type: Schema.Types.ObjectId },
    looked: { type: Number, default: 0 },
    total: { type: Number, default: 0 },
  },
  { versionKey: false, strict: 'throw' },
);
schema.index({ step: 1 });

export const Erasures = defineModel('Erasure', schema);
