import { formOf, isScattered, matchNames, type NameForm } from '@parley/shared/nameMatch';
import type { RoomView } from '@parley/shared/rooms';
import type { UserView } from '@parley/shared/users';
import { otherPerson } from '../../core/rooms/names';
import type { SidebarRoom } from '../../core/rooms/select';
import { isReachable } from '../../core/state/people';
import { formsOf } from '../people/public/nameForms';

/** Somewhere to jump to. */
export type Target =
  | { kind: 'room'; item: SidebarRoom }
  | { kind: 'person'; user: UserView }
  | { kind: 'messages'; query: string };

interface Candidate {
  target: Target;
  names: NameForm[];
  /** Added to the score: unread rooms come before others, people without a room after them. */
  rank: number;
}

export interface Places {
  rooms: SidebarRoom[];
  users: Record<string, UserView>;
  myId: string;
}

const MOST = 12;
const LETTERS_IN_ORDER = 4;

/** How well names match, 0 best: by how they begin, else by their letters in order; undefined for no match. */
const score = (names: NameForm[], typed: NameForm): number | undefined =>
  matchNames(names, typed) ?? (names.some((name) => isScattered(name, typed)) ? LETTERS_IN_ORDER : undefined);

const isPersonal = ({ type }: RoomView): boolean => type === 'direct' || type === 'group';

function roomCandidates({ rooms, users, myId }: Places): Candidate[] {
  const otherNames = (room: RoomView): NameForm[] => {
    const other = room.type === 'direct' ? users[otherPerson(room, myId)] : undefined;
    return other ? formsOf(other) : [];
  };
  return rooms.map((item) => ({
    target: { kind: 'room', item },
    names: [formOf(item.title), ...otherNames(item.state.room)],
    rank: item.unread > 0 ? -0.5 : 0,
  }));
}

/** People one has no direct messages with: the others are found by their room. */
function peopleCandidates({ rooms, users, myId }: Places): Candidate[] {
  const written = new Set(
    rooms
      .filter(({ state }) => state.room.type === 'direct')
      .map(({ state }) => otherPerson(state.room, myId)),
  );
  return Object.values(users)
    .filter((user) => isReachable(user) && user.userId !== myId && !written.has(user.userId))
    .map((user) => ({ target: { kind: 'person', user }, names: formsOf(user), rank: 0.5 }));
}

/**
 * Where a few letters may lead, the best first.
 *
 * @param input `#` in front means rooms only, `@` people only, and `?` a search for messages
 */
export function findTargets(input: string, places: Places): Target[] {
  if (input.startsWith('?')) return [{ kind: 'messages', query: input.slice(1).trim() }];
  const only = input[0] === '#' ? 'room' : input[0] === '@' ? 'person' : undefined;
  const typed = formOf(input.replace(/^[#@]/, ''));
  const rooms = roomCandidates({
    ...places,
    rooms: places.rooms.filter(
      ({ state }) => only === undefined || isPersonal(state.room) === (only === 'person'),
    ),
  });
  return [...rooms, ...(only === 'room' ? [] : peopleCandidates(places))]
    .flatMap(({ target, names, rank }) => {
      const points = score(names, typed);
      return points === undefined ? [] : [{ target, points: points + rank }];
    })
    .sort((a, b) => a.points - b.points)
    .slice(0, MOST)
    .map(({ target }) => target);
}
