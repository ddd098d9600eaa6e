import { X } from 'lucide-react';
import { useCore } from '../../../core/coreContext';
import { useAppSelector } from '../../../core/store';
import type { OutboxItem } from '../../../sync/outbox';
import { IconButton } from '../../../ui/Button';
import { LocalPreview } from '../LocalPreview';
import { t } from '../text/first';

/** The files of a message that is being sent, each with its progress. */
export function PendingFiles({ item }: { item: OutboxItem }) {
  const core = useCore();
  const progress = useAppSelector((state) => state.timelines.uploads);
  if (!item.attachments) return null;
  return (
    <ul
      aria-label={t('files.onTheWay')}
      className="m-0 mt-1 flex max-w-[640px] list-none flex-col gap-1.5 p-0"
    >
      {item.attachments.map((file) => {
        const done = file.fileId === undefined ? (progress[file.clientId] ?? 0) : 1;
        return (
          <li
            key={file.clientId}
            className="relative flex h-14 max-w-[420px] items-center gap-2.5 overflow-hidden rounded-lg border border-line px-2"
          >
            <LocalPreview file={file} />
            {item.state !== 'failed' && (
              <span
                role="progressbar"
                aria-label={t('files.sending', { name: file.name })}
                aria-valuenow={Math.round(done * 100)}
                className="absolute inset-x-0 bottom-0 h-[3px] bg-hover"
              >
                <span className="block h-full bg-solid" style={{ width: `${done * 100}%` }} />
              </span>
            )}
          </li>
        );
      })}
      {item.state !== 'failed' && (
        <li>
          <IconButton
            label={t('files.cancelSending')}
            onClick={() => core.discard(item.clientId)}
            className="!w-auto gap-1.5 px-2 text-[13px]"
          >
            <X size={15} strokeWidth={1.75} aria-hidden="true" /> {t('common.cancel')}
          </IconButton>
        </li>
      )}
    </ul>
  );
}
