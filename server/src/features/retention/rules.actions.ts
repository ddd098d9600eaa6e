import type {
  RetentionCounts,
  RetentionPreview,
  RoomRetention,
  RoomRetentionView,
} from '@parley/shared/retention';
import { refusal } from '@parley/shared/refusals';
import { mayInWorkspace } from '@parley/shared/permissions';
import { recordAudit } from '../audit/audit.change.js';
import type { Actor, Server } from '../../platform/context.js';
import { countUpTo, findLastBefore } from '../messages/expiring.actions.js';
import {
  findRoomUnchecked,
  listRoomIdsUnchecked,
  loadRoom,
  loadRoomFor,
  type RoomDoc,
} from '../rooms/rooms.access.js';
import { requireWorkspace } from '../workspace/workspace.access.js';
import { effectiveDays, heldRooms, isHeld, workspaceRule, type WorkspaceRule } from './retention.access.js';
import { Rules } from './retention.model.js';

const DAY_MS = 86_400_000;

async function view(actor: Actor, roomId: string): Promise<RoomRetentionView> {
  const { server } = actor;
  const own = await Rules(server).findById(roomId).lean();
  const days = own?.days ?? null;
  const rule = workspaceRule(server);
  const mayKnow = mayInWorkspace('holdData', actor.role);
  return {
    days,
    effective: effectiveDays(rule, days) || null,
    ofWorkspace: rule.days || null,
    allowed: rule.rooms,
    held: mayKnow ? isHeld(await heldRooms(server), roomId) : null,
  };
}

/** The rule of a room one may read. @throws not_found */
export async function readRoomRetention(actor: Actor, roomId: string): Promise<RoomRetentionView> {
  await loadRoom(actor, roomId);
  return await view(actor, roomId);
}

/**
 * Sets a room's own rule, as an owner of the room or admin. A shorter one holds after the hours of grace.
 * @throws not_found, forbidden, conflict where the workspace allows no such rule
 */
export async function setRoomRetention(
  actor: Actor,
  roomId: string,
  { days }: RoomRetention,
): Promise<RoomRetentionView> {
  const { server } = actor;
  const { room } = await loadRoomFor(actor, roomId, 'setRules');
  const rule = workspaceRule(server);
  if (days !== null && effectiveDays(rule, days) !== days)
    throw refusal(rule.rooms === 'none' ? 'retention.notInRooms' : 'retention.onlyShorter');
  const before = await Rules(server)
    .findOneAndUpdate({ _id: room._id }, { $set: { days } }, { upsert: true, returnDocument: 'before' })
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

type Counts = Pick<RetentionPreview, 'messages' | 'files' | 'bytes'>;
const NOTHING: Counts = { messages: 0, files: 0, bytes: 0 };

/** Counts what is older in a room. @param days 0 for never */
async function countOlder(server: Server, room: RoomDoc, days: number): Promise<Counts> {
  const roomId = String(room._id);
  const floorSeq = room.floorSeq ?? 0;
  if (days === 0) return NOTHING;
  const seq = await findLastBefore(server, roomId, new Date(Date.now() - days * DAY_MS));
  return seq <= floorSeq ? NOTHING : await countUpTo(server, { roomId, floorSeq }, seq);
}

/** Rooms that a preview lists; its sums are of all. */
const LISTED = 1000;

/**
 * What a rule of the workspace would delete now, room by room, without deleting anything.
 * @throws forbidden
 */
export async function previewRetention(actor: Actor, rule: WorkspaceRule): Promise<RetentionPreview> {
  requireWorkspace(actor, 'holdData');
  const { server } = actor;
  const held = await heldRooms(server);
  const preview: RetentionPreview = {
    rooms: [],
    ...NOTHING,
    graceHours: server.config.RETENTION_GRACE_HOURS,
  };
  for await (const roomId of listRoomIdsUnchecked(server)) {
    const room = await findRoomUnchecked(server, roomId);
    const own = await Rules(server).findById(roomId).lean();
    if (!room) continue;
    const counted = await countOlder(server, room, effectiveDays(rule, own?.days));
    if (counted.messages > 0)
      add(preview, { roomId, name: room.name, ...counted, held: isHeld(held, roomId) });
  }
  preview.rooms.sort((one, other) => other.messages - one.messages);
  return preview;
}

function add(preview: RetentionPreview, room: RetentionPreview['rooms'][number]): void {
  if (preview.rooms.length < LISTED) preview.rooms.push(room);
  if (room.held) return;
  preview.messages += room.messages;
  preview.files += room.files;
  preview.bytes += room.bytes;
}

/**
 * The same for a rule of one room, for those who may set it. Whether the room is on hold is not in the answer.
 * @throws not_found, forbidden
 */
export async function previewRoomRetention(
  actor: Actor,
  roomId: string,
  { days }: RoomRetention,
): Promise<RetentionCounts> {
  const { room } = await loadRoomFor(actor, roomId, 'setRules');
  const { server } = actor;
  const counted = await countOlder(server, room, effectiveDays(workspaceRule(server), days));
  return { ...counted, graceHours: server.config.RETENTION_GRACE_HOURS };
}
