import { Schema, type Types } from 'mongoose';
import { defineModel } from '../../platform/database.js';
import { countBySlots, type Slotted } from '../../platform/slots.js';

export interface SavedDoc extends Slotted {
  _id: Types.ObjectId;
  userId: Types.ObjectId;
  messageId: Types.ObjectId;
}

const schema = new Schema<SavedDoc>(
  {
    userId: { type: Schema.Types.ObjectId, required: true },
    messageId: { type: Schema.Types.ObjectId, required: true },
  },
  { versionKey: false, strict: 'throw' },
);
schema.index({ userId: 1, messageId: 1 }, { unique: true });
schema.index({ userId: 1, _id: -1 });
// What retention deletes.
schema.index({ messageId: 1 });
countBySlots(schema, 'userId');

export const Saved = defineModel('Saved', schema);
