import { open } from 'node:fs/promises';
import { boxesIn, findBox, type Box } from './boxes.js';
import { FilmFile } from './filmFile.js';
import { stripMatroska } from './stripMatroska.js';
import { zeroSamples } from './timedMetadata.js';

/** ISO base media files under all their names, audio too: their boxes are the same. */
const boxed = new Set([
  ...['video/mp4', 'video/quicktime', 'video/x-m4v', 'video/3gpp', 'video/3gpp2'],
  ...['audio/mp4', 'audio/x-m4a'],
]);
const matroska = new Set(['video/webm', 'video/x-matroska', 'video/matroska']);

export const isFilm = (type: string): boolean => boxed.has(type) || matroska.has(type);

/** Boxes whose content is searched. */
const containers = new Set(['moov', 'trak', 'mdia', 'moof', 'traf', 'mvex']);
/** Boxes with place, time, camera or people, or with any content: a film plays without them. */
const telling = new Set([
  'udta',
  'meta',
  'uuid',
  'loci',
  'Xtra',
  'xml ',
  'bxml',
  'ilst',
  'keys',
  'free',
  'skip',
]);
/** Boxes that begin with their times of creation and change. */
const dated = new Set(['mvhd', 'tkhd', 'mdhd']);
/** Tracks to leave in place; others have places and movements, recorded along the film. */
const tracks = new Set(['vide', 'soun', 'sbtl', 'subt', 'text', 'clcp', 'tmcd']);

const MOST_DEPTH = 8;

/** A box becomes free space of the same length, so that the offsets of the index stay valid. */
async function blank(file: FilmFile, box: Box): Promise<void> {
  await file.write(box.at + 4, Buffer.from('free'));
  await file.zero(box.from, box.to);
}

/** Clears the times of creation and change: eight bytes, or sixteen in the second version of a box. */
async function undate(file: FilmFile, { from, to }: Box): Promise<void> {
  const [version = 0] = await file.read(from, 1);
  await file.zero(from + 4, Math.min(to, from + 4 + (version === 1 ? 16 : 8)));
}

/** Whether a track is neither video, nor audio, nor subtitles. */
async function isTelling(file: FilmFile, track: Box): Promise<boolean> {
  const handler = await findBox(file, track, ['mdia', 'hdlr']);
  return handler !== undefined && !tracks.has((await file.read(handler.from + 8, 4)).toString('latin1'));
}

async function stripBoxes(file: FilmFile, { from, to }: Pick<Box, 'from' | 'to'>, depth = 0): Promise<void> {
  if (depth > MOST_DEPTH) throw new RangeError('too deep');
  for await (const box of boxesIn(file, from, to)) {
    if (telling.has(box.type) || box.type.startsWith('\u00a9')) await blank(file, box);
    else if (dated.has(box.type)) await undate(file, box);
    else if (box.type === 'trak' && (await isTelling(file, box))) {
      await zeroSamples(file, box);
      await blank(file, box);
    } else if (box.type === 'moof' && file.hasTellingTrack) throw new RangeError('measured in fragments');
    else if (containers.has(box.type)) await stripBoxes(file, box, depth + 1);
  }
}

/**
 * Removes the metadata of a film: places, times, camera, names, comments, and recorded telemetry. Nothing moves: it
 * is overwritten in place, in bounded memory, so the film has the same length.
 *
 * Source: ISO/IEC 14496-12 (boxes), Apple's QuickTime File Format (user data, metadata), RFC 9559 (Matroska, WebM).
 *
 * @param path the uploaded file, which is changed
 * @returns false when it could not be read to its end; then some metadata may be left
 */
export async function stripFilm(path: string, type: string): Promise<boolean> {
  const handle = await open(path, 'r+');
  try {
    const file = new FilmFile(handle, (await handle.stat()).size);
    if (matroska.has(type)) await stripMatroska(file);
    else await stripBoxes(file, { from: 0, to: file.size });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  } finally {
    await handle.close();
  }
}
