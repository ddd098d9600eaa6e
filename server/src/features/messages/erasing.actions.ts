import { AppError } from '@parley/shared/errors';
import { Types, trusted } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { requireNotHeld } from './held.access.js';
import { changeMessages } from './messages.change.js';
import { Messages, type MessageDoc } from './messages.model.js';
import { removeMessage } from './removing.actions.js';

/** Changed at once: each is published to its room, and senders must not wait long. */
const AT_ONCE = 50;

export const countAllMessages = (server: Server): Promise<number> =>
  Messages(server).estimatedDocumentCount().exec();

type Looked = Pick<MessageDoc, '_id' | 'roomId' | 'authorId' | 'deletedAt' | 'reactions' | 'files'>;

async function removeReactions(server: Server, { _id, roomId }: Looked, userId: string): Promise<void> {
  try {
    await changeMessages(server, String(roomId), {
      kind: 'change',
      messageId: String(_id),
      mutate: ({ reactions }) => ({
        reactions: reactions
          .map(({ emoji, userIds }) => ({ emoji, userIds: userIds.filter((id) => String(id) !== userId) }))
          .filter(({ userIds }) => userIds.length > 0),
      }),
    });
  } catch (error) {
    // A message that has reached its limit of changes retains the reaction of a deleted account.
    if (!(error instanceof AppError) || error.code !== 'conflict') throw error;
  }
}

/**
 * Removes a person's messages and reactions behind a message, by id. All messages are read, in order: an index for
 * something so rare would cost each message that is written.
 * @returns how many were read, and the last of them
 * @throws conflict when a message is under a legal hold: none of these is removed
 */
export async function eraseMessagesAfter(
  server: Server,
  userId: string,
  after: Types.ObjectId | undefined,
  limit: number,
): Promise<{ looked: number; last: Types.ObjectId | undefined }> {
  const page = await Messages(server)
    .find(after ? { _id: trusted({ $gt: after }) } : {}, {
      roomId: 1,
      authorId: 1,
      deletedAt: 1,
      reactions: 1,
      files: 1,
    })
    .sort({ _id: 1 })
    .limit(limit)
    .lean<Looked[]>();
  const own = page.filter(({ authorId, deletedAt }) => String(authorId) === userId && deletedAt === null);
  for (const message of own) await requireNotHeld(server, message);
  const reacted = page.filter(
    ({ authorId, reactions }) =>
      String(authorId) !== userId &&
      reactions.some(({ userIds }) => userIds.some((id) => String(id) === userId)),
  );
  for (let i = 0; i < own.length; i += AT_ONCE)
    await Promise.all(own.slice(i, i + AT_ONCE).map((message) => removeMessage(server, message)));
  for (let i = 0; i < reacted.length; i += AT_ONCE)
    await Promise.all(
      reacted.slice(i, i + AT_ONCE).map((message) => removeReactions(server, message, userId)),
    );
  return { looked: page.length, last: page.at(-1)?._id };
}
