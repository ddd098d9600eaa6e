import type { ErasedMessages } from '@parley/shared/erasure';
import { Schema, type Types } from 'mongoose';
import { defineModel } from '../../platform/database.js';

/** An account whose owner has deleted it, until it is erased or they change their mind. */
export interface DepartureDoc {
  /** The account. */
  _id: Types.ObjectId;
  messages: ErasedMessages;
  eraseAt: Date;
  /** The mail of the last day was sent. */
  warned?: true;
}

const schema = new Schema<DepartureDoc>(
  {
    _id: { type: Schema.Types.ObjectId, required: true },
    messages: { type: String, required: true },
    eraseAt: { type: Date, required: true },
    warned: { type: Boolean },
  },
  { versionKey: false, strict: 'throw' },
);
schema.index({ eraseAt: 1 });

export const Departures = defineModel('Departure', schema);
