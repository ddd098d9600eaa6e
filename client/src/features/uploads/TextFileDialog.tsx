import { fileUrl } from '../../platform/fileUrls';
import type { FileView } from '@parley/shared/files';
import { useEffect, useState } from 'react';
import { formatBytes } from './FileDetails';
import { PreviewDialog } from './PreviewDialog';
import { t } from './text/text';

/** How much of a text is shown; the rest is only in the saved file. */
const PREVIEW_BYTES = 65_536;

/** The server detected the encoding: it may be another than UTF-8, and one that an old browser lacks. */
function decoderOf(type: string): TextDecoder {
  try {
    return new TextDecoder(/charset=([\w-]+)/.exec(type)?.[1] ?? 'utf-8');
  } catch {
    return new TextDecoder();
  }
}

async function readBeginning(file: FileView): Promise<string> {
  const response = await fetch(fileUrl(file.fileId), {
    headers: file.bytes > PREVIEW_BYTES ? { range: `bytes=0-${PREVIEW_BYTES - 1}` } : {},
  });
  if (!response.ok) throw new Error(String(response.status));
  // A cut may fall into the middle of a character: `stream` leaves it out instead of showing a broken one.
  return decoderOf(file.type).decode(await response.arrayBuffer(), { stream: true });
}

export function TextFileDialog({ file, onClose }: { file: FileView; onClose: () => void }) {
  const [text, setText] = useState<string>();
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let current = true;
    readBeginning(file).then(
      (read) => current && setText(read),
      () => current && setFailed(true),
    );
    return () => {
      current = false;
    };
  }, [file]);
  const failure = failed ? t('files.unreadable') : undefined;
  return (
    <PreviewDialog file={file} failure={failure} onClose={onClose}>
      <pre
        tabIndex={0}
        dir="auto"
        aria-label={t('files.beginning')}
        className="m-0 max-h-[60vh] min-h-24 overflow-auto rounded-lg bg-code p-3 text-[13px] leading-5 whitespace-pre-wrap"
      >
        {text}
      </pre>
      {file.bytes > PREVIEW_BYTES && (
        <p className="mt-2 mb-0 text-[13px] text-soft">
          {t('files.onlyBeginning', { size: formatBytes(file.bytes) })}
        </p>
      )}
    </PreviewDialog>
  );
}
