import { Schema, type Types } from 'mongoose';
import { defineModel } from '../../platform/database.js';
import { countBySlots, type Slotted } from '../../platform/slots.js';

/** A group of people. Its handle is reserved under the same id among the user names (decision 051). */
export interface GroupDoc extends Slotted {
  _id: Types.ObjectId;
  version: number;
  handle: string;
  name: string;
  description: string;
  /** The id that a provisioning program gave it. */
  externalId?: string | null;
  memberIds: Types.ObjectId[];
  createdAt: Date;
  updatedAt: Date;
}

const schema = new Schema<GroupDoc>(
  {
    version: { type: Number, required: true },
    handle: { type: String, required: true },
    name: { type: String, required: true },
    description: { type: String, default: '' },
    externalId: { type: String },
    memberIds: { type: [Schema.Types.ObjectId], default: [] },
    createdAt: { type: Date, required: true },
    updatedAt: { type: Date, required: true },
  },
  { versionKey: false, strict: 'throw' },
);
schema.index({ handle: 1 }, { unique: true });
schema.index({ memberIds: 1 });
schema.index({ externalId: 1 }, { partialFilterExpression: { externalId: { $type: 'string' } } });
countBySlots(schema);

export const Groups = defineModel('Group', schema);
