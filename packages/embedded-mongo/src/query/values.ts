import {
  Binary,
  BSONRegExp,
  BSONSymbol,
  Code,
  DBRef,
  Decimal128,
  Double,
  Int32,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
} from 'bson';
import { compareNumbers, isNumber } from './numbers.js';

/** A BSON document in memory: insertion-ordered fields, numbers wrapped in their BSON types. */
export type Doc = Record<string, unknown>;

/** Compares strings under a collation; absent means MongoDB's default, the order of UTF-8 bytes. */
export type StringOrder = ((a: string, b: string) => number) | undefined;

/** MongoDB's comparison order of types. Source: "Comparison/Sort Order" in MongoDB's manual. */
export const rank = {
  minKey: 1,
  missing: 4,
  null: 5,
  number: 10,
  string: 15,
  object: 20,
  array: 25,
  binary: 30,
  objectId: 35,
  boolean: 40,
  date: 45,
  timestamp: 47,
  regex: 50,
  dbRef: 55,
  code: 60,
  maxKey: 127,
} as const;

/** The place of a value's type in MongoDB's order. */
export function typeRank(value: unknown): number {
  if (value === undefined) return rank.missing;
  if (value === null) return rank.null;
  if (typeof value === 'string') return rank.string;
  if (isNumber(value)) return rank.number;
  if (typeof value === 'boolean') return rank.boolean;
  if (Array.isArray(value)) return rank.array;
  if (value instanceof ObjectId) return rank.objectId;
  if (value instanceof Date) return rank.date;
  if (value instanceof Binary) return rank.binary;
  if (value instanceof BSONSymbol) return rank.string;
  if (value instanceof Timestamp) return rank.timestamp;
  if (value instanceof BSONRegExp || value instanceof RegExp) return rank.regex;
  if (value instanceof MinKey) return rank.minKey;
  if (value instanceof MaxKey) return rank.maxKey;
  if (value instanceof Code) return rank.code;
  if (value instanceof DBRef) return rank.dbRef;
  return rank.object;
}

export const isDoc = (value: unknown): value is Doc => typeRank(value) === rank.object;

export const stringOf = (value: unknown): string =>
  value instanceof BSONSymbol ? value.value : (value as string);

/** UTF-8 byte order, which for JS strings is code-point order (UTF-16 order differs above U+FFFF). */
export function compareStrings(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    let x = a.charCodeAt(i);
    let y = b.charCodeAt(i);
    if (x === y) continue;
    if (x >= 0xd800 && y >= 0xd800) {
      // Surrogates are part of code points above the BMP.
      if (x < 0xe000) x += 0x10000;
      if (y < 0xe000) y += 0x10000;
    }
    return x < y ? -1 : 1;
  }
  return a.length < b.length ? -1 : 1;
}

const sign = (n: number): number => (n < 0 ? -1 : n > 0 ? 1 : 0);

function compareDocs(a: Doc, b: Doc, order: StringOrder): number {
  const left = Object.keys(a);
  const right = Object.keys(b);
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const x = left[i] ?? '';
    const y = right[i] ?? '';
    const byType = typeRank(a[x]) - typeRank(b[y]);
    if (byType !== 0) return sign(byType);
    const byName = compareStrings(x, y);
    if (byName !== 0) return byName;
    const byValue = compareValues(a[x], b[y], order);
    if (byValue !== 0) return byValue;
  }
  return sign(left.length - right.length);
}

function compareBinary(a: Binary, b: Binary): number {
  const byLength = a.length() - b.length();
  if (byLength !== 0) return sign(byLength);
  if (a.sub_type !== b.sub_type) return sign(a.sub_type - b.sub_type);
  return Buffer.compare(a.value(), b.value());
}

const regexText = (value: unknown): string =>
  value instanceof BSONRegExp
    ? `${value.pattern}\0${value.options}`
    : `${(value as RegExp).source}\0${(value as RegExp).flags}`;

/** Total order over all BSON values, as MongoDB sorts them. Returns -1, 0 or 1. */
export function compareValues(a: unknown, b: unknown, order?: StringOrder): number {
  const type = typeRank(a);
  const byType = type - typeRank(b);
  if (byType !== 0) return sign(byType);
  switch (type) {
    case rank.number:
      return compareNumbers(a as number, b as number);
    case rank.string:
      return order ? sign(order(stringOf(a), stringOf(b))) : compareStrings(stringOf(a), stringOf(b));
    case rank.object:
      return compareDocs(a as Doc, b as Doc, order);
    case rank.array: {
      const left = a as unknown[];
      const right = b as unknown[];
      for (let i = 0; i < Math.min(left.length, right.length); i++) {
        const result = compareValues(left[i], right[i], order);
        if (result !== 0) return result;
      }
      return sign(left.length - right.length);
    }
    case rank.binary:
      return compareBinary(a as Binary, b as Binary);
    case rank.objectId:
      return Buffer.compare((a as ObjectId).id, (b as ObjectId).id);
    case rank.boolean:
      return Number(a) - Number(b);
    case rank.date:
      return sign((a as Date).getTime() - (b as Date).getTime());
    case rank.timestamp:
      return (a as Timestamp).compare(b as Timestamp);
    case rank.regex:
      return compareStrings(regexText(a), regexText(b));
    case rank.code:
      return compareStrings((a as Code).code, (b as Code).code);
    default:
      return 0;
  }
}

export const equalValues = (a: unknown, b: unknown, order?: StringOrder): boolean =>
  compareValues(a, b, order) === 0;

/** BSON type names and numbers as `$type` takes them. */
export const typeNumbers: Record<string, number> = {
  double: 1,
  string: 2,
  object: 3,
  array: 4,
  binData: 5,
  undefined: 6,
  objectId: 7,
  bool: 8,
  date: 9,
  null: 10,
  regex: 11,
  dbPointer: 12,
  javascript: 13,
  symbol: 14,
  int: 16,
  timestamp: 17,
  long: 18,
  decimal: 19,
  minKey: -1,
  maxKey: 127,
};

const namesByRank: Partial<Record<number, string>> = {
  [rank.missing]: 'missing',
  [rank.null]: 'null',
  [rank.object]: 'object',
  [rank.array]: 'array',
  [rank.binary]: 'binData',
  [rank.objectId]: 'objectId',
  [rank.boolean]: 'bool',
  [rank.date]: 'date',
  [rank.timestamp]: 'timestamp',
  [rank.regex]: 'regex',
  [rank.dbRef]: 'object',
  [rank.code]: 'javascript',
  [rank.minKey]: 'minKey',
  [rank.maxKey]: 'maxKey',
};

/** The `$type` alias of a value, `missing` for none. */
export function typeName(value: unknown): string {
  if (value instanceof BSONSymbol) return 'symbol';
  if (typeof value === 'string') return 'string';
  if (value instanceof Int32) return 'int';
  if (value instanceof Long) return 'long';
  if (value instanceof Decimal128) return 'decimal';
  if (value instanceof Double) return 'double';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'double';
  return namesByRank[typeRank(value)] ?? 'object';
}

/** MongoDB's truth value: everything but false, null, missing and zero. */
export const truthy = (value: unknown): boolean =>
  value !== undefined &&
  value !== null &&
  value !== false &&
  !(isNumber(value) && compareNumbers(value, 0) === 0);
