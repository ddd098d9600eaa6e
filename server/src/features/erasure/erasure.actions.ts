import { notFound } from '@parley/shared/errors';
import { invalidField } from '@parley/shared/faults';
import { refusal } from '@parley/shared/refusals';
import type { ErasedMessages, ErasePersonInput, ErasureView } from '@parley/shared/erasure';
import { Types } from 'mongoose';
import type { Actor, Server } from '../../platform/context.js';
import { ignoringRepeats } from '../../platform/database.js';
import { recordAudit, recordAuditBy, type AuditEntry } from '../audit/audit.change.js';
import { isMerging } from '../merging/merging.access.js';
import { isPersonHeld } from '../retention/retention.access.js';
import { loadManaged } from '../users/accounts.actions.js';
import type { UserDoc } from '../users/users.access.js';
import { updateStanding } from '../users/users.change.js';
import { mailLater, oneLine } from '../workspace/mail.actions.js';
import { readWorkspace, requireWorkspace } from '../workspace/workspace.access.js';
import { eraseName } from './erasure.change.js';
import { ERASE_JOB } from './erasure.job.js';
import { Erasures, type ErasureDoc } from './erasure.model.js';

const view = ({ _id, messages, step, looked, total }: ErasureDoc): ErasureView => ({
  userId: String(_id),
  messages,
  step,
  looked,
  total,
});

/** Stores that somebody is to be erased. Concurrent requests mean the same. */
const storeErasure = (server: Server, userId: string, messages: ErasedMessages): Promise<void> =>
  ignoringRepeats(
    Erasures(server).create({
      _id: new Types.ObjectId(userId),
      messages,
      step: 'account',
      looked: 0,
      total: 0,
    }),
  );

/**
 * Erases an account of which everything that moves has moved to another: what is left goes, as with any erasure. Idempotent.
 * @throws conflict when no owner would be left
 */
export async function eraseMerged(server: Server, userId: string): Promise<void> {
  await updateStanding(server, userId, { role: 'member', active: false });
  await storeErasure(server, userId, 'keep');
  await eraseName(server, userId);
  void server.jobs.runNow(ERASE_JOB);
}

/**
 * Erases a person: first the account is deactivated, then a job is stored, and from then on the erasure is completed, whatever
 * crashes in between.
 * @param by the person who does it; only the server for one whose days of grace are over
 * @throws conflict when no owner would be left, and under a legal hold
 */
export async function begin(
  by: Actor | Pick<Actor, 'server'>,
  user: UserDoc,
  messages: ErasedMessages,
): Promise<ErasureView> {
  const { server } = by;
  const userId = String(user._id);
  if (await isPersonHeld(server, userId, messages)) throw refusal('retention.held');
  if (await isMerging(server, userId)) throw refusal('merging.underWay');
  await updateStanding(server, userId, { role: 'member', active: false });
  await storeErasure(server, userId, messages);
  const { userId: byId, sessionId } = { userId: undefined, sessionId: undefined, ...by };
  server.log.info({ by: byId, session: sessionId, userId, messages }, 'a person is to be erased');
  // Before the job begins: it removes where the request of a person came from who erases themselves.
  const entry: AuditEntry = {
    action: 'person.erased',
    on: { kind: 'person', id: userId },
    after: { messagesToo: messages === 'remove' },
  };
  await ('userId' in by ? recordAudit(by, entry) : recordAuditBy(server, 'server', entry));
  await eraseName(server, userId);
  if (user.email !== null) {
    const { name } = await readWorkspace(server);
    mailLater(server, {
      to: user.email,
      subject: `Your account in ${name} was deleted`,
      text: `Hello ${oneLine(user.displayName)},\n\nyour account @${user.username} in ${oneLine(name)} was deleted.\n`,
    });
  }
  void server.jobs.runNow(ERASE_JOB);
  const job = await Erasures(server).findById(userId).lean();
  if (!job) throw notFound();
  return view(job);
}

/**
 * Erases a person as one who manages people.
 * @throws forbidden, not_found, invalid when the name typed is not theirs, conflict for the last owner and for oneself
 */
export async function erasePerson(
  actor: Actor,
  userId: string,
  { username, messages }: ErasePersonInput,
): Promise<ErasureView> {
  const user = await loadManaged(actor, userId);
  if (userId === actor.userId) throw refusal('accounts.deleteSelf');
  if (username.trim().toLowerCase().replace(/^@/, '') !== user.username)
    throw invalidField('username', 'notUsername');
  return await begin(actor, user, messages);
}

/** The progress of an erasure. @throws forbidden, not_found */
export async function readErasure(actor: Actor, userId: string): Promise<ErasureView> {
  requireWorkspace(actor, 'managePeople');
  const job = await Erasures(actor.server).findById(userId).lean();
  if (!job) throw notFound();
  return view(job);
}
