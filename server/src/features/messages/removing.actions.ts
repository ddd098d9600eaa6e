import { can } from '@parley/shared/permissions';
import { refusal } from '@parley/shared/refusals';
import { Types } from 'mongoose';
import type { Actor, Server } from '../../platform/context.js';
import { recordAudit } from '../audit/audit.change.js';
import { hideFiles, removeFiles } from '../uploads/files.actions.js';
import { requireNotHeld } from './held.access.js';
import { loadMessage, type MessageDoc } from './messages.access.js';
import { changeMessages } from './messages.change.js';
import { sendLimit } from './messages.limits.js';

/** Deletes one's own message, or any as a moderator. Its place stays. Idempotent. @throws not_found, forbidden, conflict under a legal hold */
export async function deleteMessage(actor: Actor, messageId: string): Promise<void> {
  const { message, access } = await loadMessage(actor, messageId);
  const own =
    String(message.authorId) === actor.userId && !message.notice && can('deleteOwnMessage', access.standing);
  if (!own && !can('deleteAnyMessage', access.standing)) throw refusal('messages.delete');
  if (!message.deletedAt) await requireNotHeld(actor.server, message);
  const { server } = actor;
  // As in `changeMessage`, but before anything is hidden.
  await server.limits.take(sendLimit, actor.userId, actor.limitsUsed);
  await removeMessage(server, message);
  if (String(message.authorId) !== actor.userId && !message.deletedAt)
    await recordAudit(actor, {
      action: 'message.removed',
      on: { kind: 'message', id: messageId },
      roomId: String(message.roomId),
      about: String(message.authorId),
      before: { authorId: String(message.authorId) },
    });
}

/** Makes a message a tombstone, and removes its files. Idempotent. */
export async function removeMessage(
  server: Server,
  message: Pick<MessageDoc, '_id' | 'roomId' | 'files'>,
): Promise<void> {
  const files = (message.files ?? []).map(({ fileId }) => ({ _id: new Types.ObjectId(fileId) }));
  // Before the tombstone: whatever crashes in between, the files must not be visible any more.
  await hideFiles(server, files);
  await changeMessages(server, String(message.roomId), {
    kind: 'change',
    messageId: String(message._id),
    mutate: (current) =>
      current.deletedAt
        ? undefined
        : {
            deletedAt: new Date(),
            text: '',
            history: [],
            mentionIds: [],
            mentionsRoom: null,
            replyTo: null,
            reactions: [],
            files: [],
            parts: [],
            notice: null,
            pinned: null,
          },
  });
  // The bytes are removed at once too: something sent by mistake must not stay on the disk.
  await removeFiles(server, files);
}
