import { notFound } from '@parley/shared/errors';
import { refusal } from '@parley/shared/refusals';
import { limits } from '@parley/shared/limits';
import type { MessageView } from '@parley/shared/messages';
import { Types } from 'mongoose';
import type { Actor } from '../../platform/context.js';
import { findPinned, loadMessage } from '../messages/messages.access.js';
import { changeMessage, type Mutation } from '../messages/messages.change.js';
import { viewMessage } from '../messages/messages.view.js';
import { loadRoom, loadRoomFor } from '../rooms/rooms.access.js';

/** Pins a message for everybody in its room, or unpins it. Idempotent. @throws conflict at the limit of pins */
export async function setPinned(actor: Actor, messageId: string, pinned: boolean): Promise<MessageView> {
  const { userId } = actor;
  const { message } = await loadMessage(actor, messageId);
  const roomId = String(message.roomId);
  await loadRoomFor(actor, roomId, 'pin');
  const pin: Mutation = (current, room) => {
    if (current.deletedAt || current.notice) throw notFound();
    if (pinned === Boolean(current.pinned)) return undefined;
    if (pinned && room.pinned >= limits.pinsPerRoom)
      throw refusal('pins.tooMany', { most: limits.pinsPerRoom });
    return { pinned: pinned ? { userId: new Types.ObjectId(userId), at: new Date() } : null };
  };
  return viewMessage(await changeMessage(actor, message, pin, pinned));
}

/** The pinned messages of a room, the newest pin first. */
export async function listPins(actor: Actor, roomId: string): Promise<MessageView[]> {
  await loadRoom(actor, roomId);
  const found = await findPinned(actor.server, roomId);
  return found.sort((a, b) => (b.pinned?.at.getTime() ?? 0) - (a.pinned?.at.getTime() ?? 0)).map(viewMessage);
}
