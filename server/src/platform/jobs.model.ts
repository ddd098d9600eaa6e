import { Schema } from 'mongoose';
import { defineModel } from './database.js';

/** The last run of a job that runs once for all nodes. */
export interface JobDoc {
  _id: string;
  startedAt: Date;
  /** Absent while it runs, and after a crash. */
  endedAt?: Date | null;
  /** No node starts it earlier. */
  nextAt: Date;
  /** When it was requested since its last run began: another run follows. */
  requestedAt?: Date;
  /** Steps done and in all, of a run that counts them. */
  done: number;
  total: number;
  /** Why the last run failed; null when it did not. */
  error: string | null;
}

const schema = new Schema<JobDoc>(
  {
    _id: { type: String, required: true },
    startedAt: { type: Date, required: true },
    endedAt: { type: Date },
    nextAt: { type: Date, required: true },
    requestedAt: { type: Date },
    done: { type: Number, default: 0 },
    total: { type: Number, default: 0 },
    error: { type: String, default: null },
  },
  { versionKey: false, strict: 'throw' },
);

export const JobDocs = defineModel('Job', schema);
