import { z } from 'zod';

/** The name of a job: its feature, and what it does. */
export const jobName = z
  .string()
  .max(60)
  .regex(/^[a-zA-Z]+\.[a-zA-Z]+$/)
  .meta({ example: 'uploads.sweep' });

const run = z.strictObject({
  startedAt: z.iso.datetime(),
  ms: z.number().int(),
  /** Why it failed; null when it did not. */
  error: z.string().nullable(),
  /** The host of the node that ran it; null when that node is gone. */
  host: z.string().nullable(),
});

export const jobView = z
  .strictObject({
    name: z.string(),
    /** Each node for itself, or one node for all. */
    runs: z.enum(['node', 'cluster']),
    /** Between the beginnings of two runs. */
    everySeconds: z.number(),
    /** Where it runs now: the host, or the id, of the node that holds the lease; null when it does not run. */
    runningOn: z.string().nullable(),
    /** Steps of the present run that are done, and all of them; 0 of a run that counts none. */
    done: z.number().int(),
    total: z.number().int(),
    /** No node starts it earlier; null of a job that each node runs for itself. */
    nextAt: z.iso.datetime().nullable(),
    /** The last runs, the newest first; of a job that each node runs for itself the last one here. */
    last: z.array(run),
  })
  .meta({ id: 'Job' });
export type JobView = z.infer<typeof jobView>;
