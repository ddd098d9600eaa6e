import { Pin } from 'lucide-react';
import { useAppSelector } from '../../core/store';
import { t } from './text/text';
import { MessageListPanel } from '../inbox/public/MessageListPanel';

/** What is pinned in a room. */
export function PinsPanel({ roomId, onClose }: { roomId: string; onClose: () => void }) {
  // A pin set or taken down anywhere changes a message of this room.
  const pinned = useAppSelector((state) =>
    (state.timelines.byRoom[roomId]?.messages ?? [])
      .flatMap(({ messageId, pinned: pin }) => (pin ? [messageId] : []))
      .join(),
  );
  return (
    <MessageListPanel
      title={t('pins.title')}
      close={t('pins.close')}
      Icon={Pin}
      nothing={{ title: t('pins.nothing'), hint: t('pins.nothingHint') }}
      path={`/rooms/${roomId}/pins`}
      panel="pins"
      freshAt={pinned}
      onClose={onClose}
    />
  );
}
