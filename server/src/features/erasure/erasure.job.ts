import { trusted } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { renewFile } from '../../platform/database.js';
import { perServer } from '../../platform/perServer.js';
import { endWhatWasMade } from '../../platform/rights.js';
import { removeDraftsOf } from '../drafts/drafts.actions.js';
import { countAllMessages, eraseMessagesAfter } from '../messages/erasing.actions.js';
import { forgetDevicesOf } from '../push/devices.actions.js';
import { removeLinks } from '../recovery/recovery.change.js';
import { eraseMemberships } from '../rooms/members.change.js';
import { ensureOwnersOf } from '../rooms/owners.change.js';
import { removeSavedOf } from '../saved/saved.actions.js';
import { endAllSessions } from '../sessions/sessions.change.js';
import { removeFilesOf } from '../uploads/files.actions.js';
import { removePictureOf } from '../uploads/pictures.actions.js';
import { tellOfUser } from '../users/audience.actions.js';
import { eraseAccount } from '../users/users.change.js';
import { removeWebhooksOf } from '../webhooks/webhooks.actions.js';
import { revokeInvitesOf } from '../workspace/workspace.actions.js';
import { Erasures, type ErasureDoc } from './erasure.model.js';

/** Duration of a node's lease on the job, in ms. It is renewed while the job runs; an expired one is free for other nodes. */
const LEASE_MS = 60_000;
/** Interval before a failed step is retried: the disk may be full, or the database away. */
const AGAIN_MS = 60_000;
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

const stateOf = perServer(() => ({ stopped: false, running: undefined as Promise<void> | undefined }));

/** Takes a job that nobody is at. */
const take = (server: Server): Promise<ErasureDoc | null> =>
  Erasures(server)
    .findOneAndUpdate(
      {
        step: trusted({ $ne: 'done' }),
        $or: [{ until: null }, { until: trusted({ $lt: new Date() }) }],
      },
      { $set: { holder: server.nodes.nodeId, until: new Date(Date.now() + LEASE_MS) } },
      { returnDocument: 'after' },
    )
    .lean()
    .exec();

/** Writes down how far a job is. False when another node has taken it. */
async function note(server: Server, { _id }: ErasureDoc, set: Partial<ErasureDoc>): Promise<boolean> {
  const { matchedCount } = await Erasures(server).updateOne(
    { _id, holder: server.nodes.nodeId },
    { $set: { until: new Date(Date.now() + LEASE_MS), ...set } },
  );
  return matchedCount > 0;
}

/** The account lets nobody in and names nobody any more; everybody sees it at once. */
export async function eraseName(server: Server, userId: string): Promise<void> {
  await endWhatWasMade(server, { userId, all: true });
  await removeLinks(server, userId);
  await endAllSessions(server, userId, 'deactivated');
  server.publish.cutPerson(userId);
  await tellOfUser(server, await eraseAccount(server, userId));
}

async function erasePrivate(server: Server, userId: string): Promise<void> {
  await removeDraftsOf(server, userId);
  await removeSavedOf(server, userId);
  await forgetDevicesOf(server, userId);
  await revokeInvitesOf(server, userId);
  await removeWebhooksOf(server, userId);
  await removePictureOf(server, userId);
  await ensureOwnersOf({ server }, userId);
  await eraseMemberships(server, userId);
}

/** Page by page, each written down: a server that is killed in between goes on behind it. False when it was stopped. */
async function eraseMessages(server: Server, job: ErasureDoc): Promise<boolean> {
  let { after, looked } = job;
  const total = await countAllMessages(server);
  for (;;) {
    if (stateOf(server).stopped) return false;
    const page = await eraseMessagesAfter(server, String(job._id), after, PAGE);
    if (page.looked === 0) return true;
    after = page.last;
    looked += page.looked;
    if (!(await note(server, job, { ...(after ? { after } : {}), looked, total: Math.max(total, looked) })))
      return false;
  }
}

/** Does what is next. False when it did not come to its end: it is begun again. */
async function runStep(server: Server, job: ErasureDoc): Promise<boolean> {
  const userId = String(job._id);
  const removes = job.messages === 'remove';
  switch (job.step) {
    case 'account':
      await eraseName(server, userId);
      return true;
    case 'private':
      await erasePrivate(server, userId);
      return true;
    case 'messages':
      return !removes || (await eraseMessages(server, job));
    case 'files':
      await removeFilesOf(server, userId, removes);
      return true;
    case 'search':
      return !removes || (await server.search.forgetAuthor(userId));
    case 'compact':
      await renewFile(server.connection);
      return true;
    case 'done':
      return true;
  }
}

/** Does a job from where it stands. */
async function run(server: Server, taken: ErasureDoc): Promise<void> {
  let job = taken;
  while (job.step !== 'done' && !stateOf(server).stopped) {
    // A long step says by itself that it goes on, or is done again by another node from its beginning, which does no harm.
    if (!(await runStep(server, job))) return;
    job = { ...job, step: following[job.step] };
    if (!(await note(server, job, { step: job.step }))) return;
    server.log.info({ userId: String(job._id), step: job.step }, 'a person is being erased');
  }
}

async function runAll(server: Server): Promise<void> {
  for (let job = await take(server); job && !stateOf(server).stopped; job = await take(server)) {
    try {
      await run(server, job);
    } catch (error) {
      server.log.warn({ err: error, userId: String(job._id), step: job.step }, 'erasing will be tried again');
      await note(server, job, { until: new Date(Date.now() + AGAIN_MS) });
      return;
    }
  }
  if (stateOf(server).stopped)
    // The next start need not wait for the lease to expire.
    await Erasures(server).updateMany({ holder: server.nodes.nodeId }, { $unset: { holder: 1, until: 1 } });
}

/** Goes on with all that is to be erased, one person after the other. One run at a time on each node. */
export function runErasures(server: Server): Promise<void> {
  const state = stateOf(server);
  state.running ??= server.inFlight.track(runAll(server)).finally(() => (state.running = undefined));
  return state.running;
}

/** Ends at the next page of messages, or step. */
export function stopErasures(server: Server): void {
  stateOf(server).stopped = true;
}
