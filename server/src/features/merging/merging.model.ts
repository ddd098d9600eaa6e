import type { MergeView } from '@parley/shared/merging';
import { Schema, type Types } from 'mongoose';
import { defineModel } from '../../platform/database.js';

/** Progress of a merge, by the id of the account that goes. */
export interface MergeDoc {
  _id: Types.ObjectId;
  into: Types.ObjectId;
  /** Both accounts until it is done. Unique: an account is in one merge at a time, whichever way. */
  open?: Types.ObjectId[];
  /** The names of the account that goes, the present one first, until they are former names of the other. */
  names?: string[];
  /** The next step; each can be repeated from its beginning. */
  step: MergeView['step'];
  /** The last message that was processed. */
  after?: Types.ObjectId;
  looked: number;
  total: number;
}

const schema = new Schema<MergeDoc>(
  {
    into: { type: Schema.Types.ObjectId, required: true },
    open: { type: [Schema.Types.ObjectId], default: undefined },
    names: { type: [String], default: undefined },
    step: { type: String, required: true },
    after: { type: Schema.Types.ObjectId },
    looked: { type: Number, default: 0 },
    total: { type: Number, default: 0 },
  },
  { versionKey: false, strict: 'throw' },
);
schema.index({ open: 1 }, { unique: true, sparse: true });
schema.index({ step: 1 });

export const Merges = defineModel('Merge', schema);
