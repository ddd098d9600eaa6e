import type { Server } from '../../platform/context.js';
import { liveSettings } from '../../platform/liveSettings.js';
import { listFormerRoomIds, listRoomIdsOf } from '../rooms/rooms.access.js';
import { Holds, type HoldDoc } from './retention.model.js';
import { retentionLive } from './retention.live.js';

/** Days after which the workspace deletes messages; null for never. */
export const workspaceDays = (server: Server): number | null => liveSettings(server, retentionLive).days || null;

/** Days after which a room deletes messages, by its own rule where the workspace allows that; 0 for never. @param own of the room */
export function effectiveDays(server: Server, own: number | null | undefined): number {
  const { days, rooms } = liveSettings(server, retentionLive);
  if (own == null || rooms === 'none') return days;
  if (rooms === 'any') return own;
  const shorter = own !== 0 && (days === 0 || own < days);
  return shorter ? own : days;
}

export const listHolds = (server: Server): Promise<HoldDoc[]> =>
  Holds(server).find({}).sort({ _id: 1 }).limit(1000).lean().exec();

/**
 * The rooms in which nothing is deleted. A hold on a person is one on every room they are or were in: what others answered them is part
 * of it.
 */
export async function heldRooms(server: Server): Promise<'all' | ReadonlySet<string>> {
  const holds = await listHolds(server);
  if (holds.some(({ on }) => on === 'workspace')) return 'all';
  const held = new Set(holds.filter(({ on }) => on === 'room').map(({ targetId }) => String(targetId)));
  for (const { on, targetId } of holds) {
    if (on !== 'person') continue;
    const userId = String(targetId);
    const present = (await listRoomIdsOf(server, [userId])).get(userId) ?? [];
    for (const roomId of [...present, ...(await listFormerRoomIds(server, userId))]) held.add(roomId);
  }
  return held;
}

export const isHeld = (held: 'all' | ReadonlySet<string>, roomId: string): boolean =>
  held === 'all' || held.has(roomId);

/** Whether a person may not be erased because of a legal hold, on them or on the workspace. */
export const isPersonHeld = async (server: Server, userId: string): Promise<boolean> =>
  (await listHolds(server)).some(
    ({ on, targetId }) => on === 'workspace' || (on === 'person' && String(targetId) === userId),
  );
