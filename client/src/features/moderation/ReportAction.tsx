import type { MessageView } from '@parley/shared/messages';
import { Flag } from 'lucide-react';
import { useDialogs } from '../../core/dialogs';
import { useAppSelector } from '../../core/store';
import { MenuItem } from '../../ui/Menu';
import { t } from './text/text';

/** Reports somebody else's message to the moderators. */
export function ReportAction({ message }: { message: MessageView }) {
  const { show } = useDialogs();
  const own = useAppSelector((state) => state.session.me?.userId === message.authorId);
  if (own || message.deletedAt !== null) return null;
  const { messageId, authorId: userId } = message;
  return (
    <MenuItem icon={<Flag size={16} />} onSelect={() => show({ kind: 'report', messageId, userId })}>
      {t('moderation.report')}
    </MenuItem>
  );
}
