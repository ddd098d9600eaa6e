import { X } from 'lucide-react';
import { IconButton } from '../../../ui/Button';
import { LocalPreview } from '../LocalPreview';
import { removeFile, usePendingFiles } from './pendingFiles';
import { t } from '../text/first';

/** The files of the next message; the text beside them is their caption. */
export function AttachmentTray({ roomId }: { roomId: string }) {
  const files = usePendingFiles(roomId);
  if (files.length === 0) return null;
  return (
    <ul aria-label={t('files.attached')} className="m-0 flex list-none flex-wrap gap-2 px-3 pt-3 pb-0">
      {files.map((file) => (
        <li
          key={file.clientId}
          className="flex h-14 w-[220px] items-center gap-2.5 rounded-lg border border-line ps-2 max-[819px]:w-full"
        >
          <LocalPreview file={file} />
          <IconButton
            label={t('files.remove', { name: file.name })}
            onClick={() => removeFile(roomId, file.clientId)}
          >
            <X size={16} strokeWidth={1.75} />
          </IconButton>
        </li>
      ))}
    </ul>
  );
}
