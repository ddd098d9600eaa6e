import { Decimal128, Double, Int32, Long } from 'bson';

/** A BSON number in memory: wrapped, so that its type survives a read and a write. */
export type BsonNumber = number | Int32 | Double | Long | Decimal128;

export function isNumber(value: unknown): value is BsonNumber {
  return (
    typeof value === 'number' ||
    value instanceof Int32 ||
    value instanceof Double ||
    value instanceof Long ||
    value instanceof Decimal128
  );
}

/** The nearest JS number (exact for int, double and safe longs). */
export function toDouble(value: BsonNumber): number {
  if (typeof value === 'number') return value;
  if (value instanceof Int32 || value instanceof Double) return value.value;
  if (value instanceof Long) return value.toNumber();
  return Number(value.toString());
}

/** The exact JS number, or undefined when only a bigger representation is exact. */
function exactDouble(value: BsonNumber): number | undefined {
  if (typeof value === 'number') return value;
  if (value instanceof Int32 || value instanceof Double) return value.value;
  if (value instanceof Long) {
    const n = value.toNumber();
    return Number.isSafeInteger(n) ? n : undefined;
  }
  return undefined;
}

interface Rational {
  n: bigint;
  d: bigint;
}

function rationalOfDouble(x: number): Rational {
  if (Number.isInteger(x)) return { n: BigInt(x), d: 1n };
  let exponent = 0;
  let m = x;
  while (!Number.isInteger(m)) {
    m *= 2;
    exponent += 1;
  }
  return { n: BigInt(m), d: 1n << BigInt(exponent) };
}

function rationalOfDecimal(text: string): Rational {
  const [, sign = '', whole = '0', fraction = '', exp = '0'] =
    /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const exponent = Number(exp) - fraction.length;
  const n = BigInt(sign === '-' ? -1 : 1) * BigInt(`${whole}${fraction}` || '0');
  return exponent >= 0 ? { n: n * 10n ** BigInt(exponent), d: 1n } : { n, d: 10n ** BigInt(-exponent) };
}

function rational(value: BsonNumber): Rational | number {
  const approximate = toDouble(value);
  if (value instanceof Decimal128) {
    const text = value.toString();
    if (/nan/i.test(text)) return NaN;
    if (/inf/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
    return rationalOfDecimal(text);
  }
  if (!Number.isFinite(approximate)) return approximate;
  return value instanceof Long ? { n: value.toBigInt(), d: 1n } : rationalOfDouble(approximate);
}

const sign = (x: number | bigint): number => (x < 0 ? -1 : x > 0 ? 1 : 0);

/** Compares two BSON numbers of any type exactly; NaN is lowest, as in MongoDB. */
export function compareNumbers(a: BsonNumber, b: BsonNumber): number {
  const x = exactDouble(a);
  const y = exactDouble(b);
  if (x !== undefined && y !== undefined) {
    if (x === y) return 0;
    if (Number.isNaN(x)) return Number.isNaN(y) ? 0 : -1;
    if (Number.isNaN(y)) return 1;
    return x < y ? -1 : 1;
  }
  const p = rational(a);
  const q = rational(b);
  if (typeof p === 'number' || typeof q === 'number') {
    const left = typeof p === 'number' ? p : 0;
    const right = typeof q === 'number' ? q : 0;
    if (Number.isNaN(left)) return Number.isNaN(right) ? 0 : -1;
    return Number.isNaN(right) ? 1 : sign(left - right);
  }
  return sign(p.n * q.d - q.n * p.d);
}

/** An integer with the narrowest BSON type that holds it. */
export function makeInteger(n: bigint): Int32 | Long | Double {
  if (n >= -2147483648n && n <= 2147483647n) return new Int32(Number(n));
  if (n >= -(1n << 63n) && n < 1n << 63n) return Long.fromBigInt(n);
  return new Double(Number(n));
}

/** A JS number as BSON: integers as int or long, others as double. */
export const makeNumber = (n: number): Int32 | Long | Double =>
  Number.isSafeInteger(n) && !Object.is(n, -0) ? makeInteger(BigInt(n)) : new Double(n);

export type Arithmetic = 'add' | 'subtract' | 'multiply';

function decimalArithmetic(op: Arithmetic, a: Rational, b: Rational): Decimal128 {
  const d = a.d * b.d;
  const n = op === 'multiply' ? a.n * b.n : op === 'add' ? a.n * b.d + b.n * a.d : a.n * b.d - b.n * a.d;
  // 34 significant digits is all a Decimal128 holds (IEEE 754-2008).
  const scale = 40n;
  const text = ((n * 10n ** scale) / d).toString();
  const digits = text.replace(/0+$/, '') || '0';
  return Decimal128.fromStringWithRounding(
    `${digits}E${String(text === '0' ? 0 : text.length - digits.length - Number(scale))}`,
  );
}

const doubles: Record<Arithmetic, (x: number, y: number) => number> = {
  add: (x, y) => x + y,
  subtract: (x, y) => x - y,
  multiply: (x, y) => x * y,
};
const bigints: Record<Arithmetic, (x: bigint, y: bigint) => bigint> = {
  add: (x, y) => x + y,
  subtract: (x, y) => x - y,
  multiply: (x, y) => x * y,
};

/** MongoDB's numeric promotion: decimal > double > long > int; an int that overflows becomes a long. */
export function arithmetic(op: Arithmetic, a: BsonNumber, b: BsonNumber): BsonNumber {
  if (a instanceof Decimal128 || b instanceof Decimal128) {
    const p = rational(a);
    const q = rational(b);
    if (typeof p === 'number' || typeof q === 'number')
      return Decimal128.fromString(String(doubles[op](toDouble(a), toDouble(b))));
    return decimalArithmetic(op, p, q);
  }
  const float = (v: BsonNumber): boolean =>
    v instanceof Double || (typeof v === 'number' && !Number.isInteger(v));
  if (float(a) || float(b)) return new Double(doubles[op](toDouble(a), toDouble(b)));
  const result = bigints[op](toBigInt(a), toBigInt(b));
  const long = a instanceof Long || b instanceof Long;
  return long && result >= -(1n << 63n) && result < 1n << 63n ? Long.fromBigInt(result) : makeInteger(result);
}

/** An integral BSON number as a bigint. */
export const toBigInt = (value: BsonNumber): bigint =>
  value instanceof Long ? value.toBigInt() : BigInt(Math.trunc(toDouble(value)));
