import type { MessageView } from '@parley/shared/messages';
import { Bookmark, BookmarkX } from 'lucide-react';
import { useCore } from '../../core/coreContext';
import { announceOutcome } from '../../core/rooms/announceOutcome';
import { useAppSelector } from '../../core/store';
import { t } from './text/text';
import { MenuItem } from '../../ui/Menu';
import { setSaved } from './saved.commands';

export function SaveAction({ message: { messageId } }: { message: MessageView }) {
  const core = useCore();
  const saved = useAppSelector((state) => state.saved.ids[messageId] === true);
  const change = (): void =>
    announceOutcome(setSaved(core, messageId, !saved), saved ? t('saved.undone') : t('saved.done'));
  return (
    <MenuItem icon={saved ? <BookmarkX size={16} /> : <Bookmark size={16} />} onSelect={change}>
      {saved ? t('saved.remove') : t('saved.save')}
    </MenuItem>
  );
}
