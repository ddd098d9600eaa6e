import { fileUrl, thumbnailUrl } from '../../../platform/fileUrls';
import type { FileView } from '@parley/shared/files';
import { Download, Eye } from 'lucide-react';
import { useState } from 'react';
import { useDialogs } from '../../../core/dialogs';
import { classes } from '../../../ui/classes';
import { FileDetails } from '../FileDetails';
import { t } from '../text/first';

const LARGEST_WIDTH = 420;
const LARGEST_HEIGHT = 320;

/** The displayed size of a picture; computed before it loads, so that nothing moves when it does. */
export function shownSize(width: number, height: number): { width: number; height: number } {
  const scale = Math.min(1, LARGEST_WIDTH / width, LARGEST_HEIGHT / height);
  return { width: Math.max(48, Math.round(width * scale)), height: Math.max(48, Math.round(height * scale)) };
}

function Picture({ file, alone, onOpen }: { file: FileView; alone: boolean; onOpen: () => void }) {
  const [broken, setBroken] = useState(false);
  const size = alone ? shownSize(file.width ?? 320, file.height ?? 240) : { width: 160, height: 160 };
  return (
    <button
      type="button"
      onClick={onOpen}
      aria-label={t('files.openPicture', { name: file.name })}
      className="relative block max-w-full overflow-hidden rounded-lg border border-line bg-hover bg-cover bg-center"
      style={{
        // Two side by side also on a phone.
        width: alone ? size.width : `min(${size.width}px, calc(50% - 3px))`,
        aspectRatio: `${size.width} / ${size.height}`,
        ...(file.blur === null ? {} : { backgroundImage: `url("${file.blur}")` }),
      }}
    >
      {broken ? (
        <span className="flex h-full items-center justify-center p-2 text-[12px] text-soft">{file.name}</span>
      ) : (
        <img
          src={thumbnailUrl(file.fileId)}
          alt=""
          loading="lazy"
          onError={() => setBroken(true)}
          className={classes('size-full', alone ? 'object-contain' : 'object-cover')}
        />
      )}
    </button>
  );
}

function DocumentCard({ file, onPreview }: { file: FileView; onPreview: (() => void) | undefined }) {
  // A picture, film or recording that could not be processed is stored unchanged, with the camera's metadata.
  const note = /^(image|video|audio)\//.test(file.type) ? t('files.unchanged') : undefined;
  return (
    <div className="flex h-14 w-full max-w-[420px] items-center gap-2.5 rounded-lg border border-line px-2">
      <FileDetails {...file} note={note} />
      {onPreview && (
        <button
          type="button"
          onClick={onPreview}
          aria-label={t('files.preview', { name: file.name })}
          className="inline-flex size-9 items-center justify-center rounded-lg text-soft hover:bg-hover max-[819px]:size-11"
        >
          <Eye size={18} strokeWidth={1.75} aria-hidden="true" />
        </button>
      )}
      <a
        href={fileUrl(file.fileId)}
        download={file.name}
        aria-label={t('files.downloadNamed', { name: file.name })}
        className="inline-flex size-9 items-center justify-center rounded-lg text-soft hover:bg-hover max-[819px]:size-11"
      >
        <Download size={18} strokeWidth={1.75} aria-hidden="true" />
      </a>
    </div>
  );
}

function Player({ file }: { file: FileView }) {
  const shared = {
    src: fileUrl(file.fileId),
    controls: true,
    preload: 'metadata' as const,
    title: file.name,
  };
  if (file.kind === 'audio') return <audio {...shared} className="w-full max-w-[420px]" />;
  return (
    <video {...shared} className="aspect-video w-full max-w-[420px] rounded-lg border border-line bg-black" />
  );
}

/** The dialog that can show a document, if any can. */
function previews({ type }: FileView): 'textFile' | 'pdf' | undefined {
  if (type === 'application/pdf') return 'pdf';
  return type.startsWith('text/') ? 'textFile' : undefined;
}

/** The files of a message: pictures in a row that opens large, players, and everything else to be saved. */
export function MessageFiles({ files }: { files: FileView[] }) {
  const { show } = useDialogs();
  if (files.length === 0) return null;
  const pictures = files.filter(({ kind }) => kind === 'image');
  return (
    <div className="mt-1 mb-0.5 flex flex-col gap-1.5">
      {pictures.length > 0 && (
        <div className="flex flex-wrap gap-1.5">
          {pictures.map((file, i) => (
            <Picture
              key={file.fileId}
              file={file}
              alone={pictures.length === 1}
              onOpen={() => show({ kind: 'pictures', files: pictures, at: i })}
            />
          ))}
        </div>
      )}
      {files.map((file) => {
        if (file.kind === 'image') return null;
        if (file.kind !== 'document') return <Player key={file.fileId} file={file} />;
        const kind = previews(file);
        const preview = kind && (() => show({ kind, file }));
        return <DocumentCard key={file.fileId} file={file} onPreview={preview} />;
      })}
    </div>
  );
}
