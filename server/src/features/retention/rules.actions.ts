import type { RetentionPreview, RoomRetention, RoomRetentionView } from '@parley/shared/retention';
import { refusal } from '@parley/shared/refusals';
import { mayInWorkspace } from '@parley/shared/permissions';
import { recordAudit } from '../audit/audit.change.js';
import type { Actor, Server } from '../../platform/context.js';
import { liveSettings } from '../../platform/liveSettings.js';
import { countUpTo, findLastBefore } from '../messages/expiring.actions.js';
import { findRoomUnchecked, listRoomIdsUnchecked, loadRoom, loadRoomFor } from '../rooms/rooms.access.js';
import { requireWorkspace } from '../workspace/workspace.access.js';
import { effectiveDays, heldRooms, isHeld } from './retention.access.js';
import { retentionLive } from './retention.live.js';
import { Rules } from './retention.model.js';

const DAY_MS = 86_400_000;

async function view(actor: Actor, roomId: string): Promise<RoomRetentionView> {
  const { server } = actor;
  const rule = await Rules(server).findById(roomId).lean();
  const days = rule?.days ?? null;
  const mayKnow = mayInWorkspace('holdData', actor.role);
  return {
    days,
    effective: effectiveDays(server, days) || null,
    allowed: liveSettings(server, retentionLive).rooms,
    held: mayKnow ? isHeld(await heldRooms(server), roomId) : null,
  };
}

/** The rule of a room one may read. @throws not_found */
export async function readRoomRetention(actor: Actor, roomId: string): Promise<RoomRetentionView> {
  await loadRoom(actor, roomId);
  return await view(actor, roomId);
}

/**
 * Sets a room's own rule, as an owner of the room or admin. It holds after a day.
 * @throws not_found, forbidden, conflict where the workspace allows no such rule
 */
export async function setRoomRetention(
  actor: Actor,
  roomId: string,
  { days }: RoomRetention,
): Promise<RoomRetentionView> {
  const { server } = actor;
  await loadRoomFor(actor, roomId, 'setRole');
  const limits = liveSettings(server, retentionLive);
  if (days !== null && effectiveDays(server, days) !== days)
    throw refusal(limits.rooms === 'none' ? 'retention.notInRooms' : 'retention.onlyShorter');
  const before = await Rules(server)
    .findOneAndUpdate({ _id: roomId }, { $set: { days } }, { upsert: true, returnDocument: 'before' })
    .lean();
  if ((before?.days ?? null) !== days)
    await recordAudit(actor, {
      action: 'room.retentionChanged',
      on: { kind: 'room', id: roomId },
      before: { days: before?.days ?? null },
      after: { days },
    });
  return await view(actor, roomId);
}

/** Counts what is older in a room. */
async function countOlder(server: Server, roomId: string, days: number) {
  const room = await findRoomUnchecked(server, roomId);
  const seq = days === 0 ? 0 : await findLastBefore(server, roomId, new Date(Date.now() - days * DAY_MS));
  const counts = seq === 0 ? { messages: 0, files: 0, bytes: 0 } : await countUpTo(server, roomId, seq);
  return { roomId, name: room?.name ?? '', ...counts };
}

/** What a rule of the workspace would delete now, room by room, without deleting anything. @param days of the rule @throws forbidden */
export async function previewRetention(actor: Actor, days: number): Promise<RetentionPreview> {
  requireWorkspace(actor, 'changeWorkspace');
  const { server } = actor;
  const held = await heldRooms(server);
  const preview: RetentionPreview = { rooms: [], messages: 0, files: 0, bytes: 0 };
  for await (const roomId of listRoomIdsUnchecked(server)) {
    const counted = await countOlder(server, roomId, days);
    if (counted.messages === 0) continue;
    const onHold = isHeld(held, roomId);
    if (preview.rooms.length < 1000) preview.rooms.push({ ...counted, held: onHold });
    if (onHold) continue;
    preview.messages += counted.messages;
    preview.files += counted.files;
    preview.bytes += counted.bytes;
  }
  preview.rooms.sort((one, other) => other.messages - one.messages);
  return preview;
}
