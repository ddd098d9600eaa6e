import type { RoomView } from '@parley/shared/rooms';
import type { RoomState } from '@parley/shared/sync';
import { useAppSelector } from '../../app/store';
import { roomTitle } from './names';

/** A room one is in or looks into, and what it is called. */
export function useRoom(roomId: string): {
  room: RoomView | undefined;
  own: RoomState | undefined;
  title: string;
} {
  const own = useAppSelector((state) => state.rooms.byId[roomId]);
  const visited = useAppSelector((state) => state.rooms.visited[roomId]);
  const users = useAppSelector((state) => state.people.users.entities);
  const myId = useAppSelector((state) => state.session.me?.userId ?? '');
  const room = own?.room ?? visited;
  return { room, own, title: room ? roomTitle(room, users, myId) : '' };
}
