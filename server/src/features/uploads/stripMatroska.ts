import type { FilmFile } from './filmFile.js';

const SEGMENT = 0x18538067;
const CLUSTER = 0x1f43b675;
const INFO = 0x1549a966;
const VOID = 0xec;
/** Elements whose content is searched. A cluster has only media, and is one only when it has no length, as browsers record. */
const isContainer = ({ id, to }: Element): boolean =>
  id === SEGMENT || id === INFO || (id === CLUSTER && to === undefined);
/** Tags, attachments and chapters; the film's title, date and file name; checksums, which would be wrong. */
const telling = new Set([0x1254c367, 0x1941a469, 0x1043a770, 0x7ba9, 0x4461, 0x7384, 0xbf, VOID]);

const MOST_ELEMENTS = 2_000_000;

/** How many bytes a number of variable length has, by its first byte (RFC 8794, section 4). */
const lengthOf = (first: number): number => Math.clz32(first) - 23;

interface Element {
  id: number;
  from: number;
  /** Undefined when the length is missing. */
  to: number | undefined;
}

/** @throws RangeError when the data is no element */
async function elementAt(file: FilmFile, at: number): Promise<Element> {
  const head = await file.read(at, 12);
  const idLength = lengthOf(head[0] ?? 0);
  if (idLength > 4) throw new RangeError('no element');
  const first = head[idLength] ?? 0;
  const sizeLength = lengthOf(first);
  if (sizeLength > 8) throw new RangeError('no size');
  let size = BigInt(first & (0xff >> sizeLength));
  let unknown = (first & (0xff >> sizeLength)) === 0xff >> sizeLength;
  for (let i = 1; i < sizeLength; i++) {
    const byte = head[idLength + i] ?? 0;
    size = size * 256n + BigInt(byte);
    unknown &&= byte === 0xff;
  }
  const from = at + idLength + sizeLength;
  return { id: head.readUIntBE(0, idLength), from, to: unknown ? undefined : from + Number(size) };
}

/** An element becomes void of the same length. */
async function blank(file: FilmFile, at: number, to: number): Promise<void> {
  const length = to - at;
  const head = Buffer.alloc(Math.min(9, length));
  head[0] = VOID;
  if (length >= 9) {
    head.writeBigUInt64BE(BigInt(length - 9) | (1n << 56n), 1);
  } else head[1] = 0x80 | (length - 2);
  await file.write(at, head);
  await file.zero(at + head.length, to);
}

/** The same for Matroska and WebM. @throws RangeError when it cannot be read to its end */
export async function stripMatroska(file: FilmFile): Promise<void> {
  for (let at = 0; at < file.size;) {
    if (++file.steps > MOST_ELEMENTS) throw new RangeError('too many elements');
    const element = await elementAt(file, at);
    const { id, from, to } = element;
    if (isContainer(element)) {
      at = from;
      continue;
    }
    if (to === undefined) throw new RangeError('an element without an end');
    // A truncated recording ends within its last element.
    const end = Math.min(to, file.size);
    if (telling.has(id)) await blank(file, at, end);
    at = end;
  }
}
