/** A run of a job that has ended. */
export interface JobRunDoc {
  startedAt: Date;
  ms: number;
  /** Why it failed; null when it did not. */
  error: string | null;
  /** The node that ran it. */
  node: string;
}

/** A job as it stands on this node. */
export interface JobState {
  name: string;
  /** By each node for itself, or by one node for all. */
  runs: 'node' | 'cluster';
  everyMs: number;
  /** Its last run here, since this server started; null before the first, and for `cluster` jobs, whose runs are stored. */
  last: JobRunDoc | null;
}
