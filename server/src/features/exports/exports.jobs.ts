import type { ExportKind } from '@parley/shared/exports';
import { trusted } from 'mongoose';
import type { Actor, Server } from '../../platform/context.js';
import type { Job, JobRun } from '../../platform/jobs.js';
import { findAccount } from '../users/users.access.js';
import { BUILD_JOBS } from './exports.actions.js';
import {
  archiveKey,
  beginAttempt,
  completeExport,
  removeArchive,
  removeExports,
  sweepExports,
  updateActive,
} from './exports.change.js';
import { MOST_ATTEMPTS } from './exports.limits.js';
import { Exports, type ExportDoc } from './exports.model.js';
import { withArchive, type Packing } from './packing.actions.js';
import { Interrupted } from './work.js';

/** The person as an actor, without a session. @throws Interrupted when the account is not active any more */
async function actorFor(server: Server, { userId }: ExportDoc): Promise<Actor> {
  const user = await findAccount(server, String(userId));
  if (!user?.active) throw new Interrupted();
  return { server, userId: String(userId), sessionId: '', role: user.role };
}

/** Makes an archive and stores it. @throws Interrupted */
async function build({ server, stopped }: JobRun, doc: ExportDoc): Promise<void> {
  const packing: Packing = {
    server,
    kind: doc.kind,
    includePrivate: doc.includePrivate === true,
    actor: () => actorFor(server, doc),
    stopped,
    step: async (done, total) => {
      // Removed by its person, or the person erased.
      if (!(await updateActive(server, doc, { done: Math.min(done, total), total }))) throw new Interrupted();
    },
  };
  await withArchive(packing, async ({ path, bytes }) => {
    await actorFor(server, doc);
    await server.files.put(archiveKey(doc), path, 'application/zip');
    if (!(await completeExport(server, doc, bytes))) await removeArchive(server, doc);
  });
}

async function fail(server: Server, doc: ExportDoc): Promise<void> {
  // It shows for a day that it failed.
  const expiresAt = new Date(Date.now() + 86_400_000);
  await updateActive(server, doc, { state: 'failed', expiresAt }, true);
}

/** One attempt. A crash leaves the export active: the next run begins it again. */
async function attempt(run: JobRun, found: ExportDoc): Promise<void> {
  const { server } = run;
  const user = await findAccount(server, String(found.userId));
  if (!user?.active) return await removeExports(server, [found]);
  const doc = await beginAttempt(server, found);
  if (!doc) return;
  if (doc.attempts > MOST_ATTEMPTS) return await fail(server, doc);
  try {
    await build(run, doc);
  } catch (error) {
    await removeArchive(server, doc);
    // A stop is no failure of the export.
    if (error instanceof Interrupted) {
      await Exports(server).updateOne({ _id: doc._id, active: true }, { $inc: { attempts: -1 } });
      return;
    }
    server.log.warn({ err: error, exportId: String(doc._id) }, 'an export will be tried again');
    if (doc.attempts >= MOST_ATTEMPTS) await fail(server, doc);
  }
}

/** Makes the pending exports of one kind, the oldest first; one that fails is tried again by the next run. */
const buildAll =
  (kind: ExportKind) =>
  async (run: JobRun): Promise<void> => {
    const tried: ExportDoc['_id'][] = [];
    while (!run.stopped()) {
      const doc = await Exports(run.server)
        .findOne({ kind, active: true, _id: trusted({ $nin: tried }) })
        .sort({ _id: 1 })
        .lean();
      if (!doc) return;
      tried.push(doc._id);
      await attempt(run, doc);
    }
  };

export const exportJobs: readonly Job[] = [
  { name: BUILD_JOBS.own, everyMs: () => 60_000, runs: 'cluster', atStart: true, run: buildAll('own') },
  {
    name: BUILD_JOBS.workspace,
    everyMs: () => 60_000,
    runs: 'cluster',
    atStart: true,
    run: buildAll('workspace'),
  },
  {
    name: 'exports.sweep',
    everyMs: () => 60 * 60_000,
    runs: 'cluster',
    run: ({ server }) => sweepExports(server, new Date()),
  },
];
