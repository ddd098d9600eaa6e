import type { RoomView } from '@parley/shared/rooms';
import type { UserView } from '@parley/shared/users';
import { personName } from './personName';
import { t } from '../text/first';

const shortName = (name: string): string => {
  const [first = '', ...rest] = name.split(/\s+/u);
  const last = rest.at(-1);
  return last === undefined ? first : `${first} ${[...last][0] ?? ''}.`;
};

/** What a room is called: its name, or the people one talks to in it. */
export function roomTitle(room: RoomView, users: Record<string, UserView>, myId: string): string {
  if (room.name !== '') return room.name;
  const others = room.memberIds
    .filter((userId) => userId !== myId)
    .map((userId) => users[userId]?.displayName ?? t('common.somebody'));
  if (others.length === 0)
    return room.type === 'direct'
      ? t('rooms.notesToSelf', { name: users[myId]?.displayName ?? t('common.you') })
      : t('rooms.emptyGroup');
  if (others.length === 1) return personName(users[otherPerson(room, myId)]);
  return others.map(shortName).join(', ');
}

export const roomPath = (roomId: string): string => `/rooms/${roomId}`;
export const messagePath = (roomId: string, seq: number): string => `/rooms/${roomId}?at=${seq}`;

/** The other person of a direct message. */
export const otherPerson = (room: RoomView, myId: string): string =>
  room.memberIds.find((userId) => userId !== myId) ?? myId;
