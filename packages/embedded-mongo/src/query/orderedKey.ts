import { createHash } from 'node:crypto';
import { Binary, BSONRegExp, Code, Decimal128, Long, ObjectId, Timestamp } from 'bson';
import { compareNumbers, toDouble, type BsonNumber } from './numbers.js';
import { rank, stringOf, typeRank, type Doc } from './values.js';

/** A longer value is cut and closed with its SHA-256: LMDB keys end at 1,978 bytes, and an index has several fields. */
const LONGEST_FIELD = 360;

/** A growing byte buffer; one per encoder, reused. */
class Bytes {
  private buffer = Buffer.allocUnsafe(1024);
  length = 0;

  private room(n: number): void {
    if (this.length + n <= this.buffer.length) return;
    const bigger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.length + n));
    this.buffer.copy(bigger, 0, 0, this.length);
    this.buffer = bigger;
  }
  byte(value: number): void {
    this.room(1);
    this.buffer[this.length++] = value;
  }
  raw(bytes: Uint8Array): void {
    this.room(bytes.length);
    this.buffer.set(bytes, this.length);
    this.length += bytes.length;
  }
  /** A double so that byte order is numeric order: flip all bits of negatives, the sign bit of the rest. */
  double(value: number): void {
    this.room(8);
    this.buffer.writeDoubleBE(value === 0 ? 0 : value, this.length);
    const negative = ((this.buffer[this.length] ?? 0) & 0x80) !== 0;
    if (negative)
      for (let i = 0; i < 8; i++) this.buffer[this.length + i] = ~(this.buffer[this.length + i] ?? 0);
    else this.buffer[this.length] = (this.buffer[this.length] ?? 0) | 0x80;
    this.length += 8;
  }
  /** Self-delimiting bytes: 0x00 is written as 0x00 0xFF, the end as 0x00 0x00, which sorts before any continuation. */
  terminated(bytes: Uint8Array): void {
    let from = 0;
    for (let at = bytes.indexOf(0); at >= 0; at = bytes.indexOf(0, at + 1)) {
      this.raw(bytes.subarray(from, at + 1));
      this.byte(0xff);
      from = at + 1;
    }
    this.raw(bytes.subarray(from));
    this.byte(0);
    this.byte(0);
  }
  invert(from: number): void {
    for (let i = from; i < this.length; i++) this.buffer[i] = ~(this.buffer[i] ?? 0);
  }
  take(): Buffer {
    return Buffer.from(this.buffer.subarray(0, this.length));
  }
}

function encodeNumber(out: Bytes, value: BsonNumber): void {
  const double = toDouble(value);
  if (Number.isNaN(double)) return out.raw(Buffer.alloc(10));
  out.double(double);
  // Longs beyond 2^53 differ from their nearest double by at most 512; of decimals only the side is encoded.
  let difference = 0;
  if (value instanceof Long) difference = Number(value.toBigInt() - BigInt(double));
  else if (value instanceof Decimal128) difference = compareNumbers(value, double);
  const biased = 0x8000 + difference;
  out.byte(biased >> 8);
  out.byte(biased & 0xff);
}

function encodeDoc(out: Bytes, doc: Doc): void {
  for (const [name, field] of Object.entries(doc)) {
    out.byte(typeRank(field));
    out.terminated(Buffer.from(name));
    encode(out, field);
  }
  out.byte(0);
}

function encodeBinary(out: Bytes, value: Binary): void {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(value.length());
  head[4] = value.sub_type;
  out.raw(head);
  out.raw(value.value());
}

function encode(out: Bytes, value: unknown): void {
  const type = typeRank(value);
  out.byte(type);
  switch (type) {
    case rank.number:
      return encodeNumber(out, value as BsonNumber);
    case rank.string:
      return out.terminated(Buffer.from(stringOf(value)));
    case rank.object:
      return encodeDoc(out, value as Doc);
    case rank.array:
      for (const item of value as unknown[]) encode(out, item);
      return out.byte(0);
    case rank.objectId:
      return out.raw((value as ObjectId).id);
    case rank.boolean:
      return out.byte(value === true ? 1 : 0);
    case rank.date:
      return out.double((value as Date).getTime());
    case rank.binary:
      return encodeBinary(out, value as Binary);
    case rank.timestamp: {
      const bytes = Buffer.alloc(8);
      bytes.writeBigUInt64BE(BigInt.asUintN(64, (value as Timestamp).toBigInt()));
      return out.raw(bytes);
    }
    case rank.regex: {
      const regex =
        value instanceof BSONRegExp
          ? value
          : new BSONRegExp((value as RegExp).source, (value as RegExp).flags);
      out.terminated(Buffer.from(regex.pattern));
      return out.terminated(Buffer.from(regex.options));
    }
    case rank.code:
      return out.terminated(Buffer.from((value as Code).code));
    default:
      return undefined;
  }
}

// Two, since a value that is too long needs its own key while the key of its entry is being built.
const ofValue = new Bytes();
const ofEntry = new Bytes();

/** Any BSON value as bytes in MongoDB's order, none of which is a prefix of another's. Missing is encoded as null. */
export function orderedKey(value: unknown): Buffer {
  ofValue.length = 0;
  encode(ofValue, value === undefined ? null : value);
  return ofValue.take();
}

export interface FieldKey {
  bytes: Buffer;
  /** The bytes were cut, so they identify the value but do not give its order. */
  cut: boolean;
}

/** The key of one index field. `descending` inverts the bytes, so that one forward scan walks mixed directions. */
export function fieldKey(value: unknown, descending: boolean): FieldKey {
  let bytes = orderedKey(value);
  const cut = bytes.length > LONGEST_FIELD;
  if (cut)
    bytes = Buffer.concat([
      bytes.subarray(0, LONGEST_FIELD - 32),
      createHash('sha256').update(bytes).digest(),
    ]);
  if (descending) for (let i = 0; i < bytes.length; i++) bytes[i] = ~(bytes[i] ?? 0);
  return { bytes, cut };
}

/** The fields of one index entry, concatenated. `descending[i]` inverts the bytes of `values[i]`. */
export function entryKey(values: unknown[], descending: boolean[]): FieldKey {
  ofEntry.length = 0;
  let cut = false;
  for (const [i, value] of values.entries()) {
    const from = ofEntry.length;
    encode(ofEntry, value === undefined ? null : value);
    if (ofEntry.length - from > LONGEST_FIELD) {
      ofEntry.length = from;
      ofEntry.raw(fieldKey(value, false).bytes);
      cut = true;
    }
    if (descending[i] === true) ofEntry.invert(from);
  }
  return { bytes: ofEntry.take(), cut };
}

/** The first bytes of all keys of the same type, for ranges that stay within a type. */
export function typeBounds(value: unknown, descending: boolean): [low: Buffer, high: Buffer] {
  const type = typeRank(value);
  return descending
    ? [Buffer.from([~(type + 1) & 0xff, 0xff]), Buffer.from([~(type - 1) & 0xff])]
    : [Buffer.from([type]), Buffer.from([type + 1])];
}
