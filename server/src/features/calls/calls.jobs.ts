import type { CallMedia } from '@parley/shared/calls/call';
import { callLimits } from '@parley/shared/calls/limits';
import { trusted, type Types } from 'mongoose';
import type { Server } from '../../platform/context.js';
import type { Job, JobRun } from '../../platform/jobs.js';
import { perServer } from '../../platform/perServer.js';
import { findMembersAmong, findRoomsUnchecked } from '../rooms/rooms.access.js';
import { cacheCall, evictOtherCalls } from './calls.access.js';
import { beatKey, changeCall } from './calls.change.js';
import type { Relayed } from './calls.ice.js';
import { repeatRemovals } from './calls.livekit.js';
import { CallBeats, Calls, type CallDoc } from './calls.model.js';
import { proxiedLegs } from './calls.proxy.js';
import { recordCall } from './calls.record.js';
import { releaseLeg } from './calls.release.js';
import { liveLegs, removed, swept, type CallState, type Signs } from './calls.state.js';

/** Live calls of one sweep; a workspace has far fewer at once. */
const MOST_LIVE = 5000;
/** Calls whose message is behind, of one step. */
const PAGE = 200;
/** How long a call is stored after its end, in ms: its message has what remains of it. */
const STORED_MS = 7 * 24 * 60 * 60_000;
/** Heartbeats go with their call; older ones were left by a crash. */
const BEATS_STORED_MS = 24 * 60 * 60_000;

type Seen = Relayed & { media: CallMedia };

/** Legs that were in a call at the last sweep of this node, by key. */
const seenOf = perServer(() => ({ since: new Date(), legs: new Map<string, Seen>() }));

async function beatsOf(server: Server, callIds: Types.ObjectId[]): Promise<Map<string, Date>> {
  const beats = await CallBeats(server)
    .find({ callId: trusted({ $in: callIds }) })
    .lean();
  return new Map(beats.map(({ _id, at }) => [_id, at]));
}

const keyOf = ({ callId, legId, epoch }: Relayed): string => `${callId}:${legId}:${epoch}`;

/** What other nodes have ended, ends on this one. @param proxied legs that were connected through it before the calls were read */
function endMissed(server: Server, live: CallDoc[], proxied: readonly Relayed[]): void {
  const legs = new Map<string, Seen>();
  for (const call of live)
    for (const { legId, epoch } of liveLegs(call)) {
      const leg = { callId: String(call._id), legId, epoch, media: call.media };
      legs.set(keyOf(leg), leg);
    }
  const seen = seenOf(server);
  const former = new Map(seen.legs);
  for (const leg of proxied) former.set(keyOf(leg), { ...leg, media: 'livekit' });
  for (const [key, leg] of former) if (!legs.has(key)) releaseLeg(server, leg, leg.media);
  seen.legs = legs;
}

/** Who may be in each room: a removal may have been lost in a crash, or have crossed a join. */
async function allowedIn(
  server: Server,
  live: CallDoc[],
): Promise<(call: CallDoc, userId: string) => boolean> {
  const roomIds = live.map(({ roomId }) => String(roomId));
  const userIds = live.flatMap((call) => liveLegs(call).map(({ userId }) => userId));
  const [members, rooms] = await Promise.all([
    findMembersAmong(server, roomIds, [...new Set(userIds)]),
    findRoomsUnchecked(server, roomIds),
  ]);
  const present = new Set(members.map(({ roomId, userId }) => `${String(roomId)} ${String(userId)}`));
  return ({ roomId }, userId) =>
    rooms.get(String(roomId))?.archived === false && present.has(`${String(roomId)} ${userId}`);
}

/**
 * Ends what is over: on each node, because any may have died with the call's legs. Two at once do no harm, since each change
 * is of the version it has read.
 */
async function sweepCalls({ server, stopped }: JobRun): Promise<void> {
  // Before the calls are read: who connects afterwards has joined since.
  const proxied = proxiedLegs(server);
  const live = await Calls(server).find({ live: true }).limit(MOST_LIVE).lean();
  endMissed(server, live, proxied);
  repeatRemovals(server);
  evictOtherCalls(server, new Set(live.map(({ _id }) => String(_id))));
  if (live.length === 0) return;
  const [beats, allowed] = await Promise.all([
    beatsOf(
      server,
      live.map(({ _id }) => _id),
    ),
    allowedIn(server, live),
  ]);
  const now = new Date();
  const next = (call: CallDoc): CallState =>
    swept(
      removed(call, now, ({ userId }) => !allowed(call, userId)),
      now,
      signsOf(server, call, beats),
    );
  for (const call of live) {
    if (stopped()) return;
    cacheCall(server, call);
    // Most are unchanged, and are not read a second time.
    if (next(call) !== call) await changeCall(server, String(call._id), next);
  }
}

/** @param beats by the keys of calls and legs */
function signsOf(server: Server, call: CallDoc, beats: Map<string, Date>): Signs {
  const callId = String(call._id);
  return {
    beats: new Map(
      call.legs.flatMap(({ legId }): [string, Date][] => {
        const at = beats.get(beatKey(callId, legId));
        return at ? [[legId, at]] : [];
      }),
    ),
    since: seenOf(server).since,
    patience: {
      silenceMs: server.config.CALL_SILENCE_SECONDS * 1000,
      awayMs: callLimits.awayMs,
      emptyMs: callLimits.emptyMs,
    },
  };
}

/** Calls whose message a crash left behind. */
async function recordCalls({ server, stopped }: JobRun): Promise<void> {
  const behind = await Calls(server).find({ stale: true }).limit(PAGE).lean();
  for (const call of behind) {
    if (stopped()) return;
    // One that fails must not hold up the others.
    await recordCall(server, call).catch((error: unknown) =>
      server.log.error(
        { err: error, callId: String(call._id) },
        'the message of a call could not be written',
      ),
    );
  }
  await CallBeats(server).deleteMany({ at: trusted({ $lt: new Date(Date.now() - BEATS_STORED_MS) }) });
  const before = new Date(Date.now() - STORED_MS);
  await Calls(server).deleteMany({ live: false, stale: false, endedAt: trusted({ $lt: before }) });
}

export const callJobs: readonly Job[] = [
  { name: 'calls.sweep', everyMs: () => 2000, runs: 'node', run: sweepCalls },
  { name: 'calls.record', everyMs: () => 30_000, runs: 'cluster', atStart: true, run: recordCalls },
];
