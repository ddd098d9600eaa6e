import { z } from 'zod';
import { boundedText } from '../boundedText.js';
import { objectId } from '../ids.js';
import { roomName } from '../rooms.js';

export const managedRoomLimits = { page: 50, search: 80, offset: 10_000 } as const;

export const roomFilters = ['all', 'public', 'private', 'archived'] as const;
export type RoomFilter = (typeof roomFilters)[number];
export const roomSorts = ['name', 'members', 'messages', 'bytes', 'activity'] as const;
export type RoomSort = (typeof roomSorts)[number];

export const managedRoomsQuery = z.strictObject({
  /** A part of the name. */
  q: boundedText(1, managedRoomLimits.search).optional(),
  filter: z.enum(roomFilters).default('all'),
  /** By name from A to Z, else the most or the latest first. */
  sort: z.enum(roomSorts).default('name'),
  /** Rooms before this page. */
  offset: z.coerce.number().int().min(0).max(managedRoomLimits.offset).default(0),
});
export type ManagedRoomsQuery = z.infer<typeof managedRoomsQuery>;

/** A room as those see it who manage all rooms: nothing of what is said in it. */
const managedRoomView = z
  .strictObject({
    roomId: objectId,
    type: z.enum(['public', 'private']),
    /** Null for a private room that the reader is not in. */
    name: z.string().nullable(),
    general: z.boolean(),
    archived: z.boolean(),
    createdAt: z.iso.datetime(),
    members: z.number().int(),
    /** Messages and notices so far, deleted ones too. */
    messages: z.number().int(),
    /** Of its files. */
    bytes: z.number().int(),
    lastMessageAt: z.iso.datetime().nullable(),
    /** Its owners that the reader may know of: none of a private room that they are not in. */
    owners: z.array(z.strictObject({ userId: objectId, displayName: z.string() })),
  })
  .meta({ id: 'ManagedRoom' });
export type ManagedRoomView = z.infer<typeof managedRoomView>;

export const managedRoomPage = z.strictObject({
  rooms: z.array(managedRoomView),
  /** Rooms that match, on all pages. */
  total: z.number().int(),
});
export type ManagedRoomPage = z.infer<typeof managedRoomPage>;

export const manageRoomInput = z.strictObject({
  name: roomName.optional(),
  archived: z.boolean().optional(),
});
export type ManageRoomInput = z.infer<typeof manageRoomInput>;

export const setOwnerInput = z.strictObject({ userId: objectId });
