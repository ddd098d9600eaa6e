/** Messages of one segment at most: what sixteen bits can number. */
export const SEGMENT_SIZE = 65_536;

const BITMAP_BYTES = SEGMENT_SIZE / 8;
/** With one more a list would be as long as a bitmap, and the length is what distinguishes them. */
const MOST_LISTED = BITMAP_BYTES / 2 - 1;

/**
 * A set of numbers from 0 to 65,535 as bytes: a few as a list of sixteen-bit numbers, many as a bitmap.
 * Source: the containers of Roaring bitmaps (Chambi, Lemire, Kaser, Godin: "Better bitmap performance with Roaring
 * bitmaps", 2016, section 2).
 */
export function packOrdinals(ordinals: readonly number[]): Buffer {
  if (ordinals.length > MOST_LISTED) {
    const bitmap = Buffer.alloc(BITMAP_BYTES);
    for (const ordinal of ordinals) bitmap[ordinal >> 3] = (bitmap[ordinal >> 3] ?? 0) | (1 << (ordinal & 7));
    return bitmap;
  }
  const list = Buffer.alloc(ordinals.length * 2);
  for (const [i, ordinal] of ordinals.entries()) list.writeUInt16LE(ordinal, i * 2);
  return list;
}

/** The numbers of a packed set, in their order. */
export function unpackOrdinals(packed: Buffer): number[] {
  if (packed.length < BITMAP_BYTES)
    return Array.from({ length: packed.length / 2 }, (_, i) => packed.readUInt16LE(i * 2));
  const ordinals: number[] = [];
  for (const [byte, bits] of packed.entries())
    for (let bit = 0; bits >> bit !== 0; bit++) if ((bits & (1 << bit)) !== 0) ordinals.push(byte * 8 + bit);
  return ordinals;
}

/** A set with union, intersection and difference; the arguments are packed sets of the same segment. */
export class OrdinalSet {
  private readonly bits = new Uint8Array(BITMAP_BYTES);

  static of(packed: Iterable<Buffer>): OrdinalSet {
    const set = new OrdinalSet();
    for (const bytes of packed) set.add(bytes);
    return set;
  }

  copy(): OrdinalSet {
    const set = new OrdinalSet();
    set.bits.set(this.bits);
    return set;
  }

  get empty(): boolean {
    return this.bits.every((byte) => byte === 0);
  }

  private add(packed: Buffer): void {
    const { bits } = this;
    if (packed.length === BITMAP_BYTES) {
      for (let i = 0; i < BITMAP_BYTES; i++) bits[i] = (bits[i] ?? 0) | (packed[i] ?? 0);
      return;
    }
    for (let i = 0; i < packed.length; i += 2) {
      const ordinal = packed.readUInt16LE(i);
      bits[ordinal >> 3] = (bits[ordinal >> 3] ?? 0) | (1 << (ordinal & 7));
    }
  }

  keep(other: OrdinalSet): void {
    for (let i = 0; i < BITMAP_BYTES; i++) this.bits[i] = (this.bits[i] ?? 0) & (other.bits[i] ?? 0);
  }

  remove(other: OrdinalSet): void {
    for (let i = 0; i < BITMAP_BYTES; i++) this.bits[i] = (this.bits[i] ?? 0) & ~(other.bits[i] ?? 0);
  }

  /** The numbers in the set from `first` on, in their order; at most `limit`. */
  list(first = 0, limit = Infinity): number[] {
    const found: number[] = [];
    for (let byte = first >> 3; byte < BITMAP_BYTES && found.length < limit; byte++) {
      const bits = this.bits[byte] ?? 0;
      if (bits === 0) continue;
      for (let bit = 0; bit < 8 && found.length < limit; bit++) {
        const ordinal = byte * 8 + bit;
        if ((bits & (1 << bit)) !== 0 && ordinal >= first) found.push(ordinal);
      }
    }
    return found;
  }
}
