import { Schema, type Types } from 'mongoose';
import { defineModel } from '../../platform/database.js';
import { countBySlots, type Slotted } from '../../platform/slots.js';

/** A group of people. Its handle is reserved under the same id among the user names (decision 051). */
export interface GroupDoc extends Slotted {
  _id: Types.ObjectId;
  version: number;
  handle: string;
  name: string;
  memberIds: Types.ObjectId[];
}

const schema = new Schema<GroupDoc>(
  {
    version: { type: Number, required: true },
    handle: { type: String, required: true },
    name: { type: String, required: true },
    memberIds: { type: [Schema.Types.ObjectId], default: [] },
  },
  { versionKey: false, strict: 'throw' },
);
schema.index({ handle: 1 }, { unique: true });
schema.index({ memberIds: 1 });
countBySlots(schema);

export const Groups = defineModel('Group', schema);
