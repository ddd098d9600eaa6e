/**
 * Removes the metadata of an image (place, time, camera, texts, embedded pictures) without decoding it. An allow-list has what is needed
 * to show it; everything else, known or not, is removed, as is what follows its end.
 */

const JPEG = { soi: 0xd8, eoi: 0xd9, sos: 0xda, com: 0xfe };
const ICC = 'ICC_PROFILE\0';

/** Whether a segment of this marker stays. Colours need JFIF's plain form, ICC profiles, and Adobe's colour transform. */
function isNeeded(marker: number, body: Buffer): boolean {
  if (marker === JPEG.com) return false;
  if (marker < 0xe0 || marker > 0xef) return true;
  if (marker === 0xe0) return body.length === 14 && body.toString('latin1', 0, 5) === 'JFIF\0';
  if (marker === 0xe2) return body.toString('latin1', 0, ICC.length) === ICC;
  return marker === 0xee && body.toString('latin1', 0, 5) === 'Adobe';
}

/** The end of the coded pixels that begin at `from`: the next marker that is not part of them. */
function endOfScan(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1] ?? 0;
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
  }
  return -1;
}

/** The smallest EXIF with an orientation. */
function orientationSegment(orientation: number): Buffer {
  const tiff = Buffer.from('4d4d002a000000080001011200030000000100000000' + '00000000', 'hex');
  tiff.writeUInt16BE(orientation, 18);
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
  const head = Buffer.from([0xff, 0xe1, 0, body.length + 2]);
  return Buffer.concat([head, body]);
}

function stripJpeg(bytes: Buffer, orientation: number): Buffer[] | undefined {
  if (bytes[0] !== 0xff || bytes[1] !== JPEG.soi) return undefined;
  const stored = [bytes.subarray(0, 2), ...(orientation > 1 ? [orientationSegment(orientation)] : [])];
  for (let at = 2; at + 3 < bytes.length + 2;) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) at += 1;
    else if (marker === JPEG.eoi) return [...stored, bytes.subarray(at, at + 2)];
    else {
      if (marker < 0xc0 || (marker >= 0xd0 && marker <= 0xd8) || at + 4 > bytes.length) return undefined;
      const end = at + 2 + bytes.readUInt16BE(at + 2);
      if (end < at + 4 || end > bytes.length) return undefined;
      const next = marker === JPEG.sos ? endOfScan(bytes, end) : end;
      if (next === -1) return undefined;
      if (isNeeded(marker, bytes.subarray(at + 4, end))) stored.push(bytes.subarray(at, next));
      at = next;
    }
  }
  return undefined;
}

const PNG_SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
const pngNeeded = new Set(
  'IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD pHYs acTL fcTL fdAT'.split(' '),
);

function stripPng(bytes: Buffer): Buffer[] | undefined {
  if (!bytes.subarray(0, 8).equals(PNG_SIGNATURE)) return undefined;
  const stored = [bytes.subarray(0, 8)];
  for (let at = 8; at + 12 <= bytes.length;) {
    const type = bytes.toString('latin1', at + 4, at + 8);
    const end = at + 12 + bytes.readUInt32BE(at);
    if (end > bytes.length) return undefined;
    if (pngNeeded.has(type)) stored.push(bytes.subarray(at, end));
    // A capital letter means that decoders need the chunk, and this one is unknown.
    else if (!/^[a-z]/.test(type)) return undefined;
    if (type === 'IEND') return stored;
    at = end;
  }
  return undefined;
}

interface Chunk {
  type: string;
  body: Buffer;
  whole: Buffer;
}

/** The chunks of RIFF, padded to even lengths; undefined when their lengths do not match. */
function riffChunks(bytes: Buffer): Chunk[] | undefined {
  const chunks: Chunk[] = [];
  let at = 0;
  while (at + 8 <= bytes.length) {
    const end = at + 8 + bytes.readUInt32LE(at + 4);
    const next = end + (end % 2);
    if (end > bytes.length) return undefined;
    chunks.push({
      type: bytes.toString('latin1', at, at + 4),
      body: bytes.subarray(at + 8, end),
      whole: bytes.subarray(at, Math.min(next, bytes.length)),
    });
    at = next;
  }
  return at >= bytes.length ? chunks : undefined;
}

const webpNeeded = new Set(['VP8X', 'ICCP', 'ANIM', 'ANMF', 'ALPH', 'VP8 ', 'VP8L']);
const frameParts = new Set(['ALPH', 'VP8 ', 'VP8L']);
const FRAME_HEAD = 16;
/** Flags of VP8X for EXIF and XMP. */
const METADATA_FLAGS = 0x0c;

function stripWebp(bytes: Buffer): Buffer[] | undefined {
  if (bytes.length < 12 || bytes.toString('latin1', 0, 4) !== 'RIFF') return undefined;
  const end = 8 + bytes.readUInt32LE(4);
  if (bytes.toString('latin1', 8, 12) !== 'WEBP' || end > bytes.length) return undefined;
  const stored: Buffer[] = [];
  for (const { type, body, whole } of riffChunks(bytes.subarray(12, end)) ?? []) {
    if (!webpNeeded.has(type)) continue;
    const frame = type === 'ANMF' ? riffChunks(body.subarray(FRAME_HEAD)) : [];
    if (!frame?.every((part) => frameParts.has(part.type))) return undefined;
    const copy = type === 'VP8X' ? Buffer.from(whole) : whole;
    if (type === 'VP8X') copy[8] = (copy[8] ?? 0) & ~METADATA_FLAGS;
    stored.push(copy, ...(copy.length % 2 === 1 ? [Buffer.alloc(1)] : []));
  }
  if (stored.length === 0) return undefined;
  const head = Buffer.from(bytes.subarray(0, 12));
  head.writeUInt32LE(4 + stored.reduce((sum, { length }) => sum + length, 0), 4);
  return [head, ...stored];
}

/** The end of the GIF blocks that begin at `at`, behind the empty one. */
function endOfBlocks(bytes: Buffer, at: number): number | undefined {
  for (let next = at; next < bytes.length;) {
    const length = bytes[next] ?? 0;
    next += 1 + length;
    if (length === 0) return next;
  }
  return undefined;
}

const colours = (flags: number): number => ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1));
const GIF = { extension: 0x21, image: 0x2c, trailer: 0x3b, control: 0xf9, comment: 0xfe, application: 0xff };
/** The application extensions for the number of repetitions. */
const loops = new Set(['NETSCAPE2.0', 'ANIMEXTS1.0']);

/** The GIF block at `at`: its end, and whether it is needed; undefined when it is unknown. */
function gifPart(bytes: Buffer, at: number): { end: number | undefined; needed: boolean } | undefined {
  if (bytes[at] === GIF.image)
    return { end: endOfBlocks(bytes, at + 11 + colours(bytes[at + 9] ?? 0)), needed: true };
  if (bytes[at] !== GIF.extension) return undefined;
  const label = bytes[at + 1];
  const end = endOfBlocks(bytes, at + 2);
  if (label === GIF.control) return { end, needed: true };
  if (label === GIF.comment) return { end, needed: false };
  if (label !== GIF.application) return undefined;
  return { end, needed: loops.has(bytes.toString('latin1', at + 3, at + 14)) };
}

function stripGif(bytes: Buffer): Buffer[] | undefined {
  if (!/^GIF8[79]a$/.test(bytes.toString('latin1', 0, 6))) return undefined;
  let at = 13 + colours(bytes[10] ?? 0);
  const stored = [bytes.subarray(0, at)];
  while (at < bytes.length) {
    if (bytes[at] === GIF.trailer) return [...stored, bytes.subarray(at, at + 1)];
    const part = gifPart(bytes, at);
    if (part?.end === undefined) return undefined;
    if (part.needed) stored.push(bytes.subarray(at, part.end));
    at = part.end;
  }
  return undefined;
}

/**
 * @param bytes an image
 * @param type its MIME type
 * @param orientation of EXIF, 1 to 8; stays only in JPEG, and nothing else of EXIF
 * @returns its parts without metadata, to write in sequence; undefined when that is impossible without decoding: another
 * format, an unknown part, or a truncated file
 */
export function stripMetadata(bytes: Buffer, type: string, orientation = 1): Buffer[] | undefined {
  switch (type) {
    case 'image/jpeg':
      return stripJpeg(bytes, orientation);
    case 'image/png':
      return orientation > 1 ? undefined : stripPng(bytes);
    case 'image/webp':
      return orientation > 1 ? undefined : stripWebp(bytes);
    case 'image/gif':
      return stripGif(bytes);
    default:
      return undefined;
  }
}
