import { randomUUID } from 'node:crypto';
import { AppError } from '@parley/shared/errors';
import { Types, trusted } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { giveFiles } from '../uploads/files.access.js';
import { changeMessages, type Mutation } from './messages.change.js';
import { Messages, type MessageDoc } from './messages.model.js';

/** Changed at once: each is published to its room, and senders must not wait long. */
const AT_ONCE = 50;

/** Whose messages become whose. */
export interface Merge {
  fromId: string;
  intoId: string;
}

type Named = Pick<
  MessageDoc,
  'authorId' | 'mentionIds' | 'answersId' | 'reactions' | 'pinned' | 'files' | 'roomId' | '_id'
>;

const is = (id: unknown, userId: string): boolean => id !== undefined && String(id) === userId;

/** The same people with one for another, who is there once. */
function replaced(userIds: Types.ObjectId[], { fromId, intoId }: Merge): Types.ObjectId[] | undefined {
  if (!userIds.some((id) => is(id, fromId))) return undefined;
  const into = new Types.ObjectId(intoId);
  const known = userIds.some((id) => is(id, intoId));
  return userIds.flatMap((id) => (is(id, fromId) ? (known ? [] : [into]) : [id]));
}

/** What changes of a message in which somebody is another person from now on; undefined when they are not in it. */
function changesOf(message: Named, merge: Merge) {
  const { fromId, intoId } = merge;
  const into = new Types.ObjectId(intoId);
  const mentionIds = replaced(message.mentionIds, merge);
  const reactions = message.reactions.some(({ userIds }) => userIds.some((id) => is(id, fromId)))
    ? message.reactions.map(({ emoji, userIds }) => ({ emoji, userIds: replaced(userIds, merge) ?? userIds }))
    : undefined;
  const set = {
    // Another client id, too: both may have sent one of the same id, and the index of them is unique for each author.
    ...(is(message.authorId, fromId) ? { authorId: into, clientId: randomUUID() } : {}),
    ...(is(message.answersId, fromId) ? { answersId: into } : {}),
    ...(mentionIds ? { mentionIds } : {}),
    ...(reactions ? { reactions } : {}),
    ...(message.pinned && is(message.pinned.userId, fromId)
      ? { pinned: { ...message.pinned, userId: into } }
      : {}),
  };
  return Object.keys(set).length === 0 ? undefined : set;
}

async function reattribute(server: Server, message: Named, merge: Merge): Promise<void> {
  const { _id, roomId, authorId, files = [] } = message;
  if (is(authorId, merge.fromId))
    await giveFiles(
      server,
      files.map(({ fileId }) => fileId),
      merge.intoId,
    );
  const mutate: Mutation = (now) => changesOf(now, merge);
  const job = { kind: 'change' as const, messageId: String(_id), mutate, always: true as const };
  try {
    await changeMessages(server, String(roomId), job);
  } catch (error) {
    // Retention has deleted it meanwhile.
    if (!(error instanceof AppError) || error.code !== 'not_found') throw error;
  }
}

/**
 * Makes the messages, reactions, mentions and pins of one person another's, behind a message by its id. All messages are read, in order, as
 * for an erasure. Also messages at their limit of changes. Idempotent.
 * @returns how many were read, and the last of them
 */
export async function reattributeAfter(
  server: Server,
  merge: Merge,
  after: Types.ObjectId | undefined,
  limit: number,
): Promise<{ looked: number; last: Types.ObjectId | undefined }> {
  const page = await Messages(server)
    .find(after ? { _id: trusted({ $gt: after }) } : {}, {
      roomId: 1,
      authorId: 1,
      mentionIds: 1,
      answersId: 1,
      reactions: 1,
      pinned: 1,
      files: 1,
    })
    .sort({ _id: 1 })
    .limit(limit)
    .lean<Named[]>();
  const theirs = page.filter((message) => changesOf(message, merge) !== undefined);
  for (let i = 0; i < theirs.length; i += AT_ONCE)
    await Promise.all(theirs.slice(i, i + AT_ONCE).map((message) => reattribute(server, message, merge)));
  return { looked: page.length, last: page.at(-1)?._id };
}

/** How many messages somebody wrote in these rooms. */
export const countWritten = (server: Server, userId: string, roomIds: string[]): Promise<number> =>
  Messages(server)
    .countDocuments({ roomId: trusted({ $in: roomIds }), authorId: userId })
    .exec();
