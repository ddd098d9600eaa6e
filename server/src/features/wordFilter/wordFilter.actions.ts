import { notFound } from '@parley/shared/errors';
import type { HeldView, WordFilterView } from '@parley/shared/moderation/wordFilter';
import { refusal } from '@parley/shared/refusals';
import type { Actor } from '../../platform/context.js';
import { duplicateKey } from '../../platform/database.js';
import { recordAudit } from '../audit/audit.change.js';
import { sendReviewed } from '../messages/messages.actions.js';
import { hiddenTargets } from '../moderation/reports.access.js';
import { findRoomsUnchecked } from '../rooms/rooms.access.js';
import { isBanned } from '../users/bans.access.js';
import { findAccount } from '../users/users.access.js';
import { requireWorkspace } from '../workspace/workspace.access.js';
import { HeldMessages, type HeldDoc } from './held.model.js';
import { forgetWords, readWords } from './wordFilter.access.js';
import { WordFilters } from './wordFilter.model.js';

/** The words of the filter. @throws forbidden */
export async function listWords(actor: Actor): Promise<WordFilterView> {
  requireWorkspace(actor, 'moderate');
  return await readWords(actor.server);
}

/** Replaces the words of the filter. @throws forbidden, conflict when another has changed them since `version` */
export async function replaceWords(
  actor: Actor,
  { version, entries }: WordFilterView,
): Promise<WordFilterView> {
  // Not every moderator: what is held back is read by others.
  requireWorkspace(actor, 'changeWorkspace');
  const { server } = actor;
  try {
    // At the first time there is none of version 0: the upsert stores it, and of two one fails.
    const { modifiedCount, upsertedCount } = await WordFilters(server).updateOne(
      { _id: 'words', version },
      { $set: { entries, version: version + 1 } },
      { upsert: version === 0 },
    );
    if (modifiedCount + upsertedCount === 0) throw refusal('words.changed');
  } catch (error) {
    if (duplicateKey(error)) throw refusal('words.changed');
    throw error;
  } finally {
    forgetWords(server);
  }
  await recordAudit(actor, { action: 'words.changed', after: { entries: entries.length } });
  return { version: version + 1, entries };
}

/** The messages that wait, the oldest first; not one's own. @throws forbidden */
export async function listHeld(actor: Actor): Promise<HeldView[]> {
  requireWorkspace(actor, 'moderate');
  const held = await HeldMessages(actor.server).find({ refused: false }).sort({ _id: 1 }).limit(200).lean();
  const hidden = new Set(await hiddenTargets(actor));
  const others = held.filter(({ authorId }) => !hidden.has(String(authorId)));
  const rooms = await findRoomsUnchecked(actor.server, [
    ...new Set(others.map(({ roomId }) => String(roomId))),
  ]);
  return others.map(({ _id, roomId, authorId, input, createdAt }) => ({
    heldId: String(_id),
    roomId: String(roomId),
    roomName: rooms.get(String(roomId))?.name ?? '',
    authorId: String(authorId),
    text: input.text,
    createdAt: createdAt.toISOString(),
  }));
}

async function loadHeld(actor: Actor, heldId: string): Promise<HeldDoc> {
  requireWorkspace(actor, 'moderate');
  const held = await HeldMessages(actor.server).findOne({ _id: heldId, refused: false }).lean();
  if (!held || (await hiddenTargets(actor)).includes(String(held.authorId))) throw notFound();
  return held;
}

/** Sends a message that waits, in the name of its author: now it gets its place. @throws forbidden, not_found, and what sending throws */
export async function approveHeld(actor: Actor, heldId: string): Promise<void> {
  const held = await loadHeld(actor, heldId);
  const author = await findAccount(actor.server, String(held.authorId));
  if (!author?.active || isBanned(author)) throw notFound();
  const as = { server: actor.server, userId: String(author._id), sessionId: '', role: author.role };
  await sendReviewed(as, { ...held.input, roomId: String(held.roomId), clientId: held.clientId });
  await HeldMessages(actor.server).deleteOne({ _id: held._id });
}

/** Refuses a message that waits. @throws forbidden, not_found */
export async function refuseHeld(actor: Actor, heldId: string): Promise<void> {
  const held = await loadHeld(actor, heldId);
  await HeldMessages(actor.server).updateOne(
    { _id: held._id },
    { $set: { refused: true }, $unset: { slot: 1 } },
  );
}
