import { limits } from '@parley/shared/limits';
import {
  isUncounted,
  readUpTo,
  uncountedAmong,
  uncountedBehind,
  uncountedIn,
  type ReadMark,
  type Uncounted,
} from '@parley/shared/unread';
import { trusted, Types } from 'mongoose';
import { batchedRead } from '../../platform/batchedRead.js';
import type { Server } from '../../platform/context.js';
import { findTogether } from '../../platform/findTogether.js';
import { blockedBy } from '../users/blocks.access.js';
import { Messages } from './messages.model.js';

/** A person's read mark in a room. */
interface ReadPlace {
  roomId: string;
  userId: string;
  readSeq: number;
}

const readPlaceKey = ({ roomId, userId, readSeq }: ReadPlace): string => `${roomId} ${userId} ${readSeq}`;

/** Mentions of a person behind their read mark in a room: the newest hundred. Read in one batch with others. */
export const findMentionSeqs = batchedRead<ReadPlace, number[]>(readPlaceKey, async (server, places) => {
  const found = await findTogether(
    Messages(server),
    places.flatMap(({ roomId, userId, readSeq }) => {
      const behind = { roomId: new Types.ObjectId(roomId), seq: { $gt: readSeq } };
      const newest = {
        sort: { seq: -1 as const },
        limit: limits.callsKnown,
        fields: { seq: 1, authorId: 1 } as const,
      };
      return [
        { filter: { mentionIds: new Types.ObjectId(userId), mentioned: true, ...behind }, ...newest },
        { filter: { mentionsRoom: true, ...behind }, ...newest },
      ];
    }),
  );
  const calledIn = (i: number) => [...(found[2 * i] ?? []), ...(found[2 * i + 1] ?? [])];
  // Most have no mention, and need no block list.
  const people = new Set(places.flatMap(({ userId }, i) => (calledIn(i).length > 0 ? [userId] : [])));
  const blocked = new Map(
    await Promise.all([...people].map(async (userId) => [userId, await blockedBy(server, userId)] as const)),
  );
  return new Map(
    places.map((place, i) => {
      const called = calledIn(i)
        .filter(({ authorId }) => String(authorId) !== place.userId)
        .filter(({ authorId }) => blocked.get(place.userId)?.has(String(authorId)) !== true)
        .map(({ seq }) => seq ?? 0);
      const seqs = [...new Set(called)].sort((a, b) => a - b).slice(-limits.callsKnown);
      return [readPlaceKey(place), seqs];
    }),
  );
});

/**
 * The places behind a read mark that are not unread, of the newest two hundred: deleted messages and one's own. Without an index: it
 * would cost every message more than this costs those who were away. Read in one batch with others.
 */
const findUncounted = batchedRead<ReadPlace, Uncounted>(readPlaceKey, async (server, places) => {
  const found = await findTogether(
    Messages(server),
    places.map(({ roomId, userId, readSeq }) => ({
      filter: { roomId: new Types.ObjectId(roomId), seq: { $gt: readSeq } },
      sort: { seq: -1 },
      limit: limits.uncountedKnown,
      fields: { seq: 1, authorId: 1, deletedAt: 1 },
      only: { $or: [{ authorId: new Types.ObjectId(userId) }, { deletedAt: { $type: 'date' } }] },
    })),
  );
  return new Map(
    places.map((place, i) => {
      const messages = (found[i] ?? []).map(({ seq = 0, authorId, deletedAt }) => ({
        seq,
        authorId: String(authorId),
        deletedAt,
      }));
      return [readPlaceKey(place), uncountedAmong(messages, place.userId)];
    }),
  );
});

/**
 * The same for a membership, as its client holds it.
 * @param at the membership, and the heads of its room
 */
export async function loadUncounted(
  server: Server,
  at: { roomId: string; userId: string; headSeq: number; member: ReadMark },
): Promise<Uncounted> {
  const { roomId, userId, member } = at;
  const from = readUpTo(member);
  const found =
    at.headSeq > from ? await findUncounted(server, { roomId, userId, readSeq: from }) : undefined;
  return uncountedBehind(uncountedIn([found], at), member);
}

/** Whether all places between two are deleted or one's own. False also when there are too many to read. */
export async function isAllUncounted(
  server: Server,
  { roomId, userId }: { roomId: string; userId: string },
  between: { after: number; before: number },
): Promise<boolean> {
  const count = between.before - between.after - 1;
  if (count <= 0) return true;
  if (count > limits.uncountedKnown) return false;
  const found = await Messages(server)
    .find(
      { roomId, seq: trusted({ $gt: between.after, $lt: between.before }) },
      { authorId: 1, deletedAt: 1 },
    )
    .limit(count)
    .lean();
  return found.every(({ authorId, deletedAt }) =>
    isUncounted({ authorId: String(authorId), deletedAt }, userId),
  );
}
