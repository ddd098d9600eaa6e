import type { ErasedMessages } from '@parley/shared/erasure';
import { trusted } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { renewFile } from '../../platform/database.js';
import type { JobRun } from '../../platform/jobs.js';
import { endWhatWasMade } from '../../platform/rights.js';
import { removeCredentialsOf } from '../credentials/credentials.change.js';
import { countAllMessages, eraseMessagesAfter } from '../messages/erasing.actions.js';
import { removeLinks } from '../recovery/recovery.change.js';
import { eraseMemberships } from '../rooms/members.change.js';
import { ensureOwnersOf } from '../rooms/owners.change.js';
import { forgetAuthor } from '../search/search.change.js';
import { endAllSessions } from '../sessions/sessions.change.js';
import { removeFilesOf } from '../uploads/files.actions.js';
import { tellOfUser } from '../users/audience.actions.js';
import { eraseAccount } from '../users/users.change.js';
import { Erasures, type ErasureDoc } from './erasure.model.js';

/** What is erased: one person after the other, on one node at a time. */
export const ERASE_JOB = 'erasure.erase';

/** Messages looked through before the place is written down. */
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

/** Writes down how far an erasure is. */
async function note(server: Server, { _id }: ErasureDoc, set: Partial<ErasureDoc>): Promise<void> {
  await Erasures(server).updateOne({ _id }, { $set: set });
}

/** The account lets nobody in and names nobody any more; everybody sees it at once. */
export async function eraseName(server: Server, userId: string): Promise<void> {
  await endWhatWasMade(server, { userId, all: true });
  await removeLinks(server, userId);
  await endAllSessions(server, userId, 'deactivated');
  server.publish.cutPerson(userId);
  const user = await eraseAccount(server, userId);
  await removeCredentialsOf(server, user._id);
  await tellOfUser(server, user);
}

declare module '../../platform/bus.js' {
  interface BusEvents {
    /** What features store of a person goes. Published by the erasure, which waits for its listeners; after a crash again. */
    'person.erased': {
      userId: string;
      /** Whether what they wrote and gave in rooms (messages, reactions, votes) stays without their name, or goes too. */
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

/** Page by page, each written down: a server that is killed in between goes on behind it. False when it was stopped. */
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

/** Does what is next. False when it did not come to its end: it is begun again. */
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

/** Erases one person, from where it stands. */
async function erase(run: JobRun, begun: ErasureDoc): Promise<void> {
  const { server } = run;
  let job = begun;
  while (job.step !== 'done' && !run.stopped()) {
    if (!(await runStep(run, job))) return;
    job = { ...job, step: following[job.step] };
    await note(server, job, { step: job.step });
    server.log.info({ userId: String(job._id), step: job.step }, 'a person is being erased');
  }
}

/**
 * Goes on with all that is to be erased, one person after the other. Where one fails the others go on.
 * @throws Error when any failed: the next run tries again
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
