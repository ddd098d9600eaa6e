import { stat } from 'node:fs/promises';
import type { FileKind } from '@parley/shared/files';
import { fileTypeFromFile } from 'file-type';
import type { DrawingJob } from './drawing.js';
import type { DrawingAnswer } from './drawingPool.js';
import { isFilm, stripFilm } from './stripFilm.js';
import { textEncoding } from './textOf.js';

/** The detected type of a file, and the local files to store. */
export interface Inspected {
  kind: FileKind;
  type: string;
  /** Extension with its dot when the bytes were converted to another format. */
  extension?: string;
  bytes: number;
  width: number | null;
  height: number | null;
  blur: string | null;
  thumbnail: string | undefined;
}

/** Formats that browsers can play. Everything else is a document: downloaded, not shown. */
const playable: Record<string, FileKind> = {
  'video/mp4': 'video',
  'video/webm': 'video',
  'video/quicktime': 'video',
  'audio/mpeg': 'audio',
  'audio/ogg': 'audio',
  'audio/wav': 'audio',
  'audio/mp4': 'audio',
  'audio/x-m4a': 'audio',
  'audio/x-flac': 'audio',
  'audio/flac': 'audio',
};
/** Images that are shown. Not SVG, which can contain scripts. */
export const images = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif']);

/** Text formats. Other detected types of a pure text file only match its first bytes: `ID3,BMW,…` is no audio. */
const written = /^text\/|xml|html|pdf|rtf|postscript/;

/** The type of a file by its bytes. Markup could be shown as a page somewhere: here it is text. */
async function typeOf(path: string): Promise<string> {
  const sniffed = (await fileTypeFromFile(path))?.mime;
  if (sniffed !== undefined && images.has(sniffed)) return sniffed;
  const encoding = await textEncoding(path);
  const isText = encoding !== undefined && (sniffed === undefined || !written.test(sniffed));
  if (isText || /xml|html/.test(sniffed ?? ''))
    return encoding === undefined || encoding === 'utf-8' ? 'text/plain' : `text/plain; charset=${encoding}`;
  return sniffed ?? 'application/octet-stream';
}

/**
 * Inspects an uploaded file. An image or a film is cleaned of its metadata in place. One that cannot be processed,
 * because it is damaged or too large, is stored unchanged as a document.
 *
 * @param path the uploaded file, which may be replaced
 * @param draw does the jobs that need decoding
 * @throws AppError unavailable when too many pictures are waiting to be drawn
 */
export async function inspect(
  path: string,
  draw: (job: DrawingJob) => Promise<DrawingAnswer>,
): Promise<Inspected> {
  const sniffed = await typeOf(path);
  if (images.has(sniffed)) {
    const drawn = await draw({ kind: 'image', path, type: sniffed });
    if (!('refused' in drawn)) return { kind: 'image', ...drawn };
  }
  const { size } = await stat(path);
  const clean = !isFilm(sniffed) || (await stripFilm(path, sniffed));
  return {
    kind: clean ? (playable[sniffed.split(';')[0] ?? ''] ?? 'document') : 'document',
    type: sniffed,
    bytes: size,
    width: null,
    height: null,
    blur: null,
    thumbnail: undefined,
  };
}
