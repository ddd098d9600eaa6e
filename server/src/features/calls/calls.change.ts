import { randomInt } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { CallMedia } from '@parley/shared/calls/call';
import { AppError } from '@parley/shared/errors';
import { Types } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { Calls, CallBeats, type CallDoc } from './calls.model.js';
import { isOver, liveLegs, type CallState } from './calls.state.js';
import { viewCall } from './calls.view.js';

declare module '../../platform/bus.js' {
  interface BusEvents {
    /** A call was stored through this node; `before` is missing for one that has begun. Listeners update its message. */
    'call.changed': { call: CallDoc; before: CallDoc | undefined };
    /** A leg has left its call: what it holds on this node ends. */
    'leg.ended': { callId: string; legId: string; epoch: number; media: CallMedia };
  }
}

/** Tries against other changes of the same call. */
const MOST_TRIES = 60;

type Mutate = (call: CallDoc) => CallState;

/** What of a document is its state. */
const stateOf = ({ answeredAt, endedAt, endReason, legs, invited }: CallState): Partial<CallState> => ({
  answeredAt,
  endedAt,
  endReason,
  legs,
  invited,
});

/** Publishes a stored call, and ends what its former legs hold. */
export function publishCall(server: Server, call: CallDoc, before?: CallDoc): void {
  const view = viewCall(call);
  // Who only looks into a public room does not see who talks there.
  server.publish.toRoom(view.roomId, 'call:changed', { call: view }, { onlyMembers: true });
  const live = new Set(liveLegs(call).map(({ legId }) => legId));
  for (const { legId, epoch } of before ? liveLegs(before) : [])
    if (!live.has(legId)) {
      server.publish.closeLeg(view.callId, legId);
      server.bus.publish('leg.ended', { callId: view.callId, legId, epoch, media: call.media });
    }
  server.bus.publish('call.changed', { call, before });
}

/**
 * The only way to change a call: reads it, and writes it if nobody else has meanwhile; else again. Stored, then published.
 *
 * @param mutate returns the next state, or the same for no change; may throw a refusal
 * @returns the call as stored; undefined when there is none
 */
export async function changeCall(
  server: Server,
  callId: string,
  mutate: Mutate,
): Promise<CallDoc | undefined> {
  for (let attempt = 0; attempt < MOST_TRIES; attempt++) {
    const call = await Calls(server).findById(callId).lean();
    if (!call) return undefined;
    const next = mutate(call);
    if (next === call) return call;
    const live = !isOver(next);
    const set = { ...stateOf(next), live, stale: call.stale || !live, version: call.version + 1 };
    const changed: CallDoc = { ...call, ...set };
    const { matchedCount } = await Calls(server).updateOne(
      { _id: call._id, version: call.version },
      { $set: set },
    );
    if (matchedCount === 1) {
      publishCall(server, changed, call);
      if (!live) await CallBeats(server).deleteMany({ callId: call._id });
      return changed;
    }
    await setTimeout(randomInt(Math.min(attempt * 4, 60) + 1));
  }
  throw new AppError('unavailable');
}

/** The key of a leg's heartbeat. */
export const beatKey = (callId: string, legId: string): string => `${callId}:${legId}`;

/** Notes that a leg is there. */
export async function noteBeat(server: Server, callId: string, legId: string): Promise<void> {
  await CallBeats(server).updateOne(
    { _id: beatKey(callId, legId) },
    { $set: { callId: new Types.ObjectId(callId), at: new Date() } },
    { upsert: true },
  );
}
