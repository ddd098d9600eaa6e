import { Schema } from 'mongoose';
import { defineModel } from '../../platform/database.js';

/** How many came in one minute, on all nodes. */
export interface ArrivalDoc {
  /** `accounts` or `joins`, and the minute since 1970. */
  _id: string;
  count: number;
  expiresAt: Date;
}

const arrivals = new Schema<ArrivalDoc>(
  {
    _id: { type: String },
    count: { type: Number, required: true },
    expiresAt: { type: Date, required: true },
  },
  { versionKey: false, strict: 'throw' },
);
arrivals.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

export const Arrivals = defineModel('Arrival', arrivals);

/** The brake of the workspace: one document, which stays when it has ended. */
export interface BrakeDoc {
  _id: 'brake';
  holds: 'invitations' | 'approval';
  since: Date;
  /** Compared with the clock: nothing has to end it. */
  until: Date;
}

const brakes = new Schema<BrakeDoc>(
  {
    _id: { type: String },
    holds: { type: String, required: true },
    since: { type: Date, required: true },
    until: { type: Date, required: true },
  },
  { versionKey: false, strict: 'throw' },
);

export const Brakes = defineModel('Brake', brakes);
