import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExportKind } from '@parley/shared/exports';
import { trusted } from 'mongoose';
import type { Actor, Server } from '../../platform/context.js';
import type { Job, JobRun } from '../../platform/jobs.js';
import { perServer } from '../../platform/perServer.js';
import { openProcessFolder } from '../../platform/processFolder.js';
import { wasDeletedSince } from '../messages/messages.access.js';
import { findAccount } from '../users/users.access.js';
import { Archive } from './archive.js';
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
import { MOST_ATTEMPTS, MOST_PACKINGS } from './exports.limits.js';
import { Exports, type ExportDoc } from './exports.model.js';
import { writeOwn } from './own.js';
import { writeWorkspace } from './workspace.js';
import { Interrupted, People, Spools, type Scanned, type Work } from './work.js';

const folderOf = perServer((server) => ({
  path: openProcessFolder(join(server.config.dataFolder, 'exports-arriving')),
}));

type Write = (work: Work, actor: Actor) => Promise<void>;
const writers: Record<ExportKind, Write> = { own: writeOwn, workspace: writeWorkspace };

/** The person as an actor, without a session. @throws Interrupted when the account is not active any more */
async function actorFor(server: Server, { userId }: ExportDoc): Promise<Actor> {
  const user = await findAccount(server, String(userId));
  if (!user?.active) throw new Interrupted();
  return { server, userId: String(userId), sessionId: '', role: user.role };
}

/** Packs an archive once. @returns what was read, and its size */
async function pack(
  { server, stopped }: JobRun,
  doc: ExportDoc,
  folder: string,
): Promise<{ path: string; bytes: number; scanned: Scanned[] }> {
  const path = join(folder, 'export.zip');
  const archive = new Archive(path);
  const spools = new Spools(folder);
  const scanned: Scanned[] = [];
  let [done, total] = [0, 0];
  const check = (): void => {
    if (stopped()) throw new Interrupted();
  };
  const work: Work = {
    server,
    archive,
    scanned,
    includePrivate: doc.includePrivate === true,
    people: new People(server),
    spool: spools.make,
    expect: (steps) => (total = steps),
    check,
    step: async () => {
      check();
      done += 1;
      // Removed by its person, or the person erased.
      if (!(await updateActive(server, doc, { done: Math.min(done, total), total }))) throw new Interrupted();
    },
  };
  try {
    await writers[doc.kind](work, await actorFor(server, doc));
    return { path, bytes: await archive.close(), scanned };
  } catch (error) {
    await archive.abort();
    throw error;
  } finally {
    // Before the folder goes: an open file would keep its disk space.
    await spools.close();
  }
}

async function anyVanished(server: Server, scanned: Scanned[]): Promise<boolean> {
  for (const { roomId, rev, seq } of scanned)
    if (await wasDeletedSince(server, roomId, { rev, seq })) return true;
  return false;
}

/** Makes an archive and stores it. @throws Interrupted */
async function build(run: JobRun, doc: ExportDoc): Promise<void> {
  const { server } = run;
  const folder = await mkdtemp(join(folderOf(server).path, 'export-'));
  try {
    let packed = await pack(run, doc, folder);
    // What was deleted while it was packed is not to be in it. The last time counts: somebody may delete all day.
    for (let again = 1; again < MOST_PACKINGS && (await anyVanished(server, packed.scanned)); again++)
      packed = await pack(run, doc, folder);
    await actorFor(server, doc);
    await server.files.put(archiveKey(doc), packed.path, 'application/zip');
    if (await completeExport(server, doc, packed.bytes)) return;
    await removeArchive(server, doc);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
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
