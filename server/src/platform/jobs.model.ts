import { Schema, type Connection } from 'mongoose';
import { defineModel } from './database.js';
import type { JobRunDoc } from './jobState.js';

/** Runs of a job that are listed. */
export const RUNS_LISTED = 10;
/** UTF-16 units of an error that are stored. */
const LONGEST_ERROR = 500;

/** @returns an error as it is stored, in one line and cut */
export const errorOf = (error: unknown): string => String(error).replace(/\s+/g, ' ').slice(0, LONGEST_ERROR);

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
  /** The last ones that have ended, the newest last; absent before the first. */
  runs?: JobRunDoc[];
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
    runs: {
      type: [new Schema({ startedAt: Date, ms: Number, error: String, node: String }, { _id: false })],
      default: undefined,
    },
  },
  { versionKey: false, strict: 'throw' },
);

export const JobDocs = defineModel('Job', schema);

/** The runs of jobs that are stored, by their names. */
export const findJobDocs = async (server: { connection: Connection }): Promise<Map<string, JobDoc>> =>
  new Map((await JobDocs(server).find({}).lean()).map((doc) => [doc._id, doc]));
