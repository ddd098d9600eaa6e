import { limits } from '@parley/shared/limits';
import { meaningOf, mentionsIn } from '@parley/shared/markdown/mentions';
import { can, type Standing } from '@parley/shared/permissions';
import { Types } from 'mongoose';
import type { Actor, Server } from '../../platform/context.js';
import type { GroupDoc } from '../groups/groups.access.js';
import { findGroupsByHandle, listGroupMembersIn } from '../groups/seen.access.js';
import { listPresences } from '../presence/presence.actions.js';
import { listMembers } from '../rooms/rooms.access.js';
import { callableIn, seenAmong } from '../users/directory.access.js';
import { findUserIdsByName } from '../users/users.access.js';
import type { MessageDoc } from './messages.access.js';

type Mentions = Pick<MessageDoc, 'mentionIds' | 'mentioned' | 'mentionsRoom'>;

/** Mentions of one text that are resolved. */
const MOST_MENTIONS = 50;

/**
 * Resolves the mentions of a text: people by name, @here to those online, @room to all members, a group by its handle to those of it who
 * are in the room. The page uses the same rule.
 * @param by the author, who mentions only people they may see, and everybody where `standing` allows it; undefined for a webhook, whose `standing` is that of its maker
 */
export async function mentionsOf(
  { server, by, standing }: { server: Server; by: Actor | undefined; standing?: Standing | undefined },
  roomId: string,
  text: string,
): Promise<Mentions> {
  const mentions = mentionsIn(text).slice(0, MOST_MENTIONS);
  if (mentions.length === 0) return { mentionIds: [] };
  const named = await findUserIdsByName(server, mentions.flat());
  const userIds = [...new Set(named.values())];
  const callable = await (by ? seenAmong(by, userIds) : callableIn(server, roomId, userIds));
  const found = new Map([...named].filter(([, userId]) => callable.has(userId)));
  const callsAll = standing !== undefined && can('mentionRoom', standing);
  // What is a person’s, or means everybody, is no group’s.
  const handles = mentions.flat().filter((name) => !named.has(name) && !meaningOf([name], () => undefined));
  const groups = await findGroupsByHandle(server, by, callsAll ? handles : []);
  const idOf = (name: string): string | undefined => found.get(name) ?? groupIdOf(groups.get(name));
  const meanings = mentions.flatMap((names) => meaningOf(names, idOf)?.meaning ?? []);
  const here =
    callsAll && meanings.some(({ kind }) => kind === 'here') ? await listMembersHere(server, roomId) : [];
  const people = meanings.flatMap((meaning) => (meaning.kind === 'person' ? [meaning.person] : []));
  const called = [...groups.values()].filter((group) => people.includes(String(group._id)));
  const inGroups = (await listGroupMembersIn(server, roomId, called)).slice(0, limits.calledByHere);
  // The group's own id, too: by it pages show the mention.
  const mentionIds = [...new Set([...people, ...here, ...inGroups])].map((id) => new Types.ObjectId(id));
  return {
    mentionIds,
    ...(mentionIds.length > 0 ? { mentioned: true } : {}),
    ...(callsAll && meanings.some(({ kind }) => kind === 'room') ? { mentionsRoom: true } : {}),
  };
}

const groupIdOf = (group: GroupDoc | undefined): string | undefined => group && String(group._id);

/** People of a room who are active in Parley now. */
async function listMembersHere(server: Server, roomId: string): Promise<string[]> {
  const online = new Set(
    listPresences(server).flatMap(({ userId, presence }) => (presence === 'online' ? [userId] : [])),
  );
  const members = await listMembers(server, roomId);
  return members
    .map((member) => String(member.userId))
    .filter((userId) => online.has(userId))
    .slice(0, limits.calledByHere);
}
