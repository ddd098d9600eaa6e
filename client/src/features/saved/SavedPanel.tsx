import { Bookmark } from 'lucide-react';
import { useCallback } from 'react';
import { useCore } from '../../core/coreContext';
import { useAppSelector } from '../../core/store';
import { t } from './text/text';
import { MessageListPanel } from '../inbox/public/MessageListPanel';

/** The messages one has saved, on any device. */
export function SavedPanel({ onClose }: { onClose: () => void }) {
  const ids = useAppSelector((state) => state.saved.ids);
  const core = useCore();
  const read = useCallback(
    (before?: string) => core.api.request('GET /me/saved', { query: { before } }),
    [core],
  );
  return (
    <MessageListPanel
      title={t('saved.title')}
      close={t('saved.close')}
      Icon={Bookmark}
      nothing={{ title: t('saved.nothing'), hint: t('saved.nothingHint') }}
      read={read}
      panel="saved"
      freshAt={ids}
      onClose={onClose}
    />
  );
}
