import type { ErasedMessages } from '@parley/shared/erasure';
import type { Server } from '../../platform/context.js';
import { liveSettings } from '../../platform/liveSettings.js';
import { findRoomsUnchecked, listFormerRoomIds, listRoomIdsOf } from '../rooms/rooms.access.js';
import { Holds, type HoldDoc } from './retention.model.js';
import { retentionLive } from './retention.live.js';

/** The rule of a workspace: days, 0 for never, and which rules of their own rooms may have. */
export interface WorkspaceRule {
  days: number;
  rooms: 'none' | 'shorter' | 'any';
}

export const workspaceRule = (server: Server): WorkspaceRule => liveSettings(server, retentionLive);

/** Days after which the workspace deletes messages; null for never. */
export const workspaceDays = (server: Server): number | null => workspaceRule(server).days || null;

/** Days after which a room deletes messages, by its own rule where the workspace allows that; 0 for never. @param own of the room */
export function effectiveDays({ days, rooms }: WorkspaceRule, own: number | null | undefined): number {
  if (own == null || rooms === 'none') return days;
  if (rooms === 'any') return own;
  const shorter = own !== 0 && (days === 0 || own < days);
  return shorter ? own : days;
}

export const listHolds = (server: Server): Promise<HoldDoc[]> =>
  Holds(server).find({}).sort({ _id: 1 }).limit(1000).lean().exec();

const targetsOf = (holds: HoldDoc[], kind: HoldDoc['on']): Set<string> =>
  new Set(holds.filter(({ on }) => on === kind).map(({ targetId }) => String(targetId)));

/** All rooms a person is or was in. */
async function roomIdsOf(server: Server, userId: string): Promise<string[]> {
  const present = (await listRoomIdsOf(server, [userId])).get(userId) ?? [];
  return [...present, ...(await listFormerRoomIds(server, userId))];
}

/**
 * The rooms in which retention deletes nothing. A hold on a person is one on every room they are or were in: what others answered them is
 * part of it.
 */
export async function heldRooms(server: Server): Promise<'all' | ReadonlySet<string>> {
  const holds = await listHolds(server);
  if (holds.some(({ on }) => on === 'workspace')) return 'all';
  const held = targetsOf(holds, 'room');
  for (const userId of targetsOf(holds, 'person'))
    for (const roomId of await roomIdsOf(server, userId)) held.add(roomId);
  return held;
}

export const isHeld = (held: 'all' | ReadonlySet<string>, roomId: string): boolean =>
  held === 'all' || held.has(roomId);

/** Of these rooms, whether any is on hold, or is a direct message or group with somebody on hold. */
async function anyHeld(server: Server, holds: HoldDoc[], roomIds: string[]): Promise<boolean> {
  const [rooms, people] = [targetsOf(holds, 'room'), targetsOf(holds, 'person')];
  if (roomIds.some((roomId) => rooms.has(roomId))) return true;
  if (people.size === 0) return false;
  const found = await findRoomsUnchecked(server, roomIds);
  return [...found.values()].some(({ memberIds }) => memberIds.some((id) => people.has(String(id))));
}

/**
 * Whether nobody may delete a message: it is in a room on hold, of a person on hold, or in their direct messages and groups. In other rooms
 * people still delete what is their own.
 */
export async function isMessageHeld(
  server: Server,
  { roomId, authorId }: { roomId: string; authorId: string },
): Promise<boolean> {
  const holds = await listHolds(server);
  if (holds.length === 0) return false;
  if (holds.some(({ on }) => on === 'workspace') || targetsOf(holds, 'person').has(authorId)) return true;
  return await anyHeld(server, holds, [roomId]);
}

/**
 * Whether a person may not be erased: they or the workspace are on hold, or their messages are to go and some may be.
 * @param messages what happens to what they wrote
 */
export async function isPersonHeld(
  server: Server,
  userId: string,
  messages: ErasedMessages,
): Promise<boolean> {
  const holds = await listHolds(server);
  if (holds.length === 0) return false;
  if (holds.some(({ on }) => on === 'workspace') || targetsOf(holds, 'person').has(userId)) return true;
  return messages === 'remove' && (await anyHeld(server, holds, await roomIdsOf(server, userId)));
}

/** The holds that a person has begun. */
export async function listHoldsBy(
  server: Server,
  userId: string,
): Promise<{ on: string; reason: string; createdAt: string }[]> {
  const found = await Holds(server).find({ createdBy: userId }).limit(1000).lean();
  return found.map(({ on, reason, createdAt }) => ({ on, reason, createdAt: createdAt.toISOString() }));
}
