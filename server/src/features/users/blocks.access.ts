import { refusal } from '@parley/shared/refusals';
import { trusted } from 'mongoose';
import { batchedRead } from '../../platform/batchedRead.js';
import type { Actor, Server } from '../../platform/context.js';
import { Users } from './users.model.js';

/** Between two people: `mine` when the first has blocked the second, also when both have; `theirs` when only the second has. */
export type Cut = 'mine' | 'theirs';

const readBlocked = batchedRead<string, ReadonlySet<string>>(
  (userId) => userId,
  async (server, userIds) => {
    const found = await Users(server)
      .find({ _id: trusted({ $in: userIds }), blocked: trusted({ $exists: true }) }, { blocked: 1 })
      .lean();
    return new Map(found.map(({ _id, blocked = [] }) => [String(_id), new Set(blocked.map(String))]));
  },
);

const none: ReadonlySet<string> = new Set();

/** The ids of the people that somebody has blocked. */
export const blockedBy = async (server: Server, userId: string): Promise<ReadonlySet<string>> =>
  (await readBlocked(server, userId)) ?? none;

/** Whether one of two people has blocked the other. */
export async function findCut(server: Server, userId: string, otherId: string): Promise<Cut | undefined> {
  const [mine, theirs] = await Promise.all([blockedBy(server, userId), blockedBy(server, otherId)]);
  if (mine.has(otherId)) return 'mine';
  return theirs.has(userId) ? 'theirs' : undefined;
}

/** Those of these people who have blocked this one. */
export async function blockersAmong(server: Server, userId: string, userIds: string[]): Promise<Set<string>> {
  const lists = await Promise.all(
    userIds.map(async (id) => [id, (await blockedBy(server, id)).has(userId)] as const),
  );
  return new Set(lists.flatMap(([id, blocks]) => (blocks ? [id] : [])));
}

/**
 * Before a person begins a conversation with others, or adds them to one. One answer for all: it does not say who it was, nor whose block it is.
 * @throws forbidden
 */
export async function requireUnblocked({ server, userId }: Actor, userIds: string[]): Promise<void> {
  const others = userIds.filter((id) => id !== userId);
  if ((await blockersAmong(server, userId, others)).size > 0) throw refusal('blocks.undelivered');
}
