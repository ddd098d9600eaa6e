import { CalendarX2 } from 'lucide-react';
import { useDialogs } from '../../../core/dialogs';
import { t } from '../text/text';

/** An entry of a room's details: after how many days its messages are deleted. */
export function RetentionAction({ roomId }: { roomId: string }) {
  const { show } = useDialogs();
  return (
    <button
      type="button"
      onClick={() => show({ kind: 'roomRetention', roomId })}
      className="flex h-9 w-full items-center gap-3 rounded-lg px-2 text-[14px] hover:bg-hover max-[819px]:h-11"
    >
      <CalendarX2 size={18} strokeWidth={1.75} />
      {t('retention.title')}
    </button>
  );
}
