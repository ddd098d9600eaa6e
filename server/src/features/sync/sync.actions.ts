import type { OpenedRoom, RoomState, SyncView } from '@parley/shared/sync';
import type { Actor } from '../../platform/context.js';
import { limits } from '@parley/shared/limits';
import { findNewest, readChangesSince, readPage } from '../messages/messages.access.js';
import { findMentionSeqs, loadUncounted } from '../messages/unread.access.js';
import { viewMessage } from '../messages/messages.view.js';
import { viewGroupAccounts } from '../groups/groups.view.js';
import { listPresences } from '../presence/presence.actions.js';
import { listLiveReads } from '../reads/reads.actions.js';
import { listOwnRooms, loadRoom, type MemberDoc, type RoomDoc } from '../rooms/rooms.access.js';
import { viewOwnMember, viewRoom } from '../rooms/rooms.view.js';
import { listPeople } from '../users/directory.access.js';
import { loadMe } from '../users/users.access.js';
import { viewMe, viewUser } from '../users/users.view.js';
import { sharedRead } from '../../platform/batchedRead.js';
import { dataIdOf } from '../../platform/migrations.js';
import { viewRights } from '../roles/roles.view.js';
import { readWorkspace } from '../workspace/workspace.access.js';

async function roomState(actor: Actor, room: RoomDoc, member: MemberDoc): Promise<RoomState> {
  const { server, userId } = actor;
  const roomId = String(room._id);
  const { heads, lastMessageAt } = await findNewest(server, roomId);
  const { readSeq } = member;
  const [mentionSeqs, uncounted] = await Promise.all([
    heads.headSeq > readSeq ? findMentionSeqs(server, { roomId, userId, readSeq }) : undefined,
    loadUncounted(server, { roomId, userId, headSeq: heads.headSeq, member }),
  ]);
  return {
    room: viewRoom(room),
    member: viewOwnMember(member),
    ...heads,
    mentionSeqs: mentionSeqs ?? [],
    uncounted,
    lastMessageAt: lastMessageAt?.toISOString() ?? null,
  };
}

const readDataId = sharedRead((server) => dataIdOf(server.connection));

/** All of one's own data at once: what a client needs before it can show anything, and after it was away. */
export async function readSync(actor: Actor): Promise<SyncView> {
  const [me, own, users, groups, { name, picture }, dataId, rights, parts] = await Promise.all([
    loadMe(actor),
    listOwnRooms(actor),
    listPeople(actor),
    viewGroupAccounts(actor),
    readWorkspace(actor.server),
    readDataId(actor.server),
    viewRights(actor),
    Promise.all(actor.server.syncParts.map((part) => part(actor))),
  ]);
  const rooms = await Promise.all(own.map(({ room, member }) => roomState(actor, room, member)));
  const seen = new Set(users.map(({ _id }) => String(_id)));
  return {
    me: viewMe(me),
    workspace: { name, picture, dataId, rights },
    rooms,
    users: [...users.map(viewUser), ...groups],
    presences: listPresences(actor.server).filter(({ userId }) => seen.has(userId)),
    savedIds: [],
    drafts: [],
    calls: [],
    sessionId: actor.sessionId,
    ...(Object.assign({}, ...parts) as Partial<SyncView>),
  };
}

/**
 * The changes of a room since a rev, or its last page when there is no such rev or it is too long ago.
 * The heads are read first: what is written meanwhile is then received twice rather than never.
 */
export async function openRoom(actor: Actor, roomId: string, sinceRev: number | null): Promise<OpenedRoom> {
  const { room } = await loadRoom(actor, roomId);
  const { floorSeq = 0, floorRev = 0 } = room;
  const { heads } = await findNewest(actor.server, roomId);
  const reads = await listLiveReads(actor, roomId);
  // A cursor beyond the head is of data that a backup has replaced. One below the floor has messages that are deleted.
  const changes =
    sinceRev === null || sinceRev > heads.headRev || sinceRev < floorRev
      ? undefined
      : await readChangesSince(actor.server, roomId, sinceRev);
  if (changes) {
    const last = changes.at(-1);
    return {
      kind: 'changes',
      headSeq: Math.max(heads.headSeq, ...changes.map(({ seq }) => seq)),
      headRev: last?.rev ?? heads.headRev,
      messages: changes.map(viewMessage),
      reads,
    };
  }
  const page = await readPage(actor.server, { roomId, floorSeq }, { limit: limits.pageDefault });
  return { kind: 'reset', ...heads, ...page, messages: page.messages.map(viewMessage), reads };
}
