import { refusal } from '@parley/shared/refusals';
import type { MessageView } from '@parley/shared/messages';
import { limits } from '@parley/shared/limits';
import { trusted, Types } from 'mongoose';
import type { Actor, Server } from '../../platform/context.js';
import { duplicateKey } from '../../platform/database.js';
import { inSlot, moveToSlots } from '../../platform/slots.js';
import { findMessages, loadMessage } from '../messages/messages.access.js';
import { viewMessage } from '../messages/messages.view.js';
import { listReadableRooms } from '../rooms/rooms.access.js';
import { Saved, type SavedDoc } from './saved.model.js';

async function save({ server }: Actor, own: Pick<SavedDoc, 'userId' | 'messageId'>): Promise<void> {
  const model = Saved(server);
  if (await model.exists(own)) return;
  const slots = { of: { userId: own.userId }, most: limits.savedPerPerson };
  try {
    const stored = await inSlot(model, slots, (slot) =>
      model.create({ _id: new Types.ObjectId(), ...own, slot }),
    );
    if (stored) return;
  } catch (error) {
    if (!duplicateKey(error)) throw error;
    return;
  }
  throw refusal('saved.tooMany', { most: limits.savedPerPerson });
}

/** Saves a message for oneself, or removes it; published to nobody else. Idempotent. */
export async function setSaved(actor: Actor, messageId: string, saved: boolean): Promise<void> {
  const { server, userId } = actor;
  const own = { userId: new Types.ObjectId(userId), messageId: new Types.ObjectId(messageId) };
  if (saved) {
    await loadMessage(actor, messageId);
    await save(actor, own);
  } else await Saved(server).deleteOne(own);
  server.publish.toUser(userId, 'saved:changed', { messageId, saved });
}

/** The ids of the newest messages one has saved. */
export async function listSavedIds(actor: Actor): Promise<string[]> {
  const found = await Saved(actor.server)
    .find({ userId: actor.userId }, { messageId: 1 })
    .sort({ _id: -1 })
    .limit(limits.savedKnown)
    .lean();
  return found.map(({ messageId }) => String(messageId));
}

/** The ids of all messages one has saved. */
export async function listAllSavedIds(actor: Actor): Promise<string[]> {
  const found = await Saved(actor.server)
    .find({ userId: actor.userId }, { messageId: 1 })
    .limit(2 * limits.savedPerPerson)
    .lean();
  return found.map(({ messageId }) => String(messageId));
}

/** The saved messages one can still read, newest first. */
export async function readSaved(
  actor: Actor,
  page: { before?: string | undefined; limit: number },
): Promise<{ messages: MessageView[]; next: string | null }> {
  const before = page.before === undefined ? {} : { _id: trusted({ $lt: new Types.ObjectId(page.before) }) };
  const entries = await Saved(actor.server)
    .find({ userId: actor.userId, ...before })
    .sort({ _id: -1 })
    .limit(page.limit)
    .lean();
  const [messages, rooms] = await Promise.all([
    findMessages(
      actor.server,
      entries.map(({ messageId }) => String(messageId)),
    ),
    listReadableRooms(actor),
  ]);
  const floors = new Map(rooms.map(({ _id, floorSeq }) => [String(_id), floorSeq ?? 0]));
  const shown = entries.flatMap(({ messageId }) => {
    const message = messages.get(String(messageId));
    return message && !message.deletedAt && message.seq > (floors.get(String(message.roomId)) ?? Infinity)
      ? [viewMessage(message)]
      : [];
  });
  return { messages: shown, next: entries.length === page.limit ? String(entries.at(-1)?._id) : null };
}

/** Removes what a person has saved. */
export async function removeSavedOf(server: Server, userId: string): Promise<void> {
  await Saved(server).deleteMany({ userId });
}

/** Removes messages that are deleted by retention from what people have saved, on all their devices. */
export async function removeExpired(server: Server, messageIds: string[]): Promise<void> {
  const of = { messageId: trusted({ $in: messageIds.map((id) => new Types.ObjectId(id)) }) };
  const found = await Saved(server).find(of, { userId: 1, messageId: 1 }).lean();
  await Saved(server).deleteMany(of);
  for (const { userId, messageId } of found)
    server.publish.toUser(String(userId), 'saved:changed', { messageId: String(messageId), saved: false });
}

/** Makes what a person has saved another's, up to the bound; the rest stays behind. Idempotent. */
export async function moveSaved(server: Server, fromId: string, intoId: string): Promise<void> {
  const model = Saved(server);
  const slots = { of: { userId: new Types.ObjectId(intoId) }, most: limits.savedPerPerson };
  const theirs = await model.find({ userId: fromId }).sort({ _id: -1 }).lean();
  await moveToSlots(model, slots, theirs, async ({ _id, messageId }, slot) => {
    await model.updateOne({ _id }, { $set: { ...slots.of, slot } });
    server.publish.toUser(intoId, 'saved:changed', { messageId: String(messageId), saved: true });
  });
}
