import { notFound } from '@parley/shared/errors';
import { limits } from '@parley/shared/limits';
import type { Heads, PageQuery } from '@parley/shared/messages';
import { trusted, Types } from 'mongoose';
import { batchedRead } from '../../platform/batchedRead.js';
import type { Actor, Server } from '../../platform/context.js';
import { findTogether } from '../../platform/findTogether.js';
import { findFloors } from '../rooms/floors.access.js';
import { loadRoom, type RoomAccess } from '../rooms/rooms.access.js';
import { fitting } from './messages.length.js';
import { Messages, type ClaimedMessage, type MessageDoc } from './messages.model.js';

export type { MessageDoc };

/**
 * How long heads are cached, in ms. Cached heads that are behind are found out by the revs of stored messages, and retention deletes those:
 * it waits for longer than this after it has raised a floor.
 */
export const headsCachedMs = ({ config }: Server): number => config.HEADS_CACHED_SECONDS * 1000;

/** The heads of a room, and when its newest message was written. */
export interface Newest {
  heads: Heads;
  lastMessageAt: Date | undefined;
}

/** The heads of rooms, 0 for an empty one. Two index keys each. */
export async function readNewest(server: Server, roomIds: string[]): Promise<Map<string, Newest>> {
  const found = await findTogether(
    Messages(server),
    roomIds.flatMap((id) => {
      const filter = { roomId: new Types.ObjectId(id) };
      return [
        { filter, sort: { seq: -1 }, limit: 1, fields: { seq: 1, createdAt: 1 } },
        { filter, sort: { rev: -1 }, limit: 1, fields: { rev: 1 } },
      ];
    }),
  );
  return new Map(
    roomIds.map((roomId, i) => {
      const [last] = found[2 * i] ?? [];
      const [changed] = found[2 * i + 1] ?? [];
      const heads = { headSeq: last?.seq ?? 0, headRev: changed?.rev ?? 0 };
      return [roomId, { heads, lastMessageAt: last?.createdAt }];
    }),
  );
}

const EMPTY: Newest = { heads: { headSeq: 0, headRev: 0 }, lastMessageAt: undefined };
const newestTogether = batchedRead<string, Newest>((roomId) => roomId, readNewest);

/** The heads of one room, read in one batch with others. */
export const findNewest = async (server: Server, roomId: string): Promise<Newest> =>
  (await newestTogether(server, roomId)) ?? EMPTY;

/** The heads of one room, with a query of its own. */
export async function readHeads(server: Server, roomId: string): Promise<Heads> {
  const newest = await readNewest(server, [roomId]);
  return (newest.get(roomId) ?? EMPTY).heads;
}

/** A message in a room one may read. @throws not_found */
export async function loadMessage(
  actor: Actor,
  messageId: string,
): Promise<{ message: MessageDoc; access: RoomAccess }> {
  const message = await Messages(actor.server).findById(messageId).lean();
  if (!message) throw notFound();
  const access = await loadRoom(actor, String(message.roomId));
  if (message.seq <= (access.room.floorSeq ?? 0)) throw notFound();
  return { message, access };
}

/** A message in a room one may read, with its earlier texts. @throws not_found */
export async function loadWithHistory(actor: Actor, messageId: string): Promise<ClaimedMessage> {
  const message = await Messages(actor.server).findById(messageId).select('+history').lean();
  if (!message) throw notFound();
  const { room } = await loadRoom(actor, String(message.roomId));
  if (message.seq <= (room.floorSeq ?? 0)) throw notFound();
  return message;
}

/** A message of this very room, for replies; null below the floor. */
export async function findInRoom(
  server: Server,
  roomId: string,
  messageId: string,
): Promise<MessageDoc | null> {
  const message = await Messages(server).findOne({ _id: messageId, roomId }).lean();
  if (!message) return null;
  return (await aboveFloors(server, [message]))[0] ?? null;
}

/** Those of these messages that retention has not hidden. */
export async function aboveFloors<M extends Pick<MessageDoc, 'roomId' | 'seq'>>(
  server: Server,
  messages: M[],
): Promise<M[]> {
  if (messages.length === 0) return messages;
  const floors = await findFloors(server, [...new Set(messages.map(({ roomId }) => String(roomId)))]);
  return messages.filter(({ roomId, seq }) => seq > (floors.get(String(roomId)) ?? 0));
}

/** Whether a person has a message in a room that is not deleted. */
export const saidSomething = async (server: Server, roomId: string, authorId: string): Promise<boolean> =>
  (await Messages(server).exists({ roomId, authorId, deletedAt: null })) !== null;

export interface Page {
  messages: MessageDoc[];
  hasMoreBefore: boolean;
  hasMoreAfter: boolean;
}

/** A room, and the place up to which nobody reads it any more. */
export interface Above {
  roomId: string;
  floorSeq: number;
}

const older = (
  server: Server,
  { roomId, floorSeq }: Above,
  below: number,
  limit: number,
): Promise<MessageDoc[]> =>
  Messages(server)
    .find({ roomId, seq: trusted({ $lt: below, $gt: floorSeq }) })
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

/** A page of history in room order: the last one, or before, after or around a place. Of long messages it has fewer than requested. */
export async function readPage(server: Server, at: Above, query: PageQuery): Promise<Page> {
  const { limit } = query;
  const { roomId, floorSeq } = at;
  if (query.after !== undefined) {
    const after = Math.max(query.after, floorSeq);
    const found = await newer(server, roomId, after, limit + 1);
    const messages = fitting(found.slice(0, limit));
    return { messages, hasMoreBefore: after > floorSeq, hasMoreAfter: found.length > messages.length };
  }
  if (query.around !== undefined) {
    const half = Math.floor(limit / 2);
    const [before, after] = await Promise.all([
      older(server, at, query.around, half + 1),
      newer(server, roomId, Math.max(query.around - 1, floorSeq), limit - half + 1),
    ]);
    const above = fitting(before.slice(0, half), limits.answerBytes / 2);
    const below = fitting(after.slice(0, limit - half), limits.answerBytes / 2);
    return {
      messages: [...above.reverse(), ...below],
      hasMoreBefore: before.length > above.length,
      hasMoreAfter: after.length > below.length,
    };
  }
  const found = await older(server, at, query.before ?? Number.MAX_SAFE_INTEGER, limit + 1);
  const messages = fitting(found.slice(0, limit));
  return {
    messages: messages.reverse(),
    hasMoreBefore: found.length > messages.length,
    hasMoreAfter: query.before !== undefined,
  };
}

/** A message by its author and client id, without a permission check. */
export const findByClientId = (
  server: Server,
  at: { roomId: unknown; authorId: unknown; clientId: string },
): Promise<MessageDoc | null> =>
  Messages(server)
    .findOne({ roomId: String(at.roomId), authorId: String(at.authorId), clientId: at.clientId })
    .lean()
    .exec();

/** Messages by their ids, without a permission check: for callers that have checked the rooms. */
export async function findMessages(server: Server, messageIds: string[]): Promise<Map<string, MessageDoc>> {
  const found = await Messages(server)
    .find({ _id: trusted({ $in: messageIds }) })
    .lean();
  return new Map(found.map((message) => [String(message._id), message]));
}

/** Those of these messages that exist. */
export async function existingAmong(server: Server, messageIds: string[]): Promise<Set<string>> {
  const found = await Messages(server)
    .find({ _id: trusted({ $in: messageIds }) }, { _id: 1 })
    .lean();
  return new Set(found.map(({ _id }) => String(_id)));
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

/** The last changes after a rev, in order; earlier ones are left out where there are more. No permission check. */
export const readLastChanges = async (
  server: Server,
  roomId: string,
  rev: number,
  limit: number,
): Promise<MessageDoc[]> => {
  const newestFirst = await Messages(server)
    .find({ roomId, rev: trusted({ $gt: rev }) })
    .sort({ rev: -1 })
    .limit(limit)
    .lean();
  return newestFirst.reverse();
};

/** Changes read at once: most readers lack fewer, and too many of very long ones are soon noticed. */
const CHANGES_AT_ONCE = 100;

/** All changes after a rev in order, or undefined when they exceed the limits of a catch-up. */
export async function readChangesSince(
  server: Server,
  roomId: string,
  rev: number,
): Promise<MessageDoc[] | undefined> {
  const changes: MessageDoc[] = [];
  for (let since = rev; ;) {
    // A message that changes between two queries is found by a later one, under its new rev.
    const found = await readChangesAfter(server, roomId, since, CHANGES_AT_ONCE);
    changes.push(...found);
    if (changes.length > limits.catchUp || fitting(changes).length < changes.length) return undefined;
    const last = found.at(-1);
    if (!last || found.length < CHANGES_AT_ONCE) return changes;
    since = last.rev;
  }
}

const pinnedIn = (roomId: string) => ({ roomId, 'pinned.at': trusted({ $exists: true }) });

/** The pinned messages of a room, in no order. */
export const findPinned = async (server: Server, roomId: string): Promise<MessageDoc[]> =>
  await aboveFloors(server, await Messages(server).find(pinnedIn(roomId)).limit(limits.pinsPerRoom).lean());

export const countPinned = (server: Server, roomId: string): Promise<number> =>
  Messages(server).countDocuments(pinnedIn(roomId));

/** The messages of a room after a place, in order and with their earlier texts. No permission check. */
export const readWithHistory = (
  server: Server,
  roomId: string,
  after: number,
  limit: number,
): Promise<ClaimedMessage[]> =>
  Messages(server)
    .find({ roomId, seq: trusted({ $gt: after }) })
    .select('+history')
    .sort({ seq: 1 })
    .limit(limit)
    .lean<ClaimedMessage[]>()
    .exec();

/** Whether a message up to this seq was deleted after a rev. */
export const wasDeletedSince = async (
  server: Server,
  roomId: string,
  { rev, seq }: { rev: number; seq: number },
): Promise<boolean> =>
  (await Messages(server).exists({
    roomId,
    rev: trusted({ $gt: rev }),
    seq: trusted({ $lte: seq }),
    deletedAt: trusted({ $ne: null }),
  })) !== null;
