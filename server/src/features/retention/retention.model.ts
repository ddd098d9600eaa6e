import { Schema, type Types } from 'mongoose';
import { defineModel } from '../../platform/database.js';

/** The rule of a room, and what the job knows of it. */
export interface RuleDoc {
  /** The room. */
  _id: Types.ObjectId;
  /** Its own rule: days, 0 for never; null for that of the workspace. */
  days: number | null;
  /** What held at the job's last run, 0 for never, and from when on messages are deleted by it. */
  applied?: number;
  from?: Date;
}

export const Rules = defineModel(
  'RetentionRule',
  new Schema<RuleDoc>(
    {
      _id: { type: Schema.Types.ObjectId, required: true },
      days: { type: Number, default: null },
      applied: { type: Number },
      from: { type: Date },
    },
    { versionKey: false, strict: 'throw' },
  ),
);

export interface HoldDoc {
  _id: Types.ObjectId;
  on: 'workspace' | 'room' | 'person';
  targetId: Types.ObjectId | null;
  reason: string;
  createdBy: Types.ObjectId;
  createdAt: Date;
}

const holds = new Schema<HoldDoc>(
  {
    on: { type: String, required: true },
    targetId: { type: Schema.Types.ObjectId, default: null },
    reason: { type: String, required: true },
    createdBy: { type: Schema.Types.ObjectId, required: true },
    createdAt: { type: Date, required: true },
  },
  { versionKey: false, strict: 'throw' },
);
holds.index({ targetId: 1 });
export const Holds = defineModel('Hold', holds);

/** What the search still has of deleted messages: one document. */
export interface SearchDueDoc {
  _id: 'search';
  /** When the newest of them was written; absent when there are none. */
  before?: Date;
  doneAt?: Date;
}

export const SearchDue = defineModel(
  'RetentionSearch',
  new Schema<SearchDueDoc>(
    {
      _id: { type: String, enum: ['search'], required: true },
      before: { type: Date },
      doneAt: { type: Date },
    },
    { versionKey: false, strict: 'throw' },
  ),
);
