import type { DepartureView, EraseMeInput } from '@parley/shared/erasure';
import { refusal } from '@parley/shared/refusals';
import { trusted } from 'mongoose';
import type { Actor, Server } from '../../platform/context.js';
import type { JobRun } from '../../platform/jobs.js';
import { isPersonHeld } from '../retention/retention.access.js';
import { requirePassword } from '../sessions/sessions.actions.js';
import { findAccount, loadMe, type UserDoc } from '../users/users.access.js';
import { hasOwner } from '../users/users.change.js';
import { mailLater, oneLine } from '../workspace/mail.actions.js';
import { readWorkspace } from '../workspace/workspace.access.js';
import { Departures, type DepartureDoc } from './departures.model.js';
import { begin } from './erasure.actions.js';
import { graceDaysOf } from './erasure.access.js';

const DAY_MS = 86_400_000;

const view = (doc: DepartureDoc | null): DepartureView => ({
  eraseAt: doc?.eraseAt.toISOString() ?? null,
  messages: doc?.messages ?? null,
});

/** Informs the person by e-mail, if there is an address. */
async function write(server: Server, user: UserDoc, { subject, text }: { subject: string; text: string }) {
  if (user.email === null) return;
  const { name } = await readWorkspace(server);
  mailLater(server, {
    to: user.email,
    subject: `${subject} in ${name}`,
    text: `Hello ${oneLine(user.displayName)},\n\nyour account @${user.username} in ${oneLine(name)} ${text}\n\nIf you want to keep it, sign in and cancel the deletion under Settings → Your data. If this was not you, change your password too.\n`,
  });
}

/**
 * Deletes one's own account: after days of grace it is erased. Until then nothing changes for anybody, and it can be cancelled.
 * @throws invalid when the password is wrong, conflict for the last owner and under a legal hold, rate_limited
 */
export async function eraseMe(actor: Actor, { password, messages }: EraseMeInput): Promise<DepartureView> {
  const { server, userId } = actor;
  await requirePassword(actor, password);
  const user = await loadMe(actor);
  if (!(await hasOwner(server, userId))) throw refusal('accounts.lastOwner');
  if (await isPersonHeld(server, userId, messages)) throw refusal('retention.held');
  const days = graceDaysOf(server);
  if (days === 0) {
    await begin(actor, user, messages);
    return { eraseAt: new Date().toISOString(), messages };
  }
  const eraseAt = new Date(Date.now() + days * DAY_MS);
  // A repeat does not move the day: only what happens to the messages.
  const doc = await Departures(server)
    .findOneAndUpdate(
      { _id: user._id },
      { $set: { messages }, $setOnInsert: { eraseAt } },
      { upsert: true, returnDocument: 'after' },
    )
    .lean();
  server.log.info(
    { userId, session: actor.sessionId, eraseAt: doc.eraseAt },
    'a person deletes their account',
  );
  await write(server, user, {
    subject: 'Your account is to be deleted',
    text: `will be deleted on ${doc.eraseAt.toISOString().slice(0, 10)}.`,
  });
  return view(doc);
}

/** Whether one's account is to be erased, and when. */
export const readDeparture = async ({ server, userId }: Actor): Promise<DepartureView> =>
  view(await Departures(server).findById(userId).lean());

/** Cancels the deletion of one's own account. Idempotent. */
export async function cancelDeparture({ server, userId, sessionId }: Actor): Promise<void> {
  const { deletedCount } = await Departures(server).deleteOne({ _id: userId });
  if (deletedCount > 0) server.log.info({ userId, session: sessionId }, 'a person keeps their account');
}

/** Removes what an erased person had begun. */
export async function removeDeparture(server: Server, userId: string): Promise<void> {
  await Departures(server).deleteOne({ _id: userId });
}

/** Warns a day before, and erases whose days are over. One that fails, as the last owner would, is tried again by the next run. */
export async function runDepartures({ server, stopped }: JobRun): Promise<void> {
  const now = Date.now();
  const soon = { eraseAt: trusted({ $lte: new Date(now + DAY_MS) }) };
  for (const doc of await Departures(server).find(soon).sort({ eraseAt: 1 }).limit(1000).lean()) {
    if (stopped()) return;
    const user = await findAccount(server, String(doc._id));
    if (!user || user.erased) await removeDeparture(server, String(doc._id));
    else if (doc.eraseAt.getTime() <= now) await eraseDue(server, user, doc);
    else if (!doc.warned) await warn(server, user, doc);
  }
}

async function warn(server: Server, user: UserDoc, { _id, eraseAt }: DepartureDoc): Promise<void> {
  // The write decides who sends it, should two nodes run.
  const first = await Departures(server).updateOne(
    { _id, warned: trusted({ $ne: true as const }) },
    { $set: { warned: true } },
  );
  if (first.modifiedCount === 0) return;
  const text = `will be deleted tomorrow, on ${eraseAt.toISOString().slice(0, 10)}. This is the last reminder.`;
  await write(server, user, { subject: 'Your account will be deleted tomorrow', text });
}

async function eraseDue(server: Server, user: UserDoc, { messages, _id }: DepartureDoc): Promise<void> {
  try {
    // Cancelled between the two reads: it stays.
    if (await Departures(server).exists({ _id })) await begin({ server }, user, messages);
  } catch (error) {
    server.log.warn({ err: error, userId: String(_id) }, 'an account could not be erased yet');
  }
}
