import type { ErasedMessages } from '@parley/shared/erasure';
import { refusal } from '@parley/shared/refusals';
import { trusted } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { renewFile } from '../../platform/database.js';
import type { JobRun } from '../../platform/jobs.js';
import { countAllMessages, eraseMessagesAfter } from '../messages/erasing.actions.js';
import { eraseMemberships } from '../rooms/members.change.js';
import { ensureOwnersOf } from '../rooms/owners.change.js';
import { isPersonHeld } from '../retention/retention.access.js';
import { forgetAuthor } from '../search/search.change.js';
import { removeFilesOf } from '../uploads/files.actions.js';
import { eraseName } from './erasure.change.js';
import { Erasures, type ErasureDoc } from './erasure.model.js';

/** Erases one person after the other, on one node at a time. */
export const ERASE_JOB = 'erasure.erase';

/** Messages processed before the progress is stored. */
const PAGE = 500;

type Step = ErasureDoc['step'];
const following: Record<Step, Step> = {
  account: 'private',
  private: 'messages',
  messages: 'files',
  files: 'search',
  search: 'compact',
  compact: 'done',
  done: 'done',
};

/** Stores the progress of an erasure. */
async function note(server: Server, { _id }: ErasureDoc, set: Partial<ErasureDoc>): Promise<void> {
  await Erasures(server).updateOne({ _id }, { $set: set });
}

declare module '../../platform/bus.js' {
  interface BusEvents {
    /** Features delete what they store of a person. The erasure waits for the listeners; after a crash it is published again. */
    'person.erased': {
      userId: string;
      /** Whether their messages, reactions and votes stay without their name, or are deleted too. */
      messages: ErasedMessages;
    };
  }
}

async function erasePrivate(server: Server, { _id, messages }: ErasureDoc): Promise<void> {
  const userId = String(_id);
  await server.bus.publishAndWait('person.erased', { userId, messages });
  await ensureOwnersOf({ server }, userId);
  await eraseMemberships(server, userId);
}

/** Page by page, storing the progress: a server that was killed continues from there. False when it was stopped. */
async function eraseMessages({ server, stopped, progress }: JobRun, job: ErasureDoc): Promise<boolean> {
  let { after, looked } = job;
  const total = await countAllMessages(server);
  for (;;) {
    if (stopped()) return false;
    const page = await eraseMessagesAfter(server, String(job._id), after, PAGE);
    if (page.looked === 0) return true;
    after = page.last;
    looked += page.looked;
    await progress(looked, Math.max(total, looked));
    await note(server, job, { ...(after ? { after } : {}), looked, total: Math.max(total, looked) });
  }
}

/** Runs the next step. False when it was interrupted: it is run again from its beginning. */
async function runStep(run: JobRun, job: ErasureDoc): Promise<boolean> {
  const { server } = run;
  const userId = String(job._id);
  const removes = job.messages === 'remove';
  switch (job.step) {
    case 'account':
      await eraseName(server, userId);
      return true;
    case 'private':
      await erasePrivate(server, job);
      return true;
    case 'messages':
      return !removes || (await eraseMessages(run, job));
    case 'files':
      await removeFilesOf(server, userId, removes);
      return true;
    case 'search':
      return !removes || (await forgetAuthor(server, userId));
    case 'compact':
      await renewFile(server.connection);
      return true;
    case 'done':
      return true;
  }
}

/** Erases one person, from the stored step on. */
async function erase(run: JobRun, begun: ErasureDoc): Promise<void> {
  const { server } = run;
  let job = begun;
  while (job.step !== 'done' && !run.stopped()) {
    // A hold that began meanwhile: the job waits for its end.
    if (await isPersonHeld(server, String(job._id), job.messages)) throw refusal('retention.held');
    if (!(await runStep(run, job))) return;
    job = { ...job, step: following[job.step] };
    await note(server, job, { step: job.step });
    server.log.info({ userId: String(job._id), step: job.step }, 'a person is being erased');
  }
}

/**
 * Continues all pending erasures, one person after the other. A failure does not stop the others.
 * @throws Error when any failed: the next run retries
 */
export async function runErasures(run: JobRun): Promise<void> {
  const { server } = run;
  const failed: ErasureDoc['_id'][] = [];
  const next = (): Promise<ErasureDoc | null> =>
    Erasures(server)
      .findOne({ step: trusted({ $ne: 'done' }), _id: trusted({ $nin: failed }) })
      .lean()
      .exec();
  for (let job = await next(); job && !run.stopped(); job = await next()) {
    try {
      await erase(run, job);
    } catch (error) {
      server.log.warn({ err: error, userId: String(job._id), step: job.step }, 'erasing will be tried again');
      failed.push(job._id);
    }
  }
  if (failed.length > 0) throw new Error(`${failed.length} accounts could not be erased`);
}
