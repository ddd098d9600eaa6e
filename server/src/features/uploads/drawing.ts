import { rename, stat } from 'node:fs/promises';
import sharp, { type Sharp } from 'sharp';

/** What is asked of the process that draws. Paths are on this machine's disk. */
export type DrawingJob =
  /** Cleans an image in its place and makes its thumbnail beside it. */
  | { kind: 'image'; path: string; type: string }
  /** Makes a square around what stands out, `edge` pixels wide, as WebP at `to`. */
  | { kind: 'square'; path: string; to: string; edge: number };

/** What came of it; `refused` when the image has more pixels than the bounds allow, or is damaged. */
export type Drawn =
  | {
      type: string;
      /** With its dot, when the bytes were converted to another format. */
      extension?: string;
      bytes: number;
      /** Pixels of what is shown, upright; of an animation those of one frame. */
      width: number;
      height: number;
      /** A data URL. */
      blur: string;
      /** Path of a WebP. */
      thumbnail: string;
    }
  | { refused: 'large' | 'damaged' };

/** More pixels than this, over all frames, are not drawn: a small file can unfold into gigabytes. */
export const MOST_PIXELS = 120_000_000;
/** What libvips 8.18 takes to decode a pixel of an AVIF: measured 19 bytes at 8000 × 8000, where other formats stream. */
const AVIF_BYTES_PER_PIXEL = 20;
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

/** Small enough to be decoded with this much memory? */
const fits = (type: string, pixels: number, memoryBytes: number): boolean =>
  pixels <= MOST_PIXELS && (type !== 'image/avif' || pixels * AVIF_BYTES_PER_PIXEL <= memoryBytes);

async function drawImage(path: string, type: string, memoryBytes: number): Promise<Drawn> {
  const { pages = 1, width: w, height: h } = await sharp(path, { limitInputPixels: false }).metadata();
  if (!fits(type, w * h * pages, memoryBytes)) return { refused: 'large' };
  const moving = pages > 1;
  const encoded = encode(open(path, moving), type);
  const clean = `${path}.clean`;
  const { width, height, pageHeight } = await encoded.image.toFile(clean);
  const thumbnail = `${path}.thumbnail`;
  await open(path, moving)
    .resize(THUMBNAIL_EDGE, THUMBNAIL_EDGE, { fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 80 })
    .toFile(thumbnail);
  const tiny = await open(path, false)
    .resize(BLUR_EDGE, BLUR_EDGE, { fit: 'inside' })
    .webp({ quality: 40 })
    .toBuffer();
  await rename(clean, path);
  const { size } = await stat(path);
  return {
    type: encoded.type,
    ...(encoded.extension === undefined ? {} : { extension: encoded.extension }),
    bytes: size,
    width,
    // Of an animation sharp gives the height of all frames together.
    height: pageHeight ?? height,
    blur: `data:image/webp;base64,${tiny.toString('base64')}`,
    thumbnail,
  };
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
 * Does one job in this process; what hostile bytes can do to it is why the server has another process do it (`drawingPool.ts`).
 *
 * @param memoryBytes what decoding may take
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
