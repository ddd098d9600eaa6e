import { AppError } from '@parley/shared/errors';
import { refusal } from '@parley/shared/refusals';
import { trusted } from 'mongoose';
import type { Server } from '../../platform/context.js';
import type { JobRun } from '../../platform/jobs.js';
import { removeCredentialsOf } from '../credentials/credentials.change.js';
import { lockOut } from '../erasure/erasure.change.js';
import { eraseMerged } from '../erasure/erasure.actions.js';
import { countAllMessages } from '../messages/erasing.actions.js';
import { reattributeAfter } from '../messages/reattributing.actions.js';
import { isPersonHeld } from '../retention/retention.access.js';
import { mergeMemberships } from '../rooms/merging.change.js';
import { tellOfUser } from '../users/audience.actions.js';
import { findAccounts } from '../users/users.access.js';
import { inheritNames } from '../users/merging.change.js';
import { updateStanding } from '../users/users.change.js';
import { Merges, type MergeDoc } from './merging.model.js';

/** Merges one account after the other, on one node at a time. */
export const MERGE_JOB = 'merging.merge';

/** Messages processed before the progress is stored. */
const PAGE = 500;

type Step = MergeDoc['step'];
const following: Record<Step, Step> = {
  account: 'features',
  features: 'rooms',
  rooms: 'messages',
  messages: 'erase',
  erase: 'done',
  done: 'done',
};

declare module '../../platform/bus.js' {
  interface BusEvents {
    /**
     * Features make what they store of a person another's; what stays behind is erased afterwards. The merge waits for the listeners; after
     * a crash it is published again.
     */
    'person.merged': { userId: string; intoId: string };
  }
}

async function note(server: Server, { _id }: MergeDoc, set: Partial<MergeDoc>): Promise<void> {
  await Merges(server).updateOne({ _id }, { $set: set });
}

/** Nobody gets into the account any more, and pages show it as deactivated. @throws conflict when no owner would be left */
export async function closeAccount(server: Server, { _id }: Pick<MergeDoc, '_id'>): Promise<void> {
  const userId = String(_id);
  const user = await updateStanding(server, userId, { role: 'member', active: false });
  await lockOut(server, userId);
  await removeCredentialsOf(server, _id);
  await tellOfUser(server, user);
}

/** Closes the account after a crash of the request that should have. False when the workspace would lose its owner: then nothing is merged. */
async function closeOrGiveUp(server: Server, job: MergeDoc): Promise<boolean> {
  try {
    await closeAccount(server, job);
    return true;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    await Merges(server).deleteOne({ _id: job._id });
    return false;
  }
}

/** Page by page, storing the progress: a server that was killed continues from there. False when it was stopped. */
async function moveMessages({ server, stopped, progress }: JobRun, job: MergeDoc): Promise<boolean> {
  const merge = { fromId: String(job._id), intoId: String(job.into) };
  let { after, looked } = job;
  const total = await countAllMessages(server);
  for (;;) {
    if (stopped()) return false;
    const page = await reattributeAfter(server, merge, after, PAGE);
    if (page.looked === 0) return true;
    after = page.last;
    looked += page.looked;
    await progress(looked, Math.max(total, looked));
    await note(server, job, { ...(after ? { after } : {}), looked, total: Math.max(total, looked) });
  }
}

/** The account that is left is erased, and its names are former ones of the other. */
async function finish(server: Server, { _id, into, names = [] }: MergeDoc): Promise<void> {
  await eraseMerged(server, String(_id));
  const user = await inheritNames(server, String(into), names);
  if (user) await tellOfUser(server, user);
}

/** Runs the next step. False when it was interrupted: it is run again from its beginning. */
async function runStep(run: JobRun, job: MergeDoc): Promise<boolean> {
  const { server } = run;
  const [userId, intoId] = [String(job._id), String(job.into)];
  switch (job.step) {
    case 'account':
      return await closeOrGiveUp(server, job);
    case 'features':
      await server.bus.publishAndWait('person.merged', { userId, intoId });
      return true;
    case 'rooms': {
      const into = (await findAccounts(server, [intoId])).get(intoId);
      const place = { userId: intoId, role: into?.role ?? ('member' as const) };
      return await mergeMemberships(server, userId, place, run.stopped);
    }
    case 'messages':
      return await moveMessages(run, job);
    case 'erase':
      await finish(server, job);
      return true;
    case 'done':
      return true;
  }
}

/** Merges one account, from the stored step on. */
async function merge(run: JobRun, begun: MergeDoc): Promise<void> {
  const { server } = run;
  let job = begun;
  while (job.step !== 'done' && !run.stopped()) {
    // A hold that began meanwhile: the job waits for its end.
    if (await isHeld(server, job)) throw refusal('merging.held');
    if (!(await runStep(run, job))) return;
    job = { ...job, step: following[job.step] };
    await note(server, job, { step: job.step });
    server.log.info({ userId: String(job._id), step: job.step }, 'two accounts are being merged');
  }
  if (job.step === 'done')
    await Merges(server).updateOne({ _id: job._id }, { $unset: { open: 1, names: 1 } });
}

/** Whether a legal hold is on one of the two, or on what the one that goes wrote. */
export const isHeld = async (
  server: Server,
  { _id, into }: Pick<MergeDoc, '_id' | 'into'>,
): Promise<boolean> =>
  (await isPersonHeld(server, String(_id), 'remove')) || (await isPersonHeld(server, String(into), 'keep'));

/**
 * Continues all pending merges, one after the other. A failure does not stop the others.
 * @throws Error when any failed: the next run retries
 */
export async function runMerges(run: JobRun): Promise<void> {
  const { server } = run;
  const failed: MergeDoc['_id'][] = [];
  const next = (): Promise<MergeDoc | null> =>
    Merges(server)
      .findOne({ open: trusted({ $exists: true }), _id: trusted({ $nin: failed }) })
      .lean()
      .exec();
  for (let job = await next(); job && !run.stopped(); job = await next()) {
    try {
      await merge(run, job);
    } catch (error) {
      server.log.warn({ err: error, userId: String(job._id), step: job.step }, 'merging will be tried again');
      failed.push(job._id);
    }
  }
  if (failed.length > 0) throw new Error(`${failed.length} accounts could not be merged`);
}
