import { useParams } from 'wouter';
import { useCore } from '../../core/coreContext';
import { useNavigate } from '../../core/navigation';
import { createRoom } from '../../core/rooms/commands';
import { roomPath } from '../../core/rooms/names';
import { useAppSelector } from '../../core/store';
import type { Target } from './jumpTargets';

/** Opens a target: a room, the direct messages with a person, or a search beside the present room. */
export function useJumpTo(): (target: Target) => void {
  const core = useCore();
  const navigate = useNavigate();
  const anyRoom = useAppSelector((state) => Object.keys(state.rooms.byId)[0] ?? '');
  const roomId = useParams()['roomId'] ?? /\/rooms\/([0-9a-f]{24})/.exec(location.pathname)?.[1] ?? anyRoom;
  return (target) => {
    if (target.kind === 'messages')
      return navigate(`${roomPath(roomId)}/search?${new URLSearchParams({ q: target.query }).toString()}`);
    if (target.kind === 'room') return navigate(roomPath(target.item.state.room.roomId));
    createRoom(core, { type: 'direct', memberIds: [target.user.userId] }).then(
      (room) => navigate(roomPath(room.roomId)),
      () => undefined,
    );
  };
}
