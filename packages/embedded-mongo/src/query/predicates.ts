import { Binary, BSONRegExp } from 'bson';
import { MongoError } from '../errors.js';
import { isNumber, toBigInt, toDouble, type BsonNumber } from './numbers.js';
import type { MatchContext, Matcher } from './context.js';
import {
  compareValues,
  equalValues,
  isDoc,
  rank,
  stringOf,
  typeName,
  typeNumbers,
  typeRank,
  type Doc,
} from './values.js';

/** A test of all the values at a path. */
export type Predicate = (values: unknown[]) => boolean;
type Context = MatchContext & { compileFilter: (filter: Doc, context?: MatchContext) => Matcher };

/** True when the test holds for a value, or for any element of a value that is an array. */
const any =
  (test: (value: unknown) => boolean): Predicate =>
  (values) =>
    values.some((value) => test(value) || (Array.isArray(value) && value.some(test)));

const isRegex = (value: unknown): value is BSONRegExp | RegExp =>
  value instanceof BSONRegExp || value instanceof RegExp;

/** A JS regular expression for a BSON one; PCRE's `x` is refused rather than misread. */
export function toRegExp(pattern: unknown, options?: unknown): RegExp {
  const source =
    pattern instanceof BSONRegExp
      ? pattern.pattern
      : pattern instanceof RegExp
        ? pattern.source
        : String(pattern);
  const own =
    pattern instanceof BSONRegExp ? pattern.options : pattern instanceof RegExp ? pattern.flags : '';
  const flags = options === undefined ? own : String(options);
  if (/[^imsu]/.test(flags)) throw new MongoError('BadValue', `invalid flag in regex options: ${flags}`);
  try {
    return new RegExp(source, flags.replace('u', '') + 'u');
  } catch {
    try {
      return new RegExp(source, flags.replace('u', ''));
    } catch (error) {
      throw new MongoError('BadValue', `Regular expression is invalid: ${(error as Error).message}`);
    }
  }
}

function equalTo(operand: unknown, context: Context): Predicate {
  if (isRegex(operand)) {
    const regex = toRegExp(operand);
    return any((value) =>
      typeRank(value) === rank.string ? regex.test(stringOf(value)) : equalValues(value, operand),
    );
  }
  if (operand === null) return any((value) => value === null || value === undefined);
  return any((value) => equalValues(value, operand, context.order));
}

function compared(operand: unknown, context: Context, accept: (result: number) => boolean): Predicate {
  const type = typeRank(operand);
  // MongoDB compares within a type only ("type bracketing"); null also matches missing.
  return any((value) => {
    const candidate = value === undefined && type === rank.null ? null : value;
    if (typeRank(candidate) !== type)
      return type === rank.minKey || type === rank.maxKey
        ? accept(compareValues(candidate, operand)) && candidate !== undefined
        : false;
    if (
      type === rank.number &&
      Number.isNaN(toDouble(candidate as BsonNumber)) !== Number.isNaN(toDouble(operand as BsonNumber))
    )
      return false;
    return accept(compareValues(candidate, operand, context.order));
  });
}

function typePredicate(operand: unknown): Predicate {
  const wanted = (Array.isArray(operand) ? operand : [operand]).map((type) => {
    if (typeof type === 'string') {
      if (type !== 'number' && !(type in typeNumbers))
        throw new MongoError('BadValue', `Unknown type name alias: ${type}`);
      return type;
    }
    const name = Object.keys(typeNumbers).find((key) => typeNumbers[key] === toDouble(type as BsonNumber));
    if (!name) throw new MongoError('BadValue', 'Invalid numerical type code');
    return name;
  });
  return any((value) => wanted.includes(typeName(value)) || (wanted.includes('number') && isNumber(value)));
}

function list(name: string, operand: unknown): unknown[] {
  if (!Array.isArray(operand)) throw new MongoError('BadValue', `${name} needs an array`);
  return operand;
}

function elemMatch(operand: unknown, context: Context): (item: unknown) => boolean {
  if (!isDoc(operand)) throw new MongoError('BadValue', '$elemMatch needs an Object');
  const first = Object.keys(operand)[0];
  const byValue = first?.startsWith('$') === true && !['$and', '$or', '$nor', '$expr'].includes(first);
  if (byValue) {
    const predicate = fieldPredicate(operand, context);
    return (item) => predicate([item]);
  }
  const match = context.compileFilter(operand, context);
  return (item) => (isDoc(item) || Array.isArray(item)) && match(item as Doc);
}

function bitMask(operand: unknown): bigint {
  if (Array.isArray(operand))
    return operand.reduce<bigint>((mask, bit) => mask | (1n << toBigInt(bit as BsonNumber)), 0n);
  if (operand instanceof Binary)
    return [...operand.value()].reduceRight((mask, byte) => (mask << 8n) | BigInt(byte), 0n);
  return toBigInt(operand as BsonNumber);
}

function bits(operand: unknown, accept: (set: bigint, mask: bigint) => boolean): Predicate {
  const mask = bitMask(operand);
  return any(
    (value) => isNumber(value) && Number.isInteger(toDouble(value)) && accept(toBigInt(value) & mask, mask),
  );
}

function modulo(operand: unknown): Predicate {
  const [divisor, remainder] = list('$mod', operand);
  if (!isNumber(divisor) || !isNumber(remainder) || toBigInt(divisor) === 0n)
    throw new MongoError('BadValue', 'malformed mod, needs a nonzero divisor and a remainder');
  return any(
    (value) =>
      isNumber(value) &&
      Number.isFinite(toDouble(value)) &&
      toBigInt(value) % toBigInt(divisor) === toBigInt(remainder),
  );
}

type Build = (operand: unknown, context: Context, siblings: Doc) => Predicate;
const not =
  (predicate: Predicate): Predicate =>
  (values) =>
    !predicate(values);

const operators: Record<string, Build> = {
  $eq: (operand, context) =>
    isRegex(operand) ? any((value) => equalValues(value, operand)) : equalTo(operand, context),
  $ne: (operand, context) => not(equalTo(operand, context)),
  $gt: (operand, context) => compared(operand, context, (c) => c > 0),
  $gte: (operand, context) => compared(operand, context, (c) => c >= 0),
  $lt: (operand, context) => compared(operand, context, (c) => c < 0),
  $lte: (operand, context) => compared(operand, context, (c) => c <= 0),
  $in: (operand, context) => {
    const tests = list('$in', operand).map((item) => equalTo(item, context));
    return (values) => tests.some((test) => test(values));
  },
  $nin: (operand, context) => {
    const tests = list('$nin', operand).map((item) => equalTo(item, context));
    return (values) => !tests.some((test) => test(values));
  },
  $not: (operand, context) => {
    if (!isRegex(operand) && !isDoc(operand))
      throw new MongoError('BadValue', '$not needs a regex or a document');
    return not(fieldPredicate(operand, context));
  },
  $exists: (operand) => {
    const wanted = operand !== false && operand !== null && !(isNumber(operand) && toDouble(operand) === 0);
    return (values) => values.some((value) => value !== undefined) === wanted;
  },
  $type: (operand) => typePredicate(operand),
  $size: (operand) => {
    if (!isNumber(operand)) throw new MongoError('BadValue', 'Failed to parse $size. Expected a number');
    return (values) => values.some((value) => Array.isArray(value) && value.length === toDouble(operand));
  },
  $all: (operand, context) => {
    const tests = list('$all', operand).map((item) =>
      isDoc(item) && '$elemMatch' in item ? fieldPredicate(item, context) : equalTo(item, context),
    );
    return (values) => tests.length > 0 && tests.every((test) => test(values));
  },
  $elemMatch: (operand, context) => {
    const match = elemMatch(operand, context);
    return (values) => values.some((value) => Array.isArray(value) && value.some(match));
  },
  $mod: (operand) => modulo(operand),
  $regex: (operand, _context, siblings) => {
    const regex = toRegExp(operand, siblings['$options']);
    return any((value) => typeRank(value) === rank.string && regex.test(stringOf(value)));
  },
  $options: () => () => true,
  $bitsAllSet: (operand) => bits(operand, (set, mask) => set === mask),
  $bitsAllClear: (operand) => bits(operand, (set) => set === 0n),
  $bitsAnySet: (operand) => bits(operand, (set) => set !== 0n),
  $bitsAnyClear: (operand) => bits(operand, (set, mask) => set !== mask),
};

/** Whether this operand is a document of operators (`{$gt: 1}`) rather than a value. */
export const isOperatorDoc = (operand: unknown): operand is Doc =>
  isDoc(operand) &&
  (Object.keys(operand)[0]?.startsWith('$') ?? false) &&
  !('$ref' in operand) &&
  !('$id' in operand);

/** Compiles the condition of a field: a value, or a document of operators. */
export function fieldPredicate(operand: unknown, context: Context): Predicate {
  if (!isOperatorDoc(operand)) return equalTo(operand, context);
  const tests = Object.entries(operand).map(([name, value]) => {
    const build = Object.hasOwn(operators, name) ? operators[name] : undefined;
    if (!build) throw new MongoError('BadValue', `unknown operator: ${name}`);
    return build(value, context, operand);
  });
  return tests.length === 1 && tests[0] ? tests[0] : (values) => tests.every((test) => test(values));
}
