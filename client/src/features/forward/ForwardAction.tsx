import type { MessageView } from '@parley/shared/messages';
import { Forward } from 'lucide-react';
import { useDialogs } from '../../core/dialogs';
import { t } from './text/text';
import { MenuItem } from '../../ui/Menu';

export function ForwardAction({ message }: { message: MessageView }) {
  const { show } = useDialogs();
  return (
    <MenuItem icon={<Forward size={16} />} onSelect={() => show({ kind: 'forward', message })}>
      {t('message.forward')}
    </MenuItem>
  );
}
