import { Schema, type Types } from 'mongoose';
import { defineModel } from '../../platform/database.js';

/** The data of a poll for the jobs. What people see of it is a part of its message. */
export interface PollDoc {
  /** Its message. */
  _id: Types.ObjectId;
  roomId: Types.ObjectId;
  closesAt: Date | null;
  open: boolean;
  /** Since when votes may be stored that are not in its counts. */
  staleSince: Date | null;
}

const polls = new Schema<PollDoc>(
  {
    _id: { type: Schema.Types.ObjectId, required: true },
    roomId: { type: Schema.Types.ObjectId, required: true },
    closesAt: { type: Date, default: null },
    open: { type: Boolean, required: true },
    staleSince: { type: Date, default: null },
  },
  { versionKey: false, strict: 'throw' },
);
polls.index({ closesAt: 1 }, { partialFilterExpression: { open: true } });
polls.index({ staleSince: 1 }, { partialFilterExpression: { staleSince: { $type: 'date' } } });

export const Polls = defineModel('Poll', polls);

/** The vote of one person; no options for a withdrawn one. */
export interface VoteDoc {
  _id: Types.ObjectId;
  messageId: Types.ObjectId;
  userId: Types.ObjectId;
  optionIds: string[];
}

const votes = new Schema<VoteDoc>(
  {
    messageId: { type: Schema.Types.ObjectId, required: true },
    userId: { type: Schema.Types.ObjectId, required: true },
    optionIds: { type: [String], required: true },
  },
  { versionKey: false, strict: 'throw' },
);
// One vote each, under concurrent requests too.
votes.index({ messageId: 1, userId: 1 }, { unique: true });
// Counting, and reading who voted for an option.
votes.index({ messageId: 1, optionIds: 1, _id: 1 });
// Erasing a person.
votes.index({ userId: 1 });

export const Votes = defineModel('PollVote', votes);
