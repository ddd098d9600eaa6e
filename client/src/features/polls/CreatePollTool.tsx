import { ChartNoAxesColumn } from 'lucide-react';
import { useDialogs } from '../../core/dialogs';
import { allowed } from '../../core/rooms/select';
import { useAppSelector } from '../../core/store';
import { t } from './text/text';
import { MenuItem } from '../../ui/Menu';

export function CreatePollTool({ roomId }: { roomId: string }) {
  const { show } = useDialogs();
  const mayCreate = useAppSelector((state) => allowed(state, roomId, 'createPoll'));
  if (!mayCreate) return null;
  return (
    <MenuItem icon={<ChartNoAxesColumn size={16} />} onSelect={() => show({ kind: 'createPoll', roomId })}>
      {t('polls.create')}
    </MenuItem>
  );
}
