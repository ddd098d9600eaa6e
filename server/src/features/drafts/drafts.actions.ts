import type { DraftView } from '@parley/shared/drafts';
import { refusal } from '@parley/shared/refusals';
import { limits } from '@parley/shared/limits';
import { Types } from 'mongoose';
import { duplicateKey } from '../../platform/database.js';
import type { Actor, Server } from '../../platform/context.js';
import { inSlot, moveToSlots } from '../../platform/slots.js';
import { loadRoom } from '../rooms/rooms.access.js';
import { Drafts, type DraftDoc } from './drafts.model.js';

/** @throws conflict at the limit of drafts */
async function write(
  actor: Actor,
  roomId: string,
  said: Pick<DraftDoc, 'text' | 'updatedAt'>,
  again = true,
): Promise<void> {
  const model = Drafts(actor.server);
  const own = { userId: new Types.ObjectId(actor.userId), roomId: new Types.ObjectId(roomId) };
  const changed = await model.updateOne(own, { $set: said });
  if (changed.matchedCount === 1) return;
  const slots = { of: { userId: own.userId }, most: limits.draftsPerPerson };
  try {
    if (await inSlot(model, slots, (slot) => model.create({ ...own, ...said, slot }))) return;
  } catch (error) {
    // Two devices wrote the first draft of a room at once: now it exists and can be changed.
    if (!again || !duplicateKey(error)) throw error;
    return await write(actor, roomId, said, false);
  }
  throw refusal('drafts.tooMany', { most: limits.draftsPerPerson });
}

/** Stores one's draft in a room, for all one's devices; an empty text deletes it. The last write wins. */
export async function setDraft(actor: Actor, roomId: string, text: string): Promise<DraftView> {
  const { server, userId, sessionId } = actor;
  await loadRoom(actor, roomId);
  const updatedAt = new Date();
  if (text === '') await Drafts(server).deleteOne({ userId, roomId });
  else await write(actor, roomId, { text, updatedAt });
  const draft = { roomId, text, updatedAt: updatedAt.toISOString() };
  server.publish.toUser(userId, 'draft:changed', { draft, sessionId });
  return draft;
}

/** All one's drafts, the newest first. */
export async function listDrafts(actor: Actor): Promise<DraftView[]> {
  const found = await Drafts(actor.server)
    .find({ userId: actor.userId })
    .sort({ updatedAt: -1 })
    .limit(limits.draftsPerPerson)
    .lean();
  return found.map(({ roomId, text, updatedAt }) => ({
    roomId: String(roomId),
    text,
    updatedAt: updatedAt.toISOString(),
  }));
}

/** Removes all drafts of a person. */
export async function removeDraftsOf(server: Server, userId: string): Promise<void> {
  await Drafts(server).deleteMany({ userId });
}

/** Makes a person's drafts another's, in rooms where that one has none, up to the bound; the rest stays behind. Idempotent. */
export async function moveDrafts(server: Server, fromId: string, intoId: string): Promise<void> {
  const model = Drafts(server);
  const slots = { of: { userId: new Types.ObjectId(intoId) }, most: limits.draftsPerPerson };
  const theirs = await model.find({ userId: fromId }).sort({ updatedAt: -1 }).lean();
  await moveToSlots(model, slots, theirs, async ({ _id }, slot) => {
    await model.updateOne({ _id }, { $set: { ...slots.of, slot } });
  });
}
