import { ChartNoAxesColumn } from 'lucide-react';
import { useDialogs } from '../../core/dialogs';
import { t } from './text/text';
import { MenuItem } from '../../ui/Menu';

export function CreatePollTool({ roomId }: { roomId: string }) {
  const { show } = useDialogs();
  return (
    <MenuItem icon={<ChartNoAxesColumn size={16} />} onSelect={() => show({ kind: 'createPoll', roomId })}>
      {t('polls.create')}
    </MenuItem>
  );
}
