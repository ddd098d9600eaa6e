import { trusted } from 'mongoose';
import type { Job, JobRun } from '../../platform/jobs.js';
import { liveSettings } from '../../platform/liveSettings.js';
import { moderationLive } from './moderation.live.js';
import { Reports } from './reports.model.js';

const DAY_MS = 86_400_000;

/** Deletes reports, and the evidence in them, at the end of their retention. */
async function sweepReports({ server }: JobRun): Promise<void> {
  const { reportDays } = liveSettings(server, moderationLive);
  const oldest = new Date(Date.now() - reportDays * DAY_MS);
  await Reports(server).deleteMany({ createdAt: trusted({ $lt: oldest }) });
}

export const moderationJobs: readonly Job[] = [
  {
    name: 'moderation.sweep',
    everyMs: () => 6 * 60 * 60_000,
    runs: 'cluster',
    atStart: true,
    run: sweepReports,
  },
];
