import { overviewLimits } from '@parley/shared/overview/overview';
import { trusted } from 'mongoose';
import type { Job, JobRun } from '../../platform/jobs.js';
import { countMessages } from '../messages/counts.access.js';
import { countActive } from '../sessions/activity.access.js';
import { beginOf, dayOf, lastDays, plusDays } from './days.js';
import { Days } from './overview.model.js';

const EVERY_MS = 10 * 60_000;

/**
 * Counts today, and the days that are not final yet. Idempotent, and safe on two nodes at once: of the people the highest count
 * of a day stays, as sessions end.
 */
async function countDays({ server, stopped }: JobRun): Promise<void> {
  const today = dayOf(new Date());
  const days = lastDays(today, overviewLimits.days);
  const final = await Days(server)
    .find({ _id: trusted({ $in: days }), final: true }, { _id: 1 })
    .lean();
  const done = new Set(final.map(({ _id }) => _id));
  for (const day of days.filter((one) => !done.has(one))) {
    if (stopped()) return;
    const messages = await countMessages(server, beginOf(day), beginOf(plusDays(day, 1)));
    const active = day === today ? { $max: { active: await countActive(server, beginOf(day)) } } : {};
    const set = { messages, final: day < today };
    await Days(server).updateOne({ _id: day }, { $set: set, ...active }, { upsert: true });
  }
  await Days(server).deleteMany({ _id: trusted({ $lt: plusDays(today, -overviewLimits.storedDays) }) });
}

export const overviewJobs: readonly Job[] = [
  { name: 'overview.count', everyMs: () => EVERY_MS, runs: 'cluster', atStart: true, run: countDays },
];
