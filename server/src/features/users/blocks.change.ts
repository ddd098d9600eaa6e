import { AppError, notFound } from '@parley/shared/errors';
import { moderationLimits } from '@parley/shared/moderation/limits';
import { refusal } from '@parley/shared/refusals';
import { trusted, Types } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { changingStandings } from '../rooms/standings.access.js';
import { Users, type UserDoc } from './users.model.js';
import { viewMe } from './users.view.js';

const publishMe = (server: Server, user: UserDoc): void =>
  server.publish.toUser(String(user._id), 'me:changed', { me: viewMe(user) });

/** What a person may do in a direct message depends on it, so cached standings are evicted. */
const change = (server: Server, filter: object, update: object): Promise<UserDoc | null> =>
  changingStandings(server, () =>
    Users(server)
      .findOneAndUpdate(filter, { ...update, $inc: { version: 1 } }, { returnDocument: 'after' })
      .lean()
      .exec(),
  );

/**
 * Adds somebody to the people that a person has blocked, and publishes it to that person. Idempotent.
 * @throws not_found, conflict at the limit
 */
export async function addBlock(server: Server, userId: string, otherId: string): Promise<void> {
  const other = new Types.ObjectId(otherId);
  const last = `blocked.${moderationLimits.blocked - 1}`;
  const user = await change(
    server,
    { _id: userId, blocked: trusted({ $ne: other }), [last]: trusted({ $exists: false }) },
    { $push: { blocked: other } },
  );
  if (user) return publishMe(server, user);
  const known = await Users(server).findById(userId).lean();
  if (!known) throw notFound();
  if (known.blocked?.some((id) => String(id) === otherId)) return;
  throw refusal('blocks.tooMany', { most: moderationLimits.blocked });
}

/** Ends a block, and publishes it to the person. Idempotent. */
export async function removeBlock(server: Server, userId: string, otherId: string): Promise<void> {
  const other = new Types.ObjectId(otherId);
  const user = await change(server, { _id: userId, blocked: other }, { $pull: { blocked: other } });
  if (user) publishMe(server, user);
}

/** Removes an erased person from all lists. */
export async function forgetBlocked(server: Server, otherId: string): Promise<void> {
  const blocking = await Users(server).find({ blocked: otherId }, { _id: 1 }).lean();
  for (const { _id } of blocking) await removeBlock(server, String(_id), otherId);
}

/**
 * Who has blocked a merged account blocks the one that stays, and that one blocks who the merged account has blocked, up to the bound. Nobody
 * blocks themself. Idempotent.
 */
export async function moveBlocks(server: Server, fromId: string, intoId: string): Promise<void> {
  const blocking = await Users(server).find({ blocked: fromId }, { _id: 1 }).lean();
  const own = await Users(server).findById(fromId, { blocked: 1 }).lean();
  const pairs = [
    ...blocking.map(({ _id }) => [String(_id), intoId] as const),
    ...(own?.blocked ?? []).map((id) => [intoId, String(id)] as const),
  ];
  for (const [by, whom] of pairs) if (by !== whom) await addBlock(server, by, whom).catch(ignoringFull);
}

/** At the bound of somebody's list nothing is added. */
function ignoringFull(error: unknown): void {
  if (!(error instanceof AppError)) throw error;
}
