import { findBox, type Box } from './boxes.js';
import type { FilmFile } from './filmFile.js';

/** Limit of one table in bytes: hours of telemetry, two hundred records in a second. */
const MOST_TABLE = 8_000_000;
/** Limit of chunks that are overwritten one by one: the records of a second are together. */
const MOST_CHUNKS = 200_000;

/** The rows of a track's table, as numbers of four bytes behind its version and flags. */
async function table(file: FilmFile, samples: Box, type: string): Promise<Buffer | undefined> {
  const box = await findBox(file, samples, [type]);
  if (!box) return undefined;
  if (box.to - box.from > MOST_TABLE) throw new RangeError('a table is too long');
  return (await file.read(box.from, box.to - box.from)).subarray(4);
}

/** The number of samples by chunk number, from 1. Equal chunks share a row. */
function samplesOfChunks(rows: Buffer): (chunk: number) => number {
  const count = rows.readUInt32BE(0);
  let row = 0;
  const first = (index: number): number => (index < count ? rows.readUInt32BE(4 + index * 12) : Infinity);
  return (chunk) => {
    while (chunk >= first(row + 1)) row++;
    return row < count ? rows.readUInt32BE(8 + row * 12) : 0;
  };
}

/** The place of each chunk of a track. */
async function chunksOf(file: FilmFile, samples: Box): Promise<number[]> {
  const short = await table(file, samples, 'stco');
  if (short) return Array.from({ length: short.readUInt32BE(0) }, (_, i) => short.readUInt32BE(4 + i * 4));
  const long = await table(file, samples, 'co64');
  if (!long) return [];
  return Array.from({ length: long.readUInt32BE(0) }, (_, i) => Number(long.readBigUInt64BE(4 + i * 8)));
}

/**
 * Overwrites the samples of a telemetry track between the pictures: cameras record their place several times a second.
 * @throws RangeError when its tables do not match
 */
export async function zeroSamples(file: FilmFile, track: Box): Promise<void> {
  file.hasTellingTrack = true;
  const samples = await findBox(file, track, ['mdia', 'minf', 'stbl']);
  if (!samples) return;
  const sizes = await table(file, samples, 'stsz');
  const runs = await table(file, samples, 'stsc');
  const chunks = await chunksOf(file, samples);
  if (chunks.length === 0) return;
  if (!sizes || !runs || chunks.length > MOST_CHUNKS)
    throw new RangeError('a track without sizes, or too many chunks');
  const same = sizes.readUInt32BE(0);
  const inChunk = samplesOfChunks(runs);
  let sample = 0;
  for (const [i, from] of chunks.entries()) {
    let to = from;
    const count = inChunk(i + 1);
    if (same > 0) to += same * count;
    // Reading behind the table is a RangeError of its own.
    else for (let n = 0; n < count; n++) to += sizes.readUInt32BE(8 + 4 * sample++);
    await file.zero(from, to);
  }
}
