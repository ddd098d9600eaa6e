import { Bookmark } from 'lucide-react';
import { useAppSelector } from '../../core/store';
import { t } from './text/text';
import { MessageListPanel } from '../inbox/public/MessageListPanel';

/** What one has saved, on whatever device. */
export function SavedPanel({ onClose }: { onClose: () => void }) {
  const ids = useAppSelector((state) => state.saved.ids);
  return (
    <MessageListPanel
      title={t('saved.title')}
      close={t('saved.close')}
      Icon={Bookmark}
      nothing={{ title: t('saved.nothing'), hint: t('saved.nothingHint') }}
      path="/me/saved"
      panel="saved"
      freshAt={ids}
      onClose={onClose}
    />
  );
}
