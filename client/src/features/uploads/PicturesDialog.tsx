import { Dialog as Base } from '@base-ui/react/dialog';
import { fileUrl, thumbnailUrl } from '../../platform/fileUrls';
import type { FileView } from '@parley/shared/files';
import { ChevronLeft, ChevronRight, Download, X } from 'lucide-react';
import { useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { useBackCloses } from '../../ui/backCloses';
import { IconButton } from '../../ui/Button';
import { formatBytes } from './FileDetails';
import { t } from './text/text';

/** A swipe of at least this many pixels changes the picture. */
const SWIPE_PX = 50;

interface PictureProps {
  file: FileView;
  /** Absent at the first picture, and `onNext` at the last. */
  onPrevious: (() => void) | undefined;
  onNext: (() => void) | undefined;
}

/** One picture, between two buttons; its thumbnail is shown until it has loaded. */
function Picture({ file, onPrevious, onNext }: PictureProps) {
  const began = useRef<number>(undefined);
  const onPointerUp = (event: PointerEvent): void => {
    const moved = event.clientX - (began.current ?? event.clientX);
    if (Math.abs(moved) > SWIPE_PX) (moved < 0 ? onNext : onPrevious)?.();
    began.current = undefined;
  };
  return (
    <div
      className="relative flex min-h-0 flex-1 touch-pan-y items-center justify-center px-4 pb-4 select-none"
      onPointerDown={(event) => (began.current = event.clientX)}
      onPointerUp={onPointerUp}
    >
      <IconButton
        label={t('files.previousPicture')}
        disabled={!onPrevious}
        onClick={() => onPrevious?.()}
        className="!absolute start-3 z-10 bg-black/40 disabled:invisible"
      >
        <ChevronLeft size={24} />
      </IconButton>
      <img
        key={file.fileId}
        src={fileUrl(file.fileId)}
        alt={file.name}
        draggable={false}
        className="max-h-full min-h-0 max-w-full min-w-0 flex-1 bg-contain bg-center bg-no-repeat object-contain"
        style={{ backgroundImage: `url("${thumbnailUrl(file.fileId)}")` }}
      />
      <IconButton
        label={t('files.nextPicture')}
        disabled={!onNext}
        onClick={() => onNext?.()}
        className="!absolute end-3 z-10 bg-black/40 disabled:invisible"
      >
        <ChevronRight size={24} />
      </IconButton>
    </div>
  );
}

interface PictureHeaderProps {
  file: FileView;
  at: number;
  count: number;
  onClose: () => void;
}

const PictureHeader = ({ file, at, count, onClose }: PictureHeaderProps) => (
  <header className="flex h-14 shrink-0 items-center gap-2 px-4">
    <Base.Title className="m-0 min-w-0 truncate text-[14px] font-semibold">
      <bdi>{file.name}</bdi>
    </Base.Title>
    <span className="tabular flex-1 text-[13px] whitespace-nowrap text-white/75">
      {formatBytes(file.bytes)}
      {count > 1 && t('files.ofPictures', { at: at + 1, count })}
    </span>
    <a
      href={fileUrl(file.fileId)}
      download={file.name}
      aria-label={t('files.downloadNamed', { name: file.name })}
      className="inline-flex size-9 items-center justify-center rounded-lg hover:bg-white/15 max-[819px]:size-11"
    >
      <Download size={18} strokeWidth={1.75} aria-hidden="true" />
    </a>
    <IconButton label={t('common.close')} onClick={onClose}>
      <X size={20} strokeWidth={1.75} />
    </IconButton>
  </header>
);

interface PicturesDialogProps {
  files: FileView[];
  /** The index of the one to show first. */
  at: number;
  onClose: () => void;
}

/** Pictures large, one after the other: by arrows, by buttons and by swiping. */
export function PicturesDialog({ files, at, onClose }: PicturesDialogProps) {
  const [current, setCurrent] = useState(at);
  useBackCloses(true, onClose);
  const file = files[current];
  const onPrevious = current > 0 ? () => setCurrent(current - 1) : undefined;
  const onNext = current < files.length - 1 ? () => setCurrent(current + 1) : undefined;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowRight') onNext?.();
    else if (event.key === 'ArrowLeft') onPrevious?.();
  };
  if (!file) return null;
  return (
    <Base.Root open onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-black/85" />
        <Base.Popup
          onKeyDown={onKeyDown}
          className="fixed inset-0 z-50 flex flex-col text-white outline-none [&_button]:text-white [&_button:hover]:bg-white/15"
        >
          <PictureHeader file={file} at={current} count={files.length} onClose={onClose} />
          <Picture file={file} onPrevious={onPrevious} onNext={onNext} />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
