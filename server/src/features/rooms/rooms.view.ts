import type { MemberView, OwnMemberView, RoomView } from '@parley/shared/rooms';
import type { MemberDoc, RoomDoc } from './rooms.model.js';

export const viewRoom = (room: RoomDoc): RoomView => ({
  roomId: String(room._id),
  version: room.version,
  type: room.type,
  name: room.name,
  topic: room.topic,
  ...(room.slowSeconds ? { slowSeconds: room.slowSeconds } : {}),
  general: room.general === 1,
  archived: room.archived,
  createdAt: room.createdAt.toISOString(),
  memberIds: room.memberIds.map(String),
  ...(room.rules ? { rules: room.rules } : {}),
  ...(room.floorSeq === undefined ? {} : { floorSeq: room.floorSeq }),
});

export const viewMember = (member: MemberDoc): MemberView => ({
  roomId: String(member.roomId),
  userId: String(member.userId),
  version: member.version,
  role: member.role,
  present: member.present,
});

export const viewOwnMember = (member: MemberDoc): OwnMemberView => ({
  ...viewMember(member),
  muted: member.muted,
  level: member.level ?? null,
  favourite: member.favourite,
  readSeq: member.readSeq,
  unreadFrom: member.unreadFrom ?? null,
});
