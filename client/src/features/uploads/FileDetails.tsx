import { File, FileArchive, FileAudio, FileImage, FileText, FileVideo } from 'lucide-react';

const units = ['B', 'KB', 'MB', 'GB'];

/** A size for people: 1.2 MB. */
export function formatBytes(bytes: number): string {
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(bytes, 1)) / 3));
  const value = bytes / 1000 ** step;
  return `${value >= 10 || step === 0 ? Math.round(value) : value.toFixed(1)} ${units[step] ?? ''}`;
}

function iconOf(type: string): typeof File {
  if (type.startsWith('image/')) return FileImage;
  if (type.startsWith('video/')) return FileVideo;
  if (type.startsWith('audio/')) return FileAudio;
  if (/zip|compressed|tar|rar/.test(type)) return FileArchive;
  if (type.startsWith('text/') || /pdf|word|sheet|document/.test(type)) return FileText;
  return File;
}

interface Details {
  name: string;
  type: string;
  bytes: number;
  /** Further text, behind the size. */
  note?: string | undefined;
}

/** A file's sign, name and size, in a row. */
export function FileDetails({ name, type, bytes, note }: Details) {
  const Icon = iconOf(type);
  return (
    <>
      <span className="flex size-10 shrink-0 items-center justify-center rounded-lg bg-tint text-accent">
        <Icon size={20} strokeWidth={1.75} aria-hidden="true" />
      </span>
      <span className="min-w-0 flex-1">
        <span className="block truncate text-[14px] font-semibold" title={name}>
          <bdi>{name}</bdi>
        </span>
        <span className="tabular block truncate text-[12px] text-soft" title={note}>
          {formatBytes(bytes)}
          {note !== undefined && ` · ${note}`}
        </span>
      </span>
    </>
  );
}
