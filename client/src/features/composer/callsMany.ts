import { callsIn } from '@parley/shared/text';
import type { State } from '../../app/store';

/** Above so many people one is asked whether they shall all be called. */
const ASKED_ABOVE = 20;

/** How many people a text would call in a room, if they are so many that one should be asked; else undefined. */
export function callsMany(state: State, roomId: string, text: string): number | undefined {
  const calls = callsIn(text);
  if (!calls.room && !calls.here) return undefined;
  const myId = state.session.me?.userId;
  const others = Object.values(state.rooms.members[roomId] ?? {}).filter(
    ({ present, userId }) => present && userId !== myId,
  );
  const called = calls.room
    ? others
    : others.filter(({ userId }) => state.people.presences[userId] === 'online');
  return called.length > ASKED_ABOVE ? called.length : undefined;
}
