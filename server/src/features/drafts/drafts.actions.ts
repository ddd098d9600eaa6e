import type { DraftView } from '@parley/shared/drafts';
import { duplicateKey } from '../../platform/database.js';
import type { Actor, Server } from '../../platform/context.js';
import { loadRoom } from '../rooms/rooms.access.js';
import { Drafts } from './drafts.model.js';

/** Keeps what one has half written in a room, for all one's devices; empty lets it go. The last to write it wins. */
export async function setDraft(actor: Actor, roomId: string, text: string): Promise<DraftView> {
  const { server, userId, sessionId } = actor;
  await loadRoom(actor, roomId);
  const updatedAt = new Date();
  const write = async (again = true): Promise<void> => {
    try {
      await Drafts(server).updateOne({ userId, roomId }, { $set: { text, updatedAt } }, { upsert: true });
    } catch (error) {
      // Two devices wrote the first draft of a room at once: now it is there to be changed.
      if (!again || !duplicateKey(error)) throw error;
      await write(false);
    }
  };
  if (text === '') await Drafts(server).deleteOne({ userId, roomId });
  else await write();
  const draft = { roomId, text, updatedAt: updatedAt.toISOString() };
  server.publish.toUser(userId, 'draft:changed', { draft, sessionId });
  return draft;
}

/** All one has half written, the newest first. */
export async function listDrafts(actor: Actor): Promise<DraftView[]> {
  const found = await Drafts(actor.server)
    .find({ userId: actor.userId })
    .sort({ updatedAt: -1 })
    .limit(500)
    .lean();
  return found.map(({ roomId, text, updatedAt }) => ({
    roomId: String(roomId),
    text,
    updatedAt: updatedAt.toISOString(),
  }));
}

/** Removes all that somebody has half written. */
export async function removeDraftsOf(server: Server, userId: string): Promise<void> {
  await Drafts(server).deleteMany({ userId });
}
