import type { RoomView } from '@parley/shared/rooms';
import type { UserView } from '@parley/shared/users';
import { expect, it } from 'vitest';
import type { SidebarRoom } from '../../core/rooms/select';
import { me, room, roomState } from '../../test/build';
import { findTargets, type Target } from './jumpTargets';

const item = (roomId: string, over: Partial<RoomView> = {}, unread = 0): SidebarRoom => ({
  state: { ...roomState({ roomId, headSeq: unread, readSeq: 0 }), room: room({ roomId, ...over }) },
  title: over.name ?? roomId,
  unread,
  mentions: 0,
});

const { email: _email, ...someone } = me();
const user = (userId: string, displayName: string, over: Partial<UserView> = {}): UserView => ({
  ...someone,
  userId,
  username: userId,
  displayName,
  ...over,
});

const direct = (userId: string, name: string): SidebarRoom =>
  item(`with-${userId}`, { type: 'direct', name, memberIds: ['me', userId] });

/** The ids of what is found, in order. */
function find(input: string, rooms: SidebarRoom[], users: UserView[] = []): string[] {
  const byId = Object.fromEntries(users.map((one) => [one.userId, one]));
  const idOf = (target: Target): string =>
    target.kind === 'room'
      ? target.item.state.room.roomId
      : target.kind === 'person'
        ? target.user.userId
        : `?${target.query}`;
  return findTargets(input, { rooms, users: byId, myId: 'me' }).map(idOf);
}

it('a name that begins with the letters comes before one that has them in order', () => {
  expect(find('des', [item('dashes'), item('design')])).toEqual(['design', 'dashes']);
});

it('of equal names an unread room comes first, and a person after the rooms', () => {
  const rooms = [item('design-old'), item('design-new', {}, 3)];
  expect(find('des', rooms, [user('u1', 'Desmond')])).toEqual(['design-new', 'design-old', 'u1']);
});

it('a person with direct messages is found as their room, by any of their names', () => {
  const ana = user('ana', 'Ana Ruiz', { username: 'bluebird' });
  expect(find('bluebird', [direct('ana', 'Ana Ruiz')], [ana])).toEqual(['with-ana']);
});

it('people who cannot be written to are not found, nor is oneself', () => {
  const users = [
    user('me', 'Al Self'),
    user('u1', 'Al Gone', { active: false }),
    user('u2', 'Al Hook', { bot: true }),
    user('u3', 'Al Here'),
  ];
  expect(find('al', [], users)).toEqual(['u3']);
});

it('# finds rooms only, @ people and their direct messages only, and ? searches for messages', () => {
  const rooms = [item('design'), direct('dee', 'Dee')];
  const users = [user('dee', 'Dee'), user('del', 'Del')];
  expect(find('#de', rooms, users)).toEqual(['design']);
  expect(find('@de', rooms, users)).toEqual(['with-dee', 'del']);
  expect(find('? release ', rooms, users)).toEqual(['?release']);
});

it('offers at most twelve', () => {
  expect(
    find(
      'r',
      [...Array(20).keys()].map((i) => item(`room-${i}`)),
    ),
  ).toHaveLength(12);
});
