import { createSelector } from '@reduxjs/toolkit';
import { can, type RoomPermission, type Standing } from '@parley/shared/permissions';
import type { RoomState } from '@parley/shared/sync';
import type { State } from '../store';
import { roomTitle } from './names';
import { mentionsOf, unreadOf } from '../state/rooms';

export interface SidebarRoom {
  state: RoomState;
  title: string;
  unread: number;
  mentions: number;
}

export interface SidebarGroups {
  favourites: SidebarRoom[];
  rooms: SidebarRoom[];
  direct: SidebarRoom[];
}

let shown = new Map<string, SidebarRoom>();

/** The same object for an unchanged room, so that its row does not render again. */
function sameOrNew(item: SidebarRoom): SidebarRoom {
  const known = shown.get(item.state.room.roomId);
  return known?.state === item.state && known.title === item.title ? known : item;
}

const byTitle = (a: SidebarRoom, b: SidebarRoom): number => a.title.localeCompare(b.title);
const byTime = (a: SidebarRoom, b: SidebarRoom): number =>
  (b.state.lastMessageAt ?? '').localeCompare(a.state.lastMessageAt ?? '');

/** The sidebar's groups in the order shown. */
export const selectSidebar = createSelector(
  [
    (state: State) => state.rooms.byId,
    (state: State) => state.people.users.entities,
    (state: State) => state.session.me?.userId ?? '',
  ],
  (rooms, users, myId): SidebarGroups => {
    const all = Object.values(rooms)
      .filter(({ room, member }) => !room.archived && member.present)
      .map((state) =>
        sameOrNew({
          state,
          title: roomTitle(state.room, users, myId),
          unread: unreadOf(state),
          mentions: mentionsOf(state),
        }),
      );
    shown = new Map(all.map((item) => [item.state.room.roomId, item]));
    const named = all.filter(
      ({ state }) =>
        !state.member.favourite && (state.room.type === 'public' || state.room.type === 'private'),
    );
    const people = all.filter(
      ({ state }) => !state.member.favourite && (state.room.type === 'direct' || state.room.type === 'group'),
    );
    return {
      favourites: all.filter(({ state }) => state.member.favourite).sort(byTitle),
      rooms: named.sort(byTitle),
      direct: people.sort(byTime),
    };
  },
);

/** Whether a room needs attention: unread and not muted, or with a mention. */
export const isCalling = ({ state, unread, mentions }: SidebarRoom): boolean =>
  unread > 0 && (!state.member.muted || mentions > 0);

/** Whether one has this permission in the room, by the table that the server uses. */
export function allowed(state: State, roomId: string, permission: RoomPermission): boolean {
  const standing = standingIn(state, roomId);
  return standing !== undefined && can(permission, standing);
}

export function standingIn(state: State, roomId: string): Standing | undefined {
  const own = state.rooms.byId[roomId];
  const room = own?.room ?? state.rooms.visited[roomId];
  const { me, rights } = state.session;
  if (!room || !me) return undefined;
  return {
    workspace: me.role,
    room: own?.member.present === true ? own.member.role : undefined,
    type: room.type,
    archived: room.archived,
    general: room.general,
    rules: rights?.rules,
    roomRules: room.rules,
    grants: rights?.grants.filter((grant) => grant.roomId === null || grant.roomId === roomId),
  };
}
