import type { FilmFile } from './filmFile.js';

const MOST_BOXES = 200_000;

/** A box of an ISO base media file; places in bytes from the beginning of the file. */
export interface Box {
  type: string;
  at: number;
  /** The start and the end of its content. */
  from: number;
  to: number;
}

/** The boxes between two places. @throws RangeError when the data is no box, or there are too many */
export async function* boxesIn(file: FilmFile, from: number, to: number): AsyncGenerator<Box> {
  for (let at = from; at + 8 <= to;) {
    if (++file.steps > MOST_BOXES) throw new RangeError('too many boxes');
    const head = await file.read(at, 16);
    const small = head.readUInt32BE(0);
    const header = small === 1 ? 16 : 8;
    const size = small === 0 ? to - at : small === 1 ? Number(head.readBigUInt64BE(8)) : small;
    if (size < header) throw new RangeError('no box');
    // A truncated recording ends within its last box.
    const end = Math.min(at + size, to);
    yield { type: head.toString('latin1', 4, 8), at, from: Math.min(at + header, end), to: end };
    at = end;
  }
}

/** The first box along a path of types. */
export async function findBox(
  file: FilmFile,
  { from, to }: Pick<Box, 'from' | 'to'>,
  path: string[],
): Promise<Box | undefined> {
  const [type, ...rest] = path;
  for await (const box of boxesIn(file, from, to))
    if (box.type === type) return rest.length === 0 ? box : await findBox(file, box, rest);
  return undefined;
}
