import { Pin } from 'lucide-react';
import { useCallback } from 'react';
import { useCore } from '../../core/coreContext';
import { useAppSelector } from '../../core/store';
import { t } from './text/text';
import { MessageListPanel } from '../inbox/public/MessageListPanel';

/** The pinned messages of a room. */
export function PinsPanel({ roomId, onClose }: { roomId: string; onClose: () => void }) {
  // A pin set or taken down anywhere changes a message of this room.
  const pinned = useAppSelector((state) =>
    (state.timelines.byRoom[roomId]?.messages ?? [])
      .flatMap(({ messageId, pinned: pin }) => (pin ? [messageId] : []))
      .join(),
  );
  const core = useCore();
  const read = useCallback(
    () => core.api.request('GET /rooms/{roomId}/pins', { path: { roomId } }),
    [core, roomId],
  );
  return (
    <MessageListPanel
      title={t('pins.title')}
      close={t('pins.close')}
      Icon={Pin}
      nothing={{ title: t('pins.nothing'), hint: t('pins.nothingHint') }}
      read={read}
      panel="pins"
      freshAt={pinned}
      onClose={onClose}
    />
  );
}
