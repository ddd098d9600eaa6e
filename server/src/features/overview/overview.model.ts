import { Schema } from 'mongoose';
import { defineModel } from '../../platform/database.js';

/** Counts of one day, in UTC. Numbers only: nothing of it says who was active. */
export interface DayDoc {
  /** `2026-12-01` */
  _id: string;
  /** The most people that were active at once counting; absent for days before this was counted. */
  active?: number;
  messages: number;
  /** The day is over, and so its count of messages. */
  final: boolean;
}

const schema = new Schema<DayDoc>(
  {
    _id: { type: String, required: true },
    active: { type: Number },
    messages: { type: Number, required: true },
    final: { type: Boolean, required: true },
  },
  { versionKey: false, strict: 'throw' },
);

export const Days = defineModel('Day', schema);
