import { notFound } from '@parley/shared/errors';
import { trusted } from 'mongoose';
import type { Actor, Server } from '../../platform/context.js';
import { findMembersAmong } from '../rooms/rooms.access.js';
import { seenAmong, seesAll } from '../users/directory.access.js';
import { listGroups, listGroupsWith, type GroupDoc } from './groups.access.js';
import { Groups } from './groups.model.js';

type Reader = Pick<Actor, 'server' | 'userId' | 'role'>;

/** The groups that the reader may see: all, or, of somebody who does not see all people, those they are in themself. */
export const listSeenGroups = async (reader: Reader): Promise<GroupDoc[]> =>
  (await seesAll(reader))
    ? await listGroups(reader.server)
    : await listGroupsWith(reader.server, reader.userId);

/** A group that the reader may see. @throws not_found */
export async function loadGroup(reader: Reader, groupId: string): Promise<GroupDoc> {
  const group = await Groups(reader.server).findById(groupId).lean();
  if (!group) throw notFound();
  if (!group.memberIds.some((id) => String(id) === reader.userId) && !(await seesAll(reader)))
    throw notFound();
  return group;
}

/** The members of a group that are visible to the reader. */
export async function seenMembersOf(reader: Reader, { memberIds }: GroupDoc): Promise<string[]> {
  const ids = memberIds.map(String);
  const seen = await seenAmong(reader, ids);
  return ids.filter((id) => seen.has(id));
}

/**
 * The groups with these handles that the author may mention.
 * @param by undefined for a webhook, which mentions any
 * @returns by handle
 */
export async function findGroupsByHandle(
  server: Server,
  by: Reader | undefined,
  handles: string[],
): Promise<Map<string, GroupDoc>> {
  if (handles.length === 0) return new Map();
  const found = await Groups(server)
    .find({ handle: trusted({ $in: handles }) })
    .lean();
  const all = found.length === 0 || !by || (await seesAll(by));
  const seen = all
    ? found
    : found.filter(({ memberIds }) => memberIds.some((id) => String(id) === by.userId));
  return new Map(seen.map((group) => [group.handle, group]));
}

/** The people of these groups who are in a room. */
export async function listGroupMembersIn(
  server: Server,
  roomId: string,
  groups: GroupDoc[],
): Promise<string[]> {
  const memberIds = [...new Set(groups.flatMap((group) => group.memberIds.map(String)))];
  if (memberIds.length === 0) return [];
  return (await findMembersAmong(server, [roomId], memberIds)).map(({ userId }) => String(userId));
}
