import { Schema, type Types } from 'mongoose';
import { defineModel } from '../../platform/database.js';
import { countBySlots, type Slotted } from '../../platform/slots.js';

export interface DraftDoc extends Slotted {
  _id: Types.ObjectId;
  userId: Types.ObjectId;
  roomId: Types.ObjectId;
  text: string;
  updatedAt: Date;
}

const schema = new Schema<DraftDoc>(
  {
    userId: { type: Schema.Types.ObjectId, required: true },
    roomId: { type: Schema.Types.ObjectId, required: true },
    text: { type: String, required: true },
    updatedAt: { type: Date, required: true },
  },
  { versionKey: false, strict: 'throw' },
);
schema.index({ userId: 1, roomId: 1 }, { unique: true });
countBySlots(schema, 'userId');

export const Drafts = defineModel('Draft', schema);
