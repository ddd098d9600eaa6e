import type { Server } from '../../platform/context.js';
import type { Job, JobRun } from '../../platform/jobs.js';
import { setTimeout } from 'node:timers/promises';
import { expireBatch, findLastBefore } from '../messages/expiring.actions.js';
import { readHeads } from '../messages/messages.access.js';
import { HEADS_CACHED_MS } from '../messages/messages.change.js';
import { findRoomUnchecked, listRoomIdsUnchecked, type RoomDoc } from '../rooms/rooms.access.js';
import { changeRoom, raiseReadMarks } from '../rooms/members.change.js';
import { forgetMissing } from '../search/search.change.js';
import { effectiveDays, heldRooms, isHeld } from './retention.access.js';
import { Rules, SearchDue } from './retention.model.js';

const DAY_MS = 86_400_000;
/** How long a raised floor rests before messages are deleted, in ms: until then a node may claim by heads from before. */
const SETTLED_MS = 2 * HEADS_CACHED_MS;
/** Between two batches, in ms: people's requests come first. */
const PACE_MS = 20;

/**
 * The days by which a room is to be cleared now; 0 for none. A rule that has become shorter waits for a day, however it was changed:
 * of the workspace, of the room, or what the workspace allows.
 */
async function daysOf(server: Server, roomId: string, now: number): Promise<number> {
  const rule = await Rules(server).findById(roomId).lean();
  const days = effectiveDays(server, rule?.days);
  const applied = rule?.applied ?? 0;
  if (days !== applied) {
    const shorter = days !== 0 && (applied === 0 || days < applied);
    const from = new Date(shorter ? now + DAY_MS : now);
    await Rules(server).updateOne(
      { _id: roomId },
      { $set: { applied: days, from }, $setOnInsert: { days: null } },
      { upsert: true },
    );
    return shorter ? 0 : days;
  }
  return (rule?.from?.getTime() ?? 0) <= now ? days : 0;
}

/** Raises the floor of a room to what is older than its rule: from then on nobody reads it. Its newest message stays. */
async function raiseFloor(server: Server, room: RoomDoc, days: number): Promise<RoomDoc> {
  const roomId = String(room._id);
  const last = await findLastBefore(server, roomId, new Date(Date.now() - days * DAY_MS));
  const heads = await readHeads(server, roomId);
  const floorSeq = Math.min(last, heads.headSeq - 1);
  if (floorSeq <= (room.floorSeq ?? 0)) return room;
  const set = { floorSeq, floorRev: heads.headRev, floorAt: new Date() };
  // Changed meanwhile: the next run raises it.
  return (await changeRoom(server, roomId, { set, version: room.version })) ?? room;
}

/** Clears a room. Each step can be repeated, so a run that was killed anywhere is continued by the next. */
async function clearRoom({ server, stopped }: JobRun, found: RoomDoc, days: number): Promise<void> {
  const roomId = String(found._id);
  const room = await raiseFloor(server, found, days);
  const { floorSeq = 0, floorRev = 0, floorAt } = room;
  if (floorSeq === 0 || !floorAt) return;
  await raiseReadMarks(server, roomId, floorSeq);
  if (floorAt.getTime() > Date.now() - SETTLED_MS) return;
  for (let first = true; !stopped(); first = false) {
    // Before the first is deleted: a run that is killed afterwards finds that the search is to be cleared.
    if (first) await noteSearch(server);
    if ((await expireBatch(server, { roomId, floorSeq, floorRev })) === 0) return;
    await setTimeout(PACE_MS);
  }
}

const noteSearch = (server: Server) =>
  SearchDue(server).updateOne({ _id: 'search' }, { $set: { before: new Date() } }, { upsert: true });

/** Deletes what is older than the rules say, except what is on hold. */
async function retain(run: JobRun): Promise<void> {
  const { server } = run;
  for await (const roomId of listRoomIdsUnchecked(server)) {
    if (run.stopped()) return;
    const days = await daysOf(server, roomId, Date.now());
    const room = days === 0 ? null : await findRoomUnchecked(server, roomId);
    // Read for each room: a hold that is added during a long run holds at once.
    if (room && !isHeld(await heldRooms(server), roomId)) await clearRoom(run, room, days);
  }
  const due = await SearchDue(server).findById('search').lean();
  if (due && (await forgetMissing(server, due.before)))
    await SearchDue(server).deleteOne({ _id: 'search', before: due.before });
}

/** @public its name, for tests */
export const RETAIN_JOB = 'retention.retain';

export const retentionJobs: readonly Job[] = [
  { name: RETAIN_JOB, everyMs: () => 15 * 60_000, runs: 'cluster', atStart: true, run: retain },
];
