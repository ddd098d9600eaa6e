import { DoorClosed, MessagesSquare } from 'lucide-react';
import { useEffect } from 'react';
import { Link } from 'wouter';
import { useNavigate } from '../core/navigation';
import { roomPath } from '../core/rooms/names';
import { Notice } from '../ui/Notice';
import { modifier } from '../ui/platform';
import { t } from './text/text';

/** A room that does not exist, or not for this person. Its address loses `?at=`, which could never be read. */
export function NothingHere({ roomId }: { roomId: string }) {
  const navigate = useNavigate();
  useEffect(() => {
    if (new URLSearchParams(location.search).has('at')) navigate(roomPath(roomId), { replace: true });
  }, [navigate, roomId]);
  return (
    <Notice icon={<DoorClosed size={32} strokeWidth={1.5} />} title={t('rooms.nothingTitle')}>
      {t('rooms.nothing')}{' '}
      <Link to="/" className="text-accent underline">
        {t('rooms.backToYours')}
      </Link>
    </Notice>
  );
}

/** Instead of a room, before one is chosen. */
const ChooseRoom = () => (
  <Notice icon={<MessagesSquare size={32} strokeWidth={1.5} />} title={t('home.choose')}>
    {t('home.hint', { key: modifier })}
  </Notice>
);

export default ChooseRoom;
