import type { Server } from '../../platform/context.js';
import type { Job, JobRun } from '../../platform/jobs.js';
import { setTimeout } from 'node:timers/promises';
import { emptyNewest, expireBatch, findLastBefore } from '../messages/expiring.actions.js';
import { headsCachedMs, readHeads } from '../messages/messages.access.js';
import { findRoomUnchecked, listRoomIdsUnchecked, type RoomDoc } from '../rooms/rooms.access.js';
import { raiseFloorOf, raiseReadMarks } from '../rooms/floors.change.js';
import { forgetMissing } from '../search/search.change.js';
import { effectiveDays, heldRooms, isHeld, workspaceRule } from './retention.access.js';
import { Rules, SearchDue } from './retention.model.js';

const DAY_MS = 86_400_000;
/** Between two batches, in ms: people's requests come first. */
const PACE_MS = 20;

/** Between two clearings of the search's index, in ms. */
const SEARCH_REST_MS = 12 * 60 * 60_000;

/** How long a raised floor rests before messages are deleted, in ms: until then a node may claim by heads from before. */
const settledMs = (server: Server): number => 2 * headsCachedMs(server);

/**
 * The days by which a room is to be cleared now; 0 for none. A rule that has become shorter waits, however it was changed: of the workspace,
 * of the room, or what the workspace allows.
 */
async function daysOf(server: Server, roomId: string, now: number): Promise<number> {
  const rule = await Rules(server).findById(roomId).lean();
  const days = effectiveDays(workspaceRule(server), rule?.days);
  const applied = rule?.applied ?? 0;
  if (days === applied) return (rule?.from?.getTime() ?? 0) <= now ? days : 0;
  const shorter = days !== 0 && (applied === 0 || days < applied);
  const graceMs = shorter ? server.config.RETENTION_GRACE_HOURS * 3_600_000 : 0;
  await Rules(server).updateOne(
    { _id: roomId },
    { $set: { applied: days, from: new Date(now + graceMs) }, $setOnInsert: { days: null } },
    { upsert: true },
  );
  return graceMs === 0 ? days : 0;
}

/**
 * Raises the floor of a room to what is older than its rule: from then on nobody reads it. The newest message has its place for as long as it is
 * the newest; it becomes a tombstone.
 */
async function raiseFloor(server: Server, room: RoomDoc, days: number): Promise<RoomDoc> {
  if (days === 0) return room;
  const roomId = String(room._id);
  const before = new Date(Date.now() - days * DAY_MS);
  const last = await findLastBefore(server, roomId, before);
  const { headSeq, headRev } = await readHeads(server, roomId);
  if (last > 0 && last >= headSeq) await emptyNewest(server, roomId, before);
  const floorSeq = Math.min(last, headSeq - 1);
  if (floorSeq <= (room.floorSeq ?? 0)) return room;
  // Changed meanwhile: the next run raises it.
  return (await raiseFloorOf(server, room, { floorSeq, floorRev: headRev })) ?? room;
}

/** Read for each batch: a hold that is added during a long run holds at once. */
const mayDelete = async ({ server, stopped }: JobRun, roomId: string): Promise<boolean> =>
  !stopped() && !isHeld(await heldRooms(server), roomId);

/**
 * Clears a room. Each step can be repeated, so a run that was killed anywhere is continued by the next, also when the rule has ended since:
 * what nobody reads any more is not stored.
 */
async function clearRoom(run: JobRun, roomId: string): Promise<void> {
  const { server } = run;
  const days = await daysOf(server, roomId, Date.now());
  const found = await findRoomUnchecked(server, roomId);
  if (!found || (days === 0 && !found.floorSeq) || !(await mayDelete(run, roomId))) return;
  const { floorSeq = 0, floorRev = 0, floorAt } = await raiseFloor(server, found, days);
  if (floorSeq === 0 || !floorAt) return;
  await raiseReadMarks(server, roomId, floorSeq);
  if (floorAt.getTime() > Date.now() - settledMs(server)) return;
  while (await mayDelete(run, roomId)) {
    const floor = { roomId, floorSeq, floorRev };
    // Noted before any is deleted: a run that is killed afterwards finds that the search is to be cleared.
    const deleted = await expireBatch(server, floor, (newest) => noteSearch(server, newest));
    if (deleted === 0) return;
    await setTimeout(PACE_MS);
  }
}

const noteSearch = async (server: Server, newest: Date): Promise<void> =>
  void (await SearchDue(server).updateOne({ _id: 'search' }, { $max: { before: newest } }, { upsert: true }));

/** Searches do not find what is gone. Its words leave the index from time to time, because that reads all of it that is as old. */
async function clearSearch(server: Server): Promise<void> {
  const due = await SearchDue(server).findById('search').lean();
  const doneAt = due?.doneAt?.getTime() ?? 0;
  if (!due?.before || doneAt > Date.now() - SEARCH_REST_MS) return;
  if (!(await forgetMissing(server, due.before))) return;
  // Unless there is more since.
  await SearchDue(server).updateOne(
    { _id: 'search', before: due.before },
    { $set: { doneAt: new Date() }, $unset: { before: 1 } },
  );
}

/**
 * Deletes what is older than the rules say, except what is on hold. A room that fails does not stop the others.
 * @throws Error when any failed: the next run retries
 */
async function retain(run: JobRun): Promise<void> {
  const { server } = run;
  const roomIds: string[] = [];
  for await (const roomId of listRoomIdsUnchecked(server)) roomIds.push(roomId);
  let failed = 0;
  for (const roomId of roomIds) {
    if (run.stopped()) return;
    try {
      await clearRoom(run, roomId);
    } catch (error) {
      server.log.warn({ err: error, roomId }, 'the old messages of a room will be deleted later');
      failed += 1;
    }
  }
  await clearSearch(server);
  if (failed > 0) throw new Error(`${failed} rooms could not be cleared`);
}

export const RETAIN_JOB = 'retention.retain';

export const retentionJobs: readonly Job[] = [
  { name: RETAIN_JOB, everyMs: () => 15 * 60_000, runs: 'cluster', atStart: true, run: retain },
];
