import { fileUrl } from '../../platform/fileUrls';
import type { FileView } from '@parley/shared/files';
import type { ReactNode } from 'react';
import { Dialog } from '../../ui/Dialog';
import { Failure } from '../../ui/Failure';
import { t } from './text/text';

interface PreviewDialogProps {
  file: FileView;
  /** Why it cannot be shown, as a sentence; it can still be saved. */
  failure: string | undefined;
  onClose: () => void;
  children: ReactNode;
}

/** The frame of a preview: the name, the content, and how to save the file. */
export function PreviewDialog({ file, failure, onClose, children }: PreviewDialogProps) {
  return (
    <Dialog open onClose={onClose} title={file.name} wide>
      <Failure>{failure}</Failure>
      {failure === undefined && children}
      <a
        href={fileUrl(file.fileId)}
        download={file.name}
        className="mt-3 inline-block font-semibold text-accent underline underline-offset-2"
      >
        {t('files.download')}
      </a>
    </Dialog>
  );
}
