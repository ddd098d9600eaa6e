import { stat } from 'node:fs/promises';
import type { FileKind } from '@parley/shared/files';
import { fileTypeFromFile } from 'file-type';
import type { DrawingJob } from './drawing.js';
import type { DrawingAnswer } from './drawingPool.js';
import { isFilm, stripFilm } from './stripFilm.js';
import { textEncoding } from './textOf.js';

/** What a file turns out to be, and the local files to store. */
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

/** Formats the browsers of people play by themselves. Everything else is a document: to be saved, not shown. */
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
/** Images that are shown. SVG is none of them: it is a program. */
export const images = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif']);

/** Formats that are written in letters. Everything else that is all letters only looks like its first bytes: `ID3,BMW,…` is no sound. */
const written = /^text\/|xml|html|pdf|rtf|postscript/;

/** What the bytes of a file are. Markup would be shown as a page somewhere: it is text here. */
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
 * Looks into an uploaded file. An image or a film is cleaned in its place of whatever else was hidden in it. One that cannot be read,
 * since it is damaged or too large, is a document: taken as it is.
 *
 * @param path the uploaded file, which may be replaced
 * @param draw does what asks for decoding
 * @throws AppError unavailable when too many pictures wait to be drawn
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
