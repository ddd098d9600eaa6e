import { callLimits } from '@parley/shared/calls/limits';
import { trusted, type Types } from 'mongoose';
import type { Server } from '../../platform/context.js';
import type { Job, JobRun } from '../../platform/jobs.js';
import { perServer } from '../../platform/perServer.js';
import { cacheCall } from './calls.access.js';
import { changeCall } from './calls.change.js';
import { endRelayed } from './calls.ice.js';
import { CallBeats, Calls } from './calls.model.js';
import { recordCall } from './calls.record.js';
import { liveLegs, swept, type Signs } from './calls.state.js';

/** Live calls of one sweep; a workspace has far fewer at once. */
const MOST_LIVE = 5000;
/** Calls whose message is behind, of one step. */
const PAGE = 200;
/** How long a call is stored after its end, in ms: its message has what remains of it. */
const STORED_MS = 7 * 24 * 60 * 60_000;

/** Legs that were in a call at the last sweep of this node. */
const seenOf = perServer(() => ({ since: new Date(), legs: new Set<string>() }));

async function beatsOf(server: Server, callIds: Types.ObjectId[]): Promise<Map<string, Date>> {
  const beats = await CallBeats(server)
    .find({ callId: trusted({ $in: callIds }) })
    .lean();
  return new Map(beats.map(({ _id, at }) => [_id, at]));
}

/** What other nodes have ended, ends on the relay of this one. */
function endMissed(server: Server, legs: Set<string>): void {
  const seen = seenOf(server);
  for (const legId of seen.legs) if (!legs.has(legId)) endRelayed(server, legId);
  seen.legs = legs;
}

/**
 * Ends what is over: on each node, because any may have died with the call's legs. Two at once do no harm, since each change
 * is of the version it has read.
 */
async function sweepCalls({ server, stopped }: JobRun): Promise<void> {
  const live = await Calls(server).find({ live: true }).limit(MOST_LIVE).lean();
  endMissed(server, new Set(live.flatMap((call) => liveLegs(call).map(({ legId }) => legId))));
  if (live.length === 0) return;
  const signs: Signs = {
    beats: await beatsOf(
      server,
      live.map(({ _id }) => _id),
    ),
    since: seenOf(server).since,
    patience: {
      silenceMs: server.config.CALL_SILENCE_SECONDS * 1000,
      awayMs: callLimits.awayMs,
      emptyMs: callLimits.emptyMs,
    },
  };
  const now = new Date();
  for (const call of live) {
    if (stopped()) return;
    cacheCall(server, call);
    // Most are unchanged, and are not read a second time.
    if (swept(call, now, signs) !== call)
      await changeCall(server, String(call._id), (again) => swept(again, now, signs));
  }
}

/** Calls whose message a crash left behind. */
async function recordCalls({ server, stopped }: JobRun): Promise<void> {
  const behind = await Calls(server).find({ stale: true }).limit(PAGE).lean();
  for (const call of behind) {
    if (stopped()) return;
    await recordCall(server, call);
  }
  const before = new Date(Date.now() - STORED_MS);
  await Calls(server).deleteMany({ live: false, stale: false, endedAt: trusted({ $lt: before }) });
}

export const callJobs: readonly Job[] = [
  { name: 'calls.sweep', everyMs: () => 2000, runs: 'node', run: sweepCalls },
  { name: 'calls.record', everyMs: () => 30_000, runs: 'cluster', atStart: true, run: recordCalls },
];
