import { Decimal128, Double, Int32, Long, ObjectId } from 'bson';
import { MongoError } from '../errors.js';
import {
  arithmetic,
  compareNumbers,
  isNumber,
  makeInteger,
  makeNumber,
  toBigInt,
  toDouble,
  type Arithmetic,
  type BsonNumber,
} from './numbers.js';
import { compareValues, isDoc, stringOf, truthy, typeName, type Doc } from './values.js';

type Eager = (operands: unknown[]) => unknown;
const absent = (value: unknown): boolean => value === null || value === undefined;

function numeric(name: string, value: unknown): BsonNumber {
  if (!isNumber(value))
    throw new MongoError('TypeMismatch', `${name} only supports numeric types, not ${typeName(value)}`);
  return value;
}

/** A one-number function: null in, null out. */
const math =
  (name: string, run: (x: number) => number, keepInteger = false): Eager =>
  ([value]) => {
    if (absent(value)) return null;
    const number = numeric(name, value);
    if (keepInteger && (number instanceof Int32 || number instanceof Long)) return number;
    return new Double(run(toDouble(number)));
  };

function fold(op: Arithmetic, operands: unknown[], start: BsonNumber): unknown {
  if (operands.some(absent)) return null;
  const date = operands.find((value) => value instanceof Date);
  if (date) {
    const millis = operands.reduce<number>(
      (sum, value) => sum + (value instanceof Date ? value.getTime() : toDouble(numeric('$add', value))),
      0,
    );
    return new Date(millis);
  }
  return operands.reduce<BsonNumber>(
    (result, value) => arithmetic(op, result, numeric(`$${op}`, value)),
    start,
  );
}

function subtract([a, b]: unknown[]): unknown {
  if (absent(a) || absent(b)) return null;
  if (a instanceof Date)
    return b instanceof Date
      ? Long.fromNumber(a.getTime() - b.getTime())
      : new Date(a.getTime() - toDouble(numeric('$subtract', b)));
  return arithmetic('subtract', numeric('$subtract', a), numeric('$subtract', b));
}

function round(name: string, run: (x: number) => number): Eager {
  return ([value, places]) => {
    if (absent(value)) return null;
    const number = numeric(name, value);
    if (number instanceof Int32 || number instanceof Long) return number;
    const factor = 10 ** (isNumber(places) ? toDouble(places) : 0);
    return new Double(run(toDouble(number) * factor) / factor);
  };
}

/** Half to even, which is what MongoDB's $round does. */
function halfEven(x: number): number {
  const floor = Math.floor(x);
  if (x - floor !== 0.5) return Math.round(x);
  return floor % 2 === 0 ? floor : floor + 1;
}

const compare =
  (accept: (c: number) => boolean): Eager =>
  ([a, b]) =>
    accept(compareValues(a, b));

function convertFailure(value: unknown, to: string): MongoError {
  return new MongoError(
    'ConversionFailure',
    `Unsupported conversion from ${typeName(value)} to ${to} in $convert with no onError value`,
  );
}

function toNumber(value: unknown, to: string): number {
  if (isNumber(value)) return toDouble(value);
  if (typeof value === 'boolean') return Number(value);
  if (value instanceof Date) return value.getTime();
  if (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)))
    return Number(value);
  throw convertFailure(value, to);
}

const conversions: Record<string, (value: unknown) => unknown> = {
  string: (value) => {
    if (value instanceof Date) return value.toISOString();
    if (value instanceof ObjectId) return value.toHexString();
    if (isNumber(value))
      return value instanceof Decimal128 || value instanceof Long
        ? value.toString()
        : String(toDouble(value));
    if (typeof value === 'boolean') return String(value);
    if (typeof value === 'string') return stringOf(value);
    throw convertFailure(value, 'string');
  },
  int: (value) => new Int32(Math.trunc(toNumber(value, 'int'))),
  long: (value) =>
    Long.fromBigInt(isNumber(value) ? toBigInt(value) : BigInt(Math.trunc(toNumber(value, 'long')))),
  double: (value) => new Double(toNumber(value, 'double')),
  decimal: (value) =>
    Decimal128.fromString(
      isNumber(value) || typeof value === 'string' ? value.toString() : String(toNumber(value, 'decimal')),
    ),
  bool: (value) => truthy(value),
  date: (value) => {
    const date =
      value instanceof ObjectId
        ? value.getTimestamp()
        : value instanceof Date
          ? value
          : new Date(isNumber(value) ? toDouble(value) : String(value));
    if (Number.isNaN(date.getTime())) throw convertFailure(value, 'date');
    return date;
  },
  objectId: (value) => {
    if (value instanceof ObjectId) return value;
    if (typeof value === 'string' && ObjectId.isValid(value)) return new ObjectId(value);
    throw convertFailure(value, 'objectId');
  },
};

function convert([operand]: unknown[]): unknown {
  const spec = operand as Doc;
  if (absent(spec['input'])) return spec['onNull'] ?? null;
  const to = String(spec['to']);
  const run = Object.hasOwn(conversions, to) ? conversions[to] : undefined;
  if (!run) throw new MongoError('BadValue', `Unknown type name: ${to}`);
  try {
    return run(spec['input']);
  } catch (error) {
    if ('onError' in spec) return spec['onError'];
    throw error;
  }
}

const to =
  (type: string): Eager =>
  ([value]) =>
    absent(value) ? null : conversions[type]?.(value);

/** A part of a date, in UTC. */
const datePart =
  (part: (date: Date) => number): Eager =>
  ([operand]) => {
    const value = isDoc(operand) && 'date' in operand ? operand['date'] : operand;
    if (absent(value)) return null;
    return new Int32(part(conversions['date']?.(value) as Date));
  };

const day = 86_400_000;

export const scalarOperators: Record<string, Eager> = {
  $add: (operands) => fold('add', operands, new Int32(0)),
  $multiply: (operands) => fold('multiply', operands, new Int32(1)),
  $subtract: subtract,
  $divide: ([a, b]) => {
    if (absent(a) || absent(b)) return null;
    if (toDouble(numeric('$divide', b)) === 0) throw new MongoError('BadValue', "can't $divide by zero");
    return new Double(toDouble(numeric('$divide', a)) / toDouble(numeric('$divide', b)));
  },
  $mod: ([a, b]) => {
    if (absent(a) || absent(b)) return null;
    const x = numeric('$mod', a);
    const y = numeric('$mod', b);
    if (toDouble(y) === 0) throw new MongoError('BadValue', "can't $mod by zero");
    return x instanceof Double || y instanceof Double
      ? new Double(toDouble(x) % toDouble(y))
      : makeInteger(toBigInt(x) % toBigInt(y));
  },
  $abs: ([value]) =>
    absent(value)
      ? null
      : compareNumbers(numeric('$abs', value), 0) < 0
        ? arithmetic('subtract', new Int32(0), numeric('$abs', value))
        : value,
  $ceil: math('$ceil', Math.ceil, true),
  $floor: math('$floor', Math.floor, true),
  $sqrt: math('$sqrt', Math.sqrt),
  $exp: math('$exp', Math.exp),
  $ln: math('$ln', Math.log),
  $log10: math('$log10', Math.log10),
  $pow: ([a, b]) =>
    absent(a) || absent(b) ? null : makeNumber(toDouble(numeric('$pow', a)) ** toDouble(numeric('$pow', b))),
  $log: ([a, b]) =>
    absent(a) || absent(b)
      ? null
      : new Double(Math.log(toDouble(numeric('$log', a))) / Math.log(toDouble(numeric('$log', b)))),
  $round: round('$round', halfEven),
  $trunc: round('$trunc', Math.trunc),
  $rand: () => new Double(Math.random()),
  $eq: compare((c) => c === 0),
  $ne: compare((c) => c !== 0),
  $gt: compare((c) => c > 0),
  $gte: compare((c) => c >= 0),
  $lt: compare((c) => c < 0),
  $lte: compare((c) => c <= 0),
  $cmp: ([a, b]) => new Int32(compareValues(a, b)),
  $not: ([value]) => !truthy(value),
  $type: ([value]) => typeName(value),
  $isNumber: ([value]) => isNumber(value),
  $convert: convert,
  $toString: to('string'),
  $toInt: to('int'),
  $toLong: to('long'),
  $toDouble: to('double'),
  $toDecimal: to('decimal'),
  $toBool: to('bool'),
  $toDate: to('date'),
  $toObjectId: to('objectId'),
  $year: datePart((d) => d.getUTCFullYear()),
  $month: datePart((d) => d.getUTCMonth() + 1),
  $dayOfMonth: datePart((d) => d.getUTCDate()),
  $dayOfWeek: datePart((d) => d.getUTCDay() + 1),
  $dayOfYear: datePart((d) => Math.floor((d.getTime() - Date.UTC(d.getUTCFullYear(), 0, 1)) / day) + 1),
  $hour: datePart((d) => d.getUTCHours()),
  $minute: datePart((d) => d.getUTCMinutes()),
  $second: datePart((d) => d.getUTCSeconds()),
  $millisecond: datePart((d) => d.getUTCMilliseconds()),
};
