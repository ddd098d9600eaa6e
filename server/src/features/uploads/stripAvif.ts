/**
 * An AVIF is a tree of boxes that refer to the pixels by their places in the file: so nothing is moved. The needed boxes are
 * copied into zeros of the same length; everything else is gone.
 */

interface Box {
  type: string;
  start: number;
  /** Where its content begins. */
  body: number;
  end: number;
}

/** The boxes between two places; undefined when their lengths do not match. */
function boxesOf(bytes: Buffer, from: number, to: number): Box[] | undefined {
  const boxes: Box[] = [];
  let start = from;
  while (start + 8 <= to) {
    const size = bytes.readUInt32BE(start);
    const type = bytes.toString('latin1', start + 4, start + 8);
    const long = size === 1;
    if (long && start + 16 > to) return undefined;
    const length = long ? Number(bytes.readBigUInt64BE(start + 8)) : size === 0 ? to - start : size;
    const body = start + (long ? 16 : 8);
    if (start + length < body || start + length > to) return undefined;
    boxes.push({ type, start, body, end: start + length });
    start += length;
  }
  return start === to ? boxes : undefined;
}

/** Reads the numbers of a box in sequence. @throws RangeError beyond its end */
class Reader {
  constructor(
    private readonly bytes: Buffer,
    private at: number,
    private readonly end: number,
  ) {}
  /** @param size bytes, 0 to 8 */
  next(size: number): number {
    if (this.at + size > this.end) throw new RangeError('the box is too short');
    const value =
      size === 0
        ? 0
        : size === 8
          ? this.bytes.readBigUInt64BE(this.at)
          : this.bytes.readUIntBE(this.at, size);
    this.at += size;
    return Number(value);
  }
}

interface Place {
  itemId: number;
  /** The base of its places: the file, or the box `idat`. */
  within: 'file' | 'idat';
  start: number;
  length: number;
}

/** Where the bytes of each item are (box `iloc`, ISO/IEC 14496-12, 8.11.3). */
function placesOf(bytes: Buffer, iloc: Box): Place[] {
  const read = new Reader(bytes, iloc.body, iloc.end);
  const version = read.next(4) >>> 24;
  const sizes = read.next(2);
  const [offsetSize, lengthSize, baseSize] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15];
  const indexSize = version === 0 ? 0 : sizes & 15;
  const idSize = version < 2 ? 2 : 4;
  const places: Place[] = [];
  for (let items = read.next(idSize); items > 0; items -= 1) {
    const itemId = read.next(idSize);
    const method = version === 0 ? 0 : read.next(2) & 15;
    // Data in other files, or made of other items, is not part of what is shown.
    if (read.next(2) !== 0 || method > 1) throw new RangeError('data elsewhere');
    const base = read.next(baseSize);
    for (let extents = read.next(2); extents > 0; extents -= 1) {
      read.next(indexSize);
      const start = base + read.next(offsetSize);
      places.push({ itemId, within: method === 1 ? 'idat' : 'file', start, length: read.next(lengthSize) });
    }
  }
  return places;
}

/** The types of items with pixels. */
const pixelItems = new Set(['av01', 'grid', 'iovl', 'iden', 'tmap']);

/** The ids of those items. The others are renamed to `skip` in `out`. */
function pixelIds(bytes: Buffer, out: Buffer, iinf: Box): Set<number> {
  const ids = new Set<number>();
  const wide = (bytes[iinf.body] ?? 0) > 0;
  for (const infe of boxesOf(bytes, iinf.body + (wide ? 8 : 6), iinf.end) ?? []) {
    const read = new Reader(bytes, infe.body, infe.end);
    const version = read.next(4) >>> 24;
    if (version < 2) throw new RangeError('an entry of old times');
    const id = read.next(version === 2 ? 2 : 4);
    read.next(2);
    const at = infe.body + 4 + (version === 2 ? 4 : 6);
    read.next(4);
    if (pixelItems.has(bytes.toString('latin1', at, at + 4))) ids.add(id);
    // Its name and content type may be metadata too.
    else out.fill(0, at, infe.end).write('skip', at, 'latin1');
  }
  return ids;
}

const metaNeeded = new Set(['hdlr', 'pitm', 'iinf', 'iref', 'iprp', 'idat', 'iloc', 'grpl']);
const properties = new Set(
  'ispe pixi colr av1C auxC pasp irot imir clap clli mdcv cclv amve a1op lsel a1lx rloc reve ndwt'.split(' '),
);

/** Overwrites the boxes that are not needed. */
function blank(out: Buffer, boxes: Box[], needed: Set<string>): void {
  for (const box of boxes)
    if (!needed.has(box.type)) out.fill(0, box.body, box.end).write('free', box.start + 4, 'latin1');
}

function fillMeta(bytes: Buffer, out: Buffer, meta: Box): void {
  bytes.copy(out, meta.start, meta.start, meta.end);
  const boxes = boxesOf(bytes, meta.body + 4, meta.end);
  const find = (type: string): Box => {
    const box = boxes?.find((one) => one.type === type);
    if (!box) throw new RangeError(`no ${type}`);
    return box;
  };
  blank(out, boxes ?? [], metaNeeded);
  const iprp = find('iprp');
  const ipco = boxesOf(bytes, iprp.body, iprp.end)?.find(({ type }) => type === 'ipco');
  blank(out, (ipco && boxesOf(bytes, ipco.body, ipco.end)) ?? [], properties);
  const ids = pixelIds(bytes, out, find('iinf'));
  const idat = boxes?.find(({ type }) => type === 'idat');
  if (idat) out.fill(0, idat.body, idat.end);
  for (const { itemId, within, start, length } of placesOf(bytes, find('iloc'))) {
    const from = within === 'file' ? start : (idat?.body ?? Infinity) + start;
    // A length of zero means "to the end", which no encoder writes.
    if (length === 0 || from + length > bytes.length) throw new RangeError('data beyond the end');
    // Metadata boxes within the description of the picture are not copied back.
    if (within === 'file' && from < meta.end && from + length > meta.start)
      throw new RangeError('data within meta');
    if (ids.has(itemId)) bytes.copy(out, from, from, from + length);
  }
}

/** Whether it is a sequence of pictures, by its brands. */
export function isMovingAvif(bytes: Buffer): boolean {
  const [ftyp] = bytes.length < 16 ? [] : [{ end: Math.min(bytes.length, bytes.readUInt32BE(0)) }];
  for (let at = 8; at + 4 <= (ftyp?.end ?? 0); at += 4)
    if (at !== 12 && bytes.toString('latin1', at, at + 4) === 'avis') return true;
  return false;
}

/** @returns the same picture without metadata, of the same length; undefined when its boxes are not understood */
export function stripAvif(bytes: Buffer): Buffer | undefined {
  const boxes = boxesOf(bytes, 0, bytes.length);
  const meta = boxes?.find(({ type }) => type === 'meta');
  const [ftyp] = boxes ?? [];
  if (!boxes || !meta || ftyp?.type !== 'ftyp' || isMovingAvif(bytes)) return undefined;
  const out = Buffer.alloc(bytes.length);
  try {
    for (const box of boxes) {
      bytes.copy(out, box.start, box.start, box.type === 'ftyp' ? box.end : box.body);
      if (!['ftyp', 'meta', 'mdat'].includes(box.type)) out.write('free', box.start + 4, 'latin1');
    }
    fillMeta(bytes, out, meta);
    return out;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
