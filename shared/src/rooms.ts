import { z } from 'zod';
import { objectId } from './ids.js';
import { limits } from './limits.js';
import { roomRole, roomType } from './roles.js';
import { boundedText } from './boundedText.js';
import { messageOf } from './faults.js';
import { roomRules } from './rights.js';

export const roomName = boundedText(1, limits.roomName).trim().meta({ example: 'launch-week' });
export const topic = boundedText(0, limits.topic).meta({ example: 'Everything about the launch' });

export const roomView = z
  .strictObject({
    roomId: objectId,
    version: z.number().int(),
    type: roomType,
    /** Empty for direct messages and for groups nobody has named. */
    name: z.string(),
    topic: z.string(),
    /** Seconds between two messages of one person; absent for none. */
    slowSeconds: z.number().int().optional(),
    general: z.boolean(),
    archived: z.boolean(),
    createdAt: z.iso.datetime(),
    /** The people of a direct message or group; empty for rooms, whose members have a separate route. */
    memberIds: z.array(objectId),
    /** What it narrows; absent for nothing. */
    rules: roomRules.optional(),
    /** Messages up to this place were deleted by retention. Absent where there are none. */
    floorSeq: z.number().int().optional(),
  })
  .meta({ id: 'Room' });
export type RoomView = z.infer<typeof roomView>;

export const memberView = z
  .strictObject({
    roomId: objectId,
    userId: objectId,
    version: z.number().int(),
    role: roomRole,
    /** False once they have left or were removed. */
    present: z.boolean(),
  })
  .meta({ id: 'Member' });
export type MemberView = z.infer<typeof memberView>;

/** Which messages notify: all, mentions, none. */
export const notifyLevel = z.enum(['all', 'mentions', 'nothing']);
export type { NotifyLevel } from './notify.js';

/** One's own membership, with what only oneself may see. */
export const ownMemberView = memberView
  .extend({
    muted: z.boolean(),
    favourite: z.boolean(),
    /** Null before a choice: then all messages of direct messages and groups, and mentions of rooms. */
    level: notifyLevel.nullable().default(null),
    readSeq: z.number().int(),
    /** From this place on the room counts as unread, although it was read. */
    unreadFrom: z.number().int().nullable().default(null),
  })
  .meta({ id: 'OwnMember' });
export type OwnMemberView = z.infer<typeof ownMemberView>;

/** Places behind one's read mark that are not unread: deleted messages and one's own. See unread.ts. */
export const uncounted = z.strictObject({
  deleted: z.array(z.number().int()),
  own: z.array(z.number().int()),
});

/** A read mark others may see. */
export const readView = z
  .strictObject({
    roomId: objectId,
    userId: objectId,
    seq: z.number().int().nonnegative(),
  })
  .meta({ id: 'Read' });
export type ReadView = z.infer<typeof readView>;

export const createRoomInput = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('public'), name: roomName, topic: topic.default('') }),
  z.strictObject({
    type: z.literal('private'),
    name: roomName,
    topic: topic.default(''),
    memberIds: z.array(objectId).max(200).default([]),
  }),
  z.strictObject({ type: z.literal('direct'), memberIds: z.tuple([objectId]) }),
  z.strictObject({
    type: z.literal('group'),
    memberIds: z
      .array(objectId)
      .min(2, 'a group needs at least two other people')
      .max(limits.groupPeople - 1, messageOf('groupTooLarge', { most: limits.groupPeople })),
    name: boundedText(0, limits.roomName).default(''),
  }),
]);
export type CreateRoomInput = z.infer<typeof createRoomInput>;

export const updateRoomInput = z.strictObject({
  name: roomName.optional(),
  topic: topic.optional(),
  /** 0 for no slow mode. */
  slowSeconds: z.number().int().min(0).max(21_600).optional(),
});
export type UpdateRoomInput = z.infer<typeof updateRoomInput>;

export const putMemberInput = z.strictObject({
  role: roomRole.optional(),
  /** One's own preferences; refused for others. */
  muted: z.boolean().optional(),
  favourite: z.boolean().optional(),
  level: notifyLevel.nullable().optional(),
  unreadFrom: z.number().int().positive().nullable().optional(),
});
export type PutMemberInput = z.infer<typeof putMemberInput>;

export const directoryEntry = z
  .strictObject({
    room: roomView,
    memberCount: z.number().int(),
    joined: z.boolean(),
  })
  .meta({ id: 'DirectoryEntry' });
export type DirectoryEntry = z.infer<typeof directoryEntry>;
