import { trusted } from 'mongoose';
import type { Server } from '../../platform/context.js';
import type { Job, JobRun } from '../../platform/jobs.js';
import { liveSettings } from '../../platform/liveSettings.js';
import { recordAuditBy } from './audit.change.js';
import { auditLive } from './audit.live.js';
import { AuditChains, AuditEntries } from './audit.model.js';

const DAY_MS = 86_400_000;
/** Entries removed at once. */
const PAGE = 500;

/**
 * Removes the oldest entries. The last one that goes is stored first, as the anchor from which the chain is verified; a crash in between
 * leaves entries that the next run removes. The newest entry always stays: the next one follows it.
 * @returns how many were removed
 */
export async function removeEntriesBefore(
  server: Server,
  day: Date,
  stopped: () => boolean,
): Promise<number> {
  const newest = await AuditEntries(server).findOne({}, { _id: 1 }).sort({ _id: -1 }).lean();
  if (!newest) return 0;
  let removed = 0;
  for (;;) {
    const page = await AuditEntries(server)
      .find({ _id: trusted({ $lt: newest._id }) }, { at: 1, hash: 1 })
      .sort({ _id: 1 })
      .limit(PAGE)
      .lean();
    const young = page.findIndex(({ at }) => at >= day);
    const old = young === -1 ? page : page.slice(0, young);
    const last = old.at(-1);
    if (!last || stopped()) return removed;
    const anchor = { number: last._id, hash: last.hash };
    await AuditChains(server).updateOne({ _id: 'chain' }, { $set: { anchor } }, { upsert: true });
    await AuditEntries(server).deleteMany({ _id: trusted({ $lte: last._id }) });
    removed += old.length;
  }
}

async function retain({ server, stopped }: JobRun): Promise<void> {
  const { days } = liveSettings(server, auditLive);
  if (days === 0) return;
  const removed = await removeEntriesBefore(server, new Date(Date.now() - days * DAY_MS), stopped);
  if (removed > 0)
    await recordAuditBy(server, 'server', {
      action: 'audit.removed',
      on: { kind: 'audit', id: 'log' },
      after: { entries: removed, days },
    });
}

export const auditJobs: readonly Job[] = [
  { name: 'audit.retain', everyMs: () => 12 * 60 * 60_000, runs: 'cluster', atStart: true, run: retain },
];
