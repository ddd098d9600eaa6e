import { readFile, rename, stat, writeFile } from 'node:fs/promises';
import sharp, { type Metadata, type Sharp } from 'sharp';
import { isMovingAvif, stripAvif } from './stripAvif.js';
import { stripMetadata } from './stripMetadata.js';

/** A job of the drawing process. Paths are on this machine's disk. */
export type DrawingJob =
  /** Cleans an image in place and writes its thumbnail beside it. */
  | { kind: 'image'; path: string; type: string }
  /** Crops a square around the main subject, `edge` pixels wide, as WebP at `to`. */
  | { kind: 'square'; path: string; to: string; edge: number };

/** The outcome; `refused` when it has more pixels than allowed, is damaged, or is a film. */
export type Drawn =
  | {
      type: string;
      /** With its dot, when the bytes were converted to another format. */
      extension?: string;
      bytes: number;
      /** Size of the displayed, upright image in pixels; of an animation that of one frame. */
      width: number;
      height: number;
      /** A data URL. */
      blur: string;
      /** Path of a WebP. */
      thumbnail: string;
    }
  | { refused: 'large' | 'damaged' | 'moving' };

/** More pixels than this, over all frames, are refused: a small file can decompress to gigabytes. */
export const MOST_PIXELS = 120_000_000;
/** What libvips 8.18 needs to decode a pixel of an AVIF: measured 19 bytes at 8000 × 8000, where other formats stream. */
const AVIF_BYTES_PER_PIXEL = 20;
/** For a JPEG that is rotated and encoded again: measured 9 bytes at 12000 × 9000. */
const TURNING_BYTES_PER_PIXEL = 10;
const THUMBNAIL_EDGE = 720;
const BLUR_EDGE = 16;

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

const open = (path: string, animated: boolean): Sharp =>
  sharp(path, { animated, limitInputPixels: MOST_PIXELS, failOn: 'error' }).autoOrient();

/** Whether it can be decoded within this much memory. */
const fits = (type: string, pixels: number, memoryBytes: number): boolean =>
  pixels <= MOST_PIXELS && (type !== 'image/avif' || pixels * AVIF_BYTES_PER_PIXEL <= memoryBytes);

interface Cleaned {
  type: string;
  extension?: string;
  width: number;
  height: number;
}

/** Encodes the image again, upright, in place. */
async function redraw(path: string, type: string, moving: boolean): Promise<Cleaned> {
  const { image, ...encoded } = encode(open(path, moving), type);
  const clean = `${path}.clean`;
  const { width, height, pageHeight } = await image.toFile(clean);
  await rename(clean, path);
  // Of an animation sharp returns the height of all frames together.
  return { ...encoded, width, height: pageHeight ?? height };
}

/** Removes the metadata in place, and leaves the pixels as they are; undefined when that is not possible. */
async function strip(path: string, type: string, metadata: Metadata): Promise<Cleaned | undefined> {
  const { width: w, height: h, orientation = 1 } = metadata;
  const bytes = await readFile(path);
  const parts = type === 'image/avif' ? stripAvif(bytes) : stripMetadata(bytes, type, orientation);
  if (!parts) return undefined;
  const clean = `${path}.clean`;
  await writeFile(clean, parts);
  await rename(clean, path);
  const [width, height] = orientation >= 5 ? [h, w] : [w, h];
  return { type, width, height };
}

/**
 * Cleans an image in place. A rotated one is encoded again, upright, since some programs ignore the orientation; where that needs
 * too much memory only the orientation stays in its metadata.
 */
async function clean(path: string, type: string, metadata: Metadata, memoryBytes: number): Promise<Cleaned> {
  const { width, height, orientation = 1, pages = 1 } = metadata;
  const turned = orientation > 1 && width * height * TURNING_BYTES_PER_PIXEL <= memoryBytes;
  const stripped = turned ? undefined : await strip(path, type, metadata);
  return stripped ?? (await redraw(path, type, pages > 1));
}

async function drawImage(path: string, type: string, memoryBytes: number): Promise<Drawn> {
  const metadata = await sharp(path, { limitInputPixels: false }).metadata();
  const { pages = 1, width, height } = metadata;
  // A file larger than the memory cannot be read as a whole to clean it.
  const { size: received } = await stat(path);
  if (!fits(type, width * height * pages, memoryBytes) || received > memoryBytes / 2)
    return { refused: 'large' };
  // libvips reads its first picture only.
  if (type === 'image/avif' && isMovingAvif(await readFile(path))) return { refused: 'moving' };
  const thumbnail = `${path}.thumbnail`;
  // First, since it decodes every pixel and so detects a damaged file.
  await open(path, pages > 1)
    .resize(THUMBNAIL_EDGE, THUMBNAIL_EDGE, { fit: 'inside', withoutEnlargement: true })
    // Lossy compression blurs the edges of drawings in few colours, and makes them larger.
    .webp(metadata.isPalette ? { lossless: true } : { quality: 80 })
    .toFile(thumbnail);
  const tiny = await open(path, false)
    .resize(BLUR_EDGE, BLUR_EDGE, { fit: 'inside' })
    .webp({ quality: 40 })
    .toBuffer();
  const cleaned = await clean(path, type, metadata, memoryBytes);
  const { size } = await stat(path);
  return { ...cleaned, bytes: size, blur: `data:image/webp;base64,${tiny.toString('base64')}`, thumbnail };
}

async function drawSquare(job: DrawingJob & { kind: 'square' }, memoryBytes: number): Promise<Drawn> {
  const { pages = 1, width, height, format } = await sharp(job.path, { limitInputPixels: false }).metadata();
  if (!fits(format === 'heif' ? 'image/avif' : format, width * height * pages, memoryBytes))
    return { refused: 'large' };
  await open(job.path, false)
    .resize(job.edge, job.edge, { fit: 'cover', position: 'attention' })
    .webp({ quality: 82 })
    .toFile(job.to);
  const { size } = await stat(job.to);
  const square = { type: 'image/webp', bytes: size, width: job.edge, height: job.edge };
  return { ...square, blur: '', thumbnail: job.to };
}

/**
 * Does one job in this process. The server uses another process (`drawingPool.ts`), since hostile bytes may crash it.
 *
 * @param memoryBytes limit for decoding
 */
export async function draw(job: DrawingJob, memoryBytes: number): Promise<Drawn> {
  try {
    return job.kind === 'image'
      ? await drawImage(job.path, job.type, memoryBytes)
      : await drawSquare(job, memoryBytes);
  } catch (error) {
    const large = /pixel limit|memory|allocat/i.test((error as Error).message);
    return { refused: large ? 'large' : 'damaged' };
  }
}
