import { notFound } from '@parley/shared/errors';
import { refusal } from '@parley/shared/refusals';
import { trusted, Types } from 'mongoose';
import type { Actor, Server } from '../../platform/context.js';
import { perServer } from '../../platform/perServer.js';
import { loadRoomFor, type RoomAccess } from '../rooms/rooms.access.js';
import { Calls, type CallDoc } from './calls.model.js';
import { findLiveLeg, isOver, type Leg } from './calls.state.js';

/** How long a node uses what it has read of a call to address signals, in ms. A leg it does not know is looked up. */
const CACHED_MS = 1000;

/** How long a leg that was not found is not looked up again, in ms. */
const MISSED_MS = 100;

/** The live call of a room, without a permission check. */
export const findCallIn = (server: Server, roomId: string): Promise<CallDoc | null> =>
  Calls(server)
    .findOne({ roomId: new Types.ObjectId(roomId), live: true })
    .lean()
    .exec();

/** The live calls of these rooms, without a permission check. */
export const findCallsIn = (server: Server, roomIds: readonly string[]): Promise<CallDoc[]> =>
  Calls(server)
    .find({ roomId: trusted({ $in: roomIds.map((id) => new Types.ObjectId(id)) }), live: true })
    .lean()
    .exec();

/** The live calls these people are in. */
export const findCallsOf = (server: Server, userIds: readonly string[]): Promise<CallDoc[]> =>
  Calls(server)
    .find({
      live: true,
      legs: trusted({ $elemMatch: { userId: { $in: userIds }, leftAt: null } }),
    })
    .lean()
    .exec();

/** A live call in a room where one may join calls. @throws not_found, forbidden */
export async function loadCall(actor: Actor, callId: string): Promise<{ call: CallDoc; access: RoomAccess }> {
  const call = await Calls(actor.server).findById(callId).lean();
  if (!call) throw notFound();
  const access = await loadRoomFor(actor, String(call.roomId), 'joinCall');
  if (isOver(call)) throw refusal('calls.over');
  return { call, access };
}

/** A leg that acts for this actor, from the session it was joined with. */
export const ownLeg = (call: CallDoc, legId: string, { userId, sessionId }: Actor): Leg | undefined => {
  const leg = findLiveLeg(call, legId);
  return leg?.userId === userId && leg.sessionId === sessionId ? leg : undefined;
};

interface Cached {
  call: CallDoc;
  readAt: number;
  /** When a leg was last looked up that was not there. */
  missedAt: number;
}

const cacheOf = perServer(() => new Map<string, Cached>());

/** Uses this state of a call for the next signals. */
export function cacheCall(server: Server, call: CallDoc): void {
  const cache = cacheOf(server);
  const callId = String(call._id);
  if (isOver(call)) cache.delete(callId);
  else
    cache.set(callId, {
      call,
      readAt: performance.now(),
      missedAt: cache.get(callId)?.missedAt ?? -Infinity,
    });
}

/** Evicts all calls but these. */
export function evictOtherCalls(server: Server, liveIds: ReadonlySet<string>): void {
  const cache = cacheOf(server);
  for (const callId of cache.keys()) if (!liveIds.has(callId)) cache.delete(callId);
}

/**
 * A live call as of the last second. Read again for legs it does not have, since they may have joined through another node, but
 * not for each of many signals to nobody.
 */
export async function findCachedCall(
  server: Server,
  callId: string,
  legIds: readonly string[],
): Promise<CallDoc | undefined> {
  const now = performance.now();
  const known = cacheOf(server).get(callId);
  const hasAll = known && legIds.every((legId) => findLiveLeg(known.call, legId));
  if (known && (hasAll ? now - known.readAt < CACHED_MS : now - known.missedAt < MISSED_MS))
    return known.call;
  const call = await Calls(server).findById(callId).lean();
  if (!call || isOver(call)) return undefined;
  cacheCall(server, call);
  const fresh = cacheOf(server).get(callId);
  if (fresh && !legIds.every((legId) => findLiveLeg(call, legId))) fresh.missedAt = now;
  return call;
}

/** The calls a person was in that are still stored, with their own times in them. */
export async function listCallsOf(
  server: Server,
  userId: string,
): Promise<{ callId: string; roomId: string; startedAt: string; legs: object[] }[]> {
  const found = await Calls(server)
    .find({ legs: trusted({ $elemMatch: { userId } }) })
    .sort({ _id: 1 })
    .limit(10_000)
    .lean();
  return found.map(({ _id, roomId, startedAt, legs }) => ({
    callId: String(_id),
    roomId: String(roomId),
    startedAt: startedAt.toISOString(),
    legs: legs
      .filter((leg) => leg.userId === userId)
      .map(({ joinedAt, leftAt }) => ({
        joinedAt: joinedAt.toISOString(),
        leftAt: leftAt?.toISOString() ?? null,
      })),
  }));
}
