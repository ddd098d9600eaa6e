import { Schema, type Types } from 'mongoose';
import { defineModel } from '../../platform/database.js';

/** An address from which nobody makes an account without an invitation. */
export interface AddressBanDoc {
  _id: Types.ObjectId;
  /** As `addressKey` makes it. */
  address: string;
  until: Date;
  reason: string;
  /** The banned person whose address it was. */
  userId: Types.ObjectId;
}

const addressBans = new Schema<AddressBanDoc>(
  {
    address: { type: String, required: true },
    until: { type: Date, required: true },
    reason: { type: String, required: true },
    userId: { type: Schema.Types.ObjectId, required: true },
  },
  { versionKey: false, strict: 'throw' },
);
addressBans.index({ address: 1, userId: 1 }, { unique: true });
addressBans.index({ userId: 1 });
addressBans.index({ until: 1 }, { expireAfterSeconds: 0 });

export const AddressBans = defineModel('AddressBan', addressBans);
