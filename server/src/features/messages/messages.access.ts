import { notFound } from '@parley/shared/errors';
import { limits } from '@parley/shared/limits';
import type { Heads, PageQuery } from '@parley/shared/messages';
import { trusted, Types } from 'mongoose';
import type { Actor, Server } from '../../platform/context.js';
import { loadRoom, type RoomAccess } from '../rooms/rooms.access.js';
import { Messages, type MessageDoc } from './messages.model.js';

export type { MessageDoc };

/** The newest place and the newest change of a room, 0 for an empty one. One index key each. */
export async function readHeads(server: Server, roomId: string): Promise<Heads> {
  const [seq, rev] = await Promise.all([
    Messages(server).findOne({ roomId }, { seq: 1 }).sort({ seq: -1 }).lean(),
    Messages(server).findOne({ roomId }, { rev: 1 }).sort({ rev: -1 }).lean(),
  ]);
  return { headSeq: seq?.seq ?? 0, headRev: rev?.rev ?? 0 };
}

/** A message in a room one may read. @throws not_found */
export async function loadMessage(
  actor: Actor,
  messageId: string,
): Promise<{ message: MessageDoc; access: RoomAccess }> {
  const message = await Messages(actor.server).findById(messageId).lean();
  if (!message) throw notFound();
  return { message, access: await loadRoom(actor, String(message.roomId)) };
}

/** A message of this very room, for replies. */
export const findInRoom = (server: Server, roomId: string, messageId: string): Promise<MessageDoc | null> =>
  Messages(server).findOne({ _id: messageId, roomId }).lean().exec();

export interface Page {
  messages: MessageDoc[];
  hasMoreBefore: boolean;
  hasMoreAfter: boolean;
}

const older = (server: Server, roomId: string, below: number, limit: number): Promise<MessageDoc[]> =>
  Messages(server)
    .find({ roomId, seq: trusted({ $lt: below }) })
    .sort({ seq: -1 })
    .limit(limit)
    .lean()
    .exec();

const newer = (server: Server, roomId: string, above: number, limit: number): Promise<MessageDoc[]> =>
  Messages(server)
    .find({ roomId, seq: trusted({ $gt: above }) })
    .sort({ seq: 1 })
    .limit(limit)
    .lean()
    .exec();

/** A page of history in room order: the last one, or before, after or around a place. */
export async function readPage(server: Server, roomId: string, query: PageQuery): Promise<Page> {
  const { limit } = query;
  if (query.after !== undefined) {
    const found = await newer(server, roomId, query.after, limit + 1);
    return {
      messages: found.slice(0, limit),
      hasMoreBefore: query.after > 0,
      hasMoreAfter: found.length > limit,
    };
  }
  if (query.around !== undefined) {
    const half = Math.floor(limit / 2);
    const [before, after] = await Promise.all([
      older(server, roomId, query.around, half + 1),
      newer(server, roomId, query.around - 1, limit - half + 1),
    ]);
    return {
      messages: [...before.slice(0, half).reverse(), ...after.slice(0, limit - half)],
      hasMoreBefore: before.length > half,
      hasMoreAfter: after.length > limit - half,
    };
  }
  const found = await older(server, roomId, query.before ?? Number.MAX_SAFE_INTEGER, limit + 1);
  return {
    messages: found.slice(0, limit).reverse(),
    hasMoreBefore: found.length > limit,
    hasMoreAfter: query.before !== undefined,
  };
}

/** What somebody has said under a client id, whoever asks. */
export const findByClientId = (
  server: Server,
  at: { roomId: unknown; authorId: unknown; clientId: string },
): Promise<MessageDoc | null> =>
  Messages(server)
    .findOne({ roomId: String(at.roomId), authorId: String(at.authorId), clientId: at.clientId })
    .lean()
    .exec();

/** Messages by their ids, whoever asks: for what has asked about rooms itself. */
export async function findMessages(server: Server, messageIds: string[]): Promise<Map<string, MessageDoc>> {
  const found = await Messages(server)
    .find({ _id: trusted({ $in: messageIds }) })
    .lean();
  return new Map(found.map((message) => [String(message._id), message]));
}

/** The next changes after a rev, in order. */
export const readChangesAfter = (
  server: Server,
  roomId: string,
  rev: number,
  limit: number,
): Promise<MessageDoc[]> =>
  Messages(server)
    .find({ roomId, rev: trusted({ $gt: rev }) })
    .sort({ rev: 1 })
    .limit(limit)
    .lean()
    .exec();

/** All changes after a rev in order, or undefined when there are more than a catch-up carries. */
export async function readChangesSince(
  server: Server,
  roomId: string,
  rev: number,
): Promise<MessageDoc[] | undefined> {
  const found = await readChangesAfter(server, roomId, rev, limits.catchUp + 1);
  return found.length > limits.catchUp ? undefined : found;
}

/** Where somebody is mentioned after a place in a room: the newest hundred. */
export async function findMentionSeqs(
  server: Server,
  at: { roomId: string; userId: string },
  afterSeq: number,
): Promise<number[]> {
  const after = { roomId: at.roomId, seq: trusted({ $gt: afterSeq }) };
  const newest = (which: object): Promise<{ seq: number; authorId: unknown }[]> =>
    Messages(server)
      .find({ ...which, ...after }, { seq: 1, authorId: 1 })
      .sort({ seq: -1 })
      .limit(limits.callsKnown)
      .lean()
      .exec();
  const [own, everybody] = await Promise.all([
    newest({ mentionIds: at.userId, mentioned: true }),
    newest({ mentionsRoom: true }),
  ]);
  const seqs = [...own, ...everybody]
    .filter(({ authorId }) => String(authorId) !== at.userId)
    .map(({ seq }) => seq);
  return [...new Set(seqs)].sort((a, b) => a - b).slice(-limits.callsKnown);
}

const pinnedIn = (roomId: string) => ({ roomId, 'pinned.at': trusted({ $exists: true }) });

/** The pinned messages of a room, in no order. */
export const findPinned = (server: Server, roomId: string): Promise<MessageDoc[]> =>
  Messages(server).find(pinnedIn(roomId)).limit(limits.pinsPerRoom).lean().exec();

export const countPinned = (server: Server, roomId: string): Promise<number> =>
  Messages(server).countDocuments(pinnedIn(roomId));

/** What calls somebody, newest first: mentions by name and answers, and in these rooms what calls everybody. */
export async function findCalls(
  server: Server,
  at: { userId: string; roomIds: string[] },
  page: { before: string | undefined; limit: number },
): Promise<MessageDoc[]> {
  const before = page.before === undefined ? {} : { _id: trusted({ $lt: new Types.ObjectId(page.before) }) };
  const kinds: object[] = [
    { mentionIds: at.userId, mentioned: true },
    { answersId: at.userId },
    { mentionsRoom: true, roomId: trusted({ $in: at.roomIds }) },
  ];
  const found = await Promise.all(
    kinds.map((kind) =>
      Messages(server)
        .find({ ...kind, ...before })
        .sort({ _id: -1 })
        .limit(page.limit)
        .lean()
        .exec(),
    ),
  );
  const byId = new Map(found.flat().map((message) => [String(message._id), message]));
  return [...byId.values()].sort((a, b) => (String(a._id) < String(b._id) ? 1 : -1)).slice(0, page.limit);
}

/** When the message at a place was written. */
export async function findTimeAt(server: Server, roomId: string, seq: number): Promise<Date | undefined> {
  const message = await Messages(server).findOne({ roomId, seq }, { createdAt: 1 }).lean();
  return message?.createdAt;
}
