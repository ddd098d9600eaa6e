import type { NotifyLevel } from '@parley/shared/rooms';
import type { RoomRole, RoomRules, RoomType } from '@parley/shared/permissions';
import { Schema, type Types } from 'mongoose';
import { defineModel } from '../../platform/database.js';
import { countBySlots, type Slotted } from '../../platform/slots.js';

export interface RoomDoc extends Slotted {
  _id: Types.ObjectId;
  version: number;
  type: RoomType;
  name: string;
  nameKey: string;
  topic: string;
  /** Absent or 0 for no slow mode. */
  slowSeconds?: number;
  /** 1 for General. */
  general?: 1;
  /** The people of a direct message or group: unique, so that the same people have one. */
  peopleKey?: string;
  memberIds: Types.ObjectId[];
  archived: boolean;
  /** What it narrows. */
  rules?: RoomRules;
  /** Messages up to this place are deleted by retention, or about to be: nobody reads them any more. */
  floorSeq?: number;
  /** The head when the floor was raised: a client with an older cursor starts again from the last page. */
  floorRev?: number;
  floorAt?: Date;
  createdBy: Types.ObjectId;
  createdAt: Date;
}

const rooms = new Schema<RoomDoc>(
  {
    version: { type: Number, required: true },
    type: { type: String, required: true },
    name: { type: String, default: '' },
    nameKey: { type: String, default: '' },
    topic: { type: String, default: '' },
    slowSeconds: { type: Number },
    general: { type: Number },
    peopleKey: { type: String },
    memberIds: { type: [Schema.Types.ObjectId], default: [] },
    archived: { type: Boolean, required: true },
    rules: { type: Schema.Types.Mixed },
    floorSeq: { type: Number },
    floorRev: { type: Number },
    floorAt: { type: Date },
    createdBy: { type: Schema.Types.ObjectId, required: true },
    createdAt: { type: Date, required: true },
  },
  { versionKey: false, strict: 'throw' },
);
// Only public names are unique: a taken name must not reveal a private room.
rooms.index({ nameKey: 1 }, { unique: true, partialFilterExpression: { type: 'public', archived: false } });
rooms.index({ peopleKey: 1 }, { unique: true, sparse: true });
rooms.index({ general: 1 }, { unique: true, sparse: true });
rooms.index({ type: 1, archived: 1, nameKey: 1 });
countBySlots(rooms, 'createdBy');

export const Rooms = defineModel('Room', rooms);

export interface MemberDoc extends Slotted {
  _id: Types.ObjectId;
  roomId: Types.ObjectId;
  userId: Types.ObjectId;
  version: number;
  role: RoomRole;
  present: boolean;
  muted: boolean;
  /** Absent in memberships from before the setting. */
  level?: NotifyLevel | null;
  favourite: boolean;
  /** The last message read, by its place in the room. Never goes back. */
  readSeq: number;
  unreadFrom?: number | null;
  joinedAt: Date;
  /** Who added them, while they are a member; absent when they joined, and for additions by those who manage the workspace. */
  addedBy?: Types.ObjectId;
}

const members = new Schema<MemberDoc>(
  {
    roomId: { type: Schema.Types.ObjectId, required: true },
    userId: { type: Schema.Types.ObjectId, required: true },
    version: { type: Number, required: true },
    role: { type: String, required: true },
    present: { type: Boolean, required: true },
    muted: { type: Boolean, default: false },
    level: { type: String, default: null },
    favourite: { type: Boolean, default: false },
    readSeq: { type: Number, default: 0 },
    unreadFrom: { type: Number },
    joinedAt: { type: Date, required: true },
    addedBy: { type: Schema.Types.ObjectId },
  },
  { versionKey: false, strict: 'throw' },
);
members.index({ roomId: 1, userId: 1 }, { unique: true });
members.index({ userId: 1, present: 1 });
// Queried whenever somebody leaves: whether there is an owner, without reading all members of a large room.
members.index({ roomId: 1, role: 1 }, { partialFilterExpression: { role: 'owner' } });
countBySlots(members, 'addedBy', 'userId');

export const Members = defineModel('Member', members);
