import { open, stat } from 'node:fs/promises';
import type { FileKind } from '@parley/shared/files';
import { fileTypeFromFile } from 'file-type';
import type { DrawingJob } from './drawing.js';
import type { DrawingAnswer } from './drawingPool.js';

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

const TEXT_PROBE_BYTES = 65_536;

/** Is the beginning of the file text in UTF-8? */
async function isText(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(TEXT_PROBE_BYTES), 0, TEXT_PROBE_BYTES, 0);
    const probe = buffer.subarray(0, bytesRead);
    if (probe.includes(0)) return false;
    // The probe may end within a character, which is no fault of the text: `stream` leaves it open.
    new TextDecoder('utf-8', { fatal: true }).decode(probe, { stream: true });
    return true;
  } catch {
    return false;
  } finally {
    await file.close();
  }
}

/**
 * Looks into an uploaded file. An image is cleaned in its place of whatever else was hidden in it. One that cannot be drawn, since it
 * is damaged or too large, is a document: taken as it is.
 *
 * @param path the uploaded file, which may be replaced
 * @param draw does what asks for decoding
 * @throws AppError unavailable when too many pictures wait to be drawn
 */
export async function inspect(
  path: string,
  draw: (job: DrawingJob) => Promise<DrawingAnswer>,
): Promise<Inspected> {
  const found = await fileTypeFromFile(path);
  const sniffed = found?.mime ?? ((await isText(path)) ? 'text/plain' : 'application/octet-stream');
  if (images.has(sniffed)) {
    const drawn = await draw({ kind: 'image', path, type: sniffed });
    if (!('refused' in drawn)) return { kind: 'image', ...drawn };
  }
  const { size } = await stat(path);
  return {
    kind: playable[sniffed] ?? 'document',
    // Markup found by its signature would be shown as a page somewhere: it is text here.
    type: /xml|html/.test(sniffed) ? 'text/plain' : sniffed,
    bytes: size,
    width: null,
    height: null,
    blur: null,
    thumbnail: undefined,
  };
}
