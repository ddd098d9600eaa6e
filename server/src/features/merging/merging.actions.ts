import { notFound } from '@parley/shared/errors';
import { invalidField } from '@parley/shared/faults';
import type { MergeInput, MergePreview, MergeView } from '@parley/shared/merging';
import { refusal } from '@parley/shared/refusals';
import { Types } from 'mongoose';
import type { Actor, Server } from '../../platform/context.js';
import { duplicateKey } from '../../platform/database.js';
import { recordAudit } from '../audit/audit.change.js';
import { isLeaving } from '../erasure/erasure.access.js';
import { countWritten } from '../messages/reattributing.actions.js';
import { countMemberships } from '../rooms/merging.change.js';
import { loadManaged } from '../users/accounts.actions.js';
import { isBanned } from '../users/bans.access.js';
import type { UserDoc } from '../users/users.access.js';
import { mailLater, oneLine } from '../workspace/mail.actions.js';
import { readWorkspace, requireWorkspace } from '../workspace/workspace.access.js';
import { MERGE_JOB, closeAccount, isHeld } from './merging.job.js';
import { Merges, type MergeDoc } from './merging.model.js';

declare module '../../platform/bus.js' {
  interface BusEvents {
    /** Features that connect accounts to sign-ins elsewhere add how many would move in a merge, and how many would go. */
    'person.mergeCounted': {
      userId: string;
      intoId: string;
      counts: Pick<MergePreview, 'signIns' | 'signInsLost'>;
    };
  }
}

const view = ({ _id, into, step, looked, total }: MergeDoc): MergeView => ({
  userId: String(_id),
  into: String(into),
  step,
  looked,
  total,
});

interface Pair {
  from: UserDoc;
  into: UserDoc;
}

/** The two accounts, of which the actor manages both. @throws forbidden, not_found, conflict for what is not to be merged */
async function loadPair(actor: Actor, userId: string, intoId: string): Promise<Pair> {
  const from = await loadManaged(actor, userId);
  const into = await loadManaged(actor, intoId);
  if (userId === intoId) throw refusal('merging.same');
  if (userId === actor.userId) throw refusal('merging.self');
  await requireMergeable(actor.server, { from, into });
  return { from, into };
}

async function requireMergeable(server: Server, { from, into }: Pair): Promise<void> {
  // What a moderator decided about one of them is not undone by a merge.
  if ([from, into].some((user) => isBanned(user) || user.waiting)) throw refusal('merging.restricted');
  if (!into.active) throw refusal('merging.stays');
  if (await isLeaving(server, String(into._id))) throw refusal('merging.leaving');
  if (await isHeld(server, { _id: from._id, into: into._id })) throw refusal('merging.held');
}

/** What would move, without moving anything. @throws forbidden, not_found, conflict */
export async function previewMerge(actor: Actor, userId: string, intoId: string): Promise<MergePreview> {
  await loadPair(actor, userId, intoId);
  const { server } = actor;
  const { roomIds, ...moved } = await countMemberships(server, userId, intoId);
  const counts = { signIns: 0, signInsLost: 0 };
  await server.bus.publishAndWait('person.mergeCounted', { userId, intoId, counts });
  return { messages: await countWritten(server, userId, roomIds), ...moved, ...counts };
}

/** Stores the merge. @returns one that was begun already, for the same two. @throws conflict when one of the two is in another */
async function store(server: Server, { from, into }: Pair): Promise<{ job: MergeDoc; fresh: boolean }> {
  const names = [from.username, ...(from.formerNames ?? []).map(({ name }) => name)];
  const job = { _id: from._id, into: into._id, open: [from._id, into._id], names, step: 'account' as const };
  try {
    return {
      job: (await Merges(server).create({ ...job, looked: 0, total: 0 })).toObject<MergeDoc>(),
      fresh: true,
    };
  } catch (error) {
    if (!duplicateKey(error)) throw error;
    const known = await Merges(server).findById(from._id).lean();
    if (!known || String(known.into) !== String(into._id)) throw refusal('merging.underWay');
    return { job: known, fresh: false };
  }
}

/** Informs the people of both accounts, if there is an address. */
async function mailBoth(server: Server, { from, into }: Pair): Promise<void> {
  const { name } = await readWorkspace(server);
  for (const to of new Set([from.email, into.email]))
    if (to !== null)
      mailLater(server, {
        to,
        subject: `Two accounts in ${name} become one`,
        text: `Hello ${oneLine(into.displayName)},\n\nan admin of ${oneLine(name)} has merged the account @${from.username} into @${into.username}. Sign in as @${into.username} from now on.\n\nIf you did not expect this, ask them.\n`,
      });
}

/**
 * Merges an account into another: from the response on nobody gets into it, and a job moves what it has.
 * @throws forbidden, not_found, invalid when the name typed is not that of the account that goes, conflict
 */
export async function mergePeople(
  actor: Actor,
  userId: string,
  { into: intoId, username }: MergeInput,
): Promise<MergeView> {
  const { server } = actor;
  const known = await Merges(server).findById(userId).lean();
  if (known) {
    requireWorkspace(actor, 'managePeople');
    if (String(known.into) !== intoId) throw refusal('merging.underWay');
    return view(known);
  }
  const pair = await loadPair(actor, userId, intoId);
  if (username.trim().toLowerCase().replace(/^@/, '') !== pair.from.username)
    throw invalidField('username', 'notUsername');
  const { job, fresh } = await store(server, pair);
  if (!fresh) return view(job);
  try {
    // Stored first: what began meanwhile is found here, or finds the merge.
    await loadPair(actor, userId, intoId);
    await closeAccount(server, job);
  } catch (error) {
    await Merges(server).deleteOne({ _id: job._id, step: 'account' });
    throw error;
  }
  server.log.info(
    { by: actor.userId, session: actor.sessionId, userId, into: intoId },
    'two accounts are to be merged',
  );
  await recordAudit(actor, {
    action: 'person.merged',
    on: { kind: 'person', id: intoId },
    after: { former: pair.from.username },
  });
  await mailBoth(server, pair);
  void server.jobs.runNow(MERGE_JOB);
  return view(job);
}

/** The progress of a merge. @throws forbidden, not_found */
export async function readMerge(actor: Actor, userId: string): Promise<MergeView> {
  requireWorkspace(actor, 'managePeople');
  const job = await Merges(actor.server).findById(new Types.ObjectId(userId)).lean();
  if (!job) throw notFound();
  return view(job);
}
