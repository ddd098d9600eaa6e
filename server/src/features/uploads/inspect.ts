import { open, rename, stat } from 'node:fs/promises';
import { AppError, invalidField } from '@parley/shared/errors';
import type { FileKind } from '@parley/shared/files';
import { fileTypeFromFile } from 'file-type';
import sharp, { type Sharp } from 'sharp';

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

/** More pixels than this, over all frames, are refused: a small file can unfold into gigabytes. */
export const MOST_PIXELS = 120_000_000;
const THUMBNAIL_EDGE = 720;
const BLUR_EDGE = 16;
const TEXT_PROBE_BYTES = 65_536;

/** Writes the image in its own format, without EXIF, upright. */
function encode(image: Sharp, type: string): { image: Sharp; type: string; extension?: string } {
  switch (type) {
    case 'image/jpeg':
      return { image: image.jpeg({ quality: 90 }), type };
    case 'image/png':
      return { image: image.png(), type };
    case 'image/gif':
      return { image: image.gif(), type };
    case 'image/webp':
      return { image: image.webp({ quality: 90 }), type };
    default:
      return { image: image.webp({ quality: 90 }), type: 'image/webp', extension: '.webp' };
  }
}

/** What to answer when an image could not be read. */
export const refusalOf = (error: unknown): AppError =>
  /pixel limit/i.test((error as Error).message)
    ? new AppError('too_large', 'The image has too many pixels.', { fields: { file: 'has too many pixels' } })
    : invalidField('file', 'is an image that cannot be read; it may be damaged');

async function inspectImage(path: string, sniffed: string): Promise<Inspected> {
  try {
    const read = (animated: boolean): Sharp =>
      sharp(path, { animated, limitInputPixels: MOST_PIXELS, failOn: 'error' }).autoOrient();
    const { pages = 1 } = await sharp(path, { limitInputPixels: MOST_PIXELS }).metadata();
    const moving = pages > 1;
    const encoded = encode(read(moving), sniffed);
    const clean = `${path}.clean`;
    const { width, height, pageHeight } = await encoded.image.toFile(clean);
    const thumbnail = `${path}.thumbnail`;
    await read(moving)
      .resize(THUMBNAIL_EDGE, THUMBNAIL_EDGE, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 80 })
      .toFile(thumbnail);
    const tiny = await read(false)
      .resize(BLUR_EDGE, BLUR_EDGE, { fit: 'inside' })
      .webp({ quality: 40 })
      .toBuffer();
    await rename(clean, path);
    const { size } = await stat(path);
    return {
      kind: 'image',
      type: encoded.type,
      ...(encoded.extension === undefined ? {} : { extension: encoded.extension }),
      bytes: size,
      width,
      // Of an animation sharp gives the height of all frames together.
      height: pageHeight ?? height,
      blur: `data:image/webp;base64,${tiny.toString('base64')}`,
      thumbnail,
    };
  } catch (error) {
    throw refusalOf(error);
  }
}

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
 * Looks into an uploaded file. An image is written anew in its place, which drops whatever else was hidden in it.
 *
 * @param path the uploaded file, which may be replaced
 * @throws AppError invalid for a damaged image, too_large for one of too many pixels
 */
export async function inspect(path: string): Promise<Inspected> {
  const found = await fileTypeFromFile(path);
  const sniffed = found?.mime ?? ((await isText(path)) ? 'text/plain' : 'application/octet-stream');
  if (images.has(sniffed)) return await inspectImage(path, sniffed);
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
