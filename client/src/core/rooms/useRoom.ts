import type { RoomView } from '@parley/shared/rooms';
import { useAppSelector } from '../store';
import { roomTitle } from './names';

/** A room (as member or visitor) and its title. */
export function useRoom(roomId: string): {
  room: RoomView | undefined;
  isMember: boolean;
  title: string;
} {
  // Selects only what is used: every message changes the rest of a room's state.
  const own = useAppSelector((state) => state.rooms.byId[roomId]?.room);
  const visited = useAppSelector((state) => state.rooms.visited[roomId]);
  const users = useAppSelector((state) => state.people.users.entities);
  const myId = useAppSelector((state) => state.session.me?.userId ?? '');
  const room = own ?? visited;
  return { room, isMember: own !== undefined, title: room ? roomTitle(room, users, myId) : '' };
}
