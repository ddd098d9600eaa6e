import { Double, Int32 } from 'bson';
import { MongoError } from '../errors.js';
import { arithmetic, isNumber, makeNumber, toDouble, type BsonNumber } from './numbers.js';
import { setField } from './paths.js';
import { sortComparator } from './sort.js';
import { compareValues, equalValues, isDoc, truthy, typeName, type Doc } from './values.js';

type Eager = (operands: unknown[]) => unknown;
const absent = (value: unknown): boolean => value === null || value === undefined;

function array(name: string, value: unknown): unknown[] {
  if (!Array.isArray(value))
    throw new MongoError('BadValue', `${name} requires an array, found: ${typeName(value)}`);
  return value;
}

const number = (value: unknown, fallback = 0): number => (isNumber(value) ? toDouble(value) : fallback);
const includes = (items: unknown[], value: unknown): boolean =>
  items.some((item) => equalValues(item, value));
const unique = (items: unknown[]): unknown[] =>
  items.reduce<unknown[]>((kept, item) => (includes(kept, item) ? kept : [...kept, item]), []);

/** The values an accumulator-like operator works on: one array operand, or the operands themselves. */
const listed = (operands: unknown[]): unknown[] =>
  operands.length === 1 && Array.isArray(operands[0]) ? (operands[0] as unknown[]) : operands;

/** The sum of the numbers among `values`; others do not count. */
export const sum = (values: unknown[]): BsonNumber =>
  values.filter(isNumber).reduce<BsonNumber>((total, value) => arithmetic('add', total, value), new Int32(0));

/** The mean of the numbers among `values`, null when there are none. */
export function average(values: unknown[]): Double | null {
  const numbers = values.filter(isNumber);
  return numbers.length === 0 ? null : new Double(toDouble(sum(numbers)) / numbers.length);
}

/** The least (`direction` 1) or greatest (-1) of the values that are not missing, or null. */
export function extreme(values: unknown[], direction: 1 | -1): unknown {
  const present = values.filter((value) => !absent(value));
  return (
    present.reduce(
      (best, value) => (best === undefined || compareValues(value, best) * direction < 0 ? value : best),
      undefined,
    ) ?? null
  );
}

/** The fields of all documents in turn, later ones winning. */
export function mergeObjects(values: unknown[]): Doc {
  const result: Doc = {};
  for (const value of values) {
    if (absent(value)) continue;
    if (!isDoc(value))
      throw new MongoError(
        'BadValue',
        `$mergeObjects requires object inputs, but input is of type ${typeName(value)}`,
        { code: 40400 },
      );
    for (const [name, field] of Object.entries(value)) setField(result, name, field);
  }
  return result;
}

function slice([value, a, b]: unknown[]): unknown {
  if (absent(value)) return null;
  const items = array('$slice', value);
  if (b === undefined) return number(a) < 0 ? items.slice(number(a)) : items.slice(0, number(a));
  const start = number(a) < 0 ? Math.max(items.length + number(a), 0) : number(a);
  return items.slice(start, start + number(b));
}

function elementAt([value, index]: unknown[]): unknown {
  if (absent(value)) return null;
  return array('$arrayElemAt', value).at(number(index));
}

function arrayToObject([value]: unknown[]): unknown {
  if (absent(value)) return null;
  const result: Doc = {};
  for (const pair of array('$arrayToObject', value)) {
    const [k, v] = Array.isArray(pair) ? (pair as unknown[]) : [(pair as Doc)['k'], (pair as Doc)['v']];
    setField(result, String(k), v);
  }
  return result;
}

function range([from, to, step]: unknown[]): unknown[] {
  const by = number(step, 1);
  if (by === 0) throw new MongoError('BadValue', '$range requires a non-zero step value');
  const result: unknown[] = [];
  for (let i = number(from); by > 0 ? i < number(to) : i > number(to); i += by) result.push(makeNumber(i));
  return result;
}

function sortArray([operand]: unknown[]): unknown {
  const { input, sortBy } = operand as { input: unknown; sortBy: unknown };
  if (absent(input)) return null;
  const items = [...array('$sortArray', input)];
  if (isNumber(sortBy)) return items.sort((a, b) => compareValues(a, b) * toDouble(sortBy));
  const compare = sortComparator(sortBy as Doc);
  return items.sort((a, b) => compare(a as Doc, b as Doc));
}

const firstN =
  (name: string, take: (items: unknown[], n: number) => unknown[]): Eager =>
  ([operand]) => {
    const { input, n } = operand as Doc;
    return take(array(name, input), number(n));
  };

export const arrayOperators: Record<string, Eager> = {
  $size: ([value]) => new Int32(array('$size', value).length),
  $isArray: ([value]) => Array.isArray(value),
  $arrayElemAt: elementAt,
  $first: ([value]) => elementAt([value, 0]),
  $last: ([value]) => elementAt([value, -1]),
  $firstN: firstN('$firstN', (items, n) => items.slice(0, n)),
  $lastN: firstN('$lastN', (items, n) => items.slice(-n)),
  $slice: slice,
  $concatArrays: (operands) =>
    operands.some(absent) ? null : operands.flatMap((value) => array('$concatArrays', value)),
  $in: ([value, items]) => includes(array('$in', items), value),
  $indexOfArray: ([items, value]) =>
    absent(items)
      ? null
      : new Int32(array('$indexOfArray', items).findIndex((item) => equalValues(item, value))),
  $reverseArray: ([value]) => (absent(value) ? null : [...array('$reverseArray', value)].reverse()),
  $range: range,
  $sortArray: sortArray,
  $arrayToObject: arrayToObject,
  $objectToArray: ([value]) =>
    absent(value) ? null : Object.entries(value as Doc).map(([k, v]) => ({ k, v })),
  $mergeObjects: (operands) => mergeObjects(listed(operands)),
  $setUnion: (operands) =>
    operands.some(absent) ? null : unique(operands.flatMap((value) => array('$setUnion', value))),
  $setIntersection: (operands) =>
    operands.some(absent)
      ? null
      : unique(
          array('$setIntersection', operands[0]).filter((item) =>
            operands.every((other) => includes(array('$setIntersection', other), item)),
          ),
        ),
  $setDifference: ([a, b]) =>
    absent(a) || absent(b)
      ? null
      : unique(array('$setDifference', a).filter((item) => !includes(array('$setDifference', b), item))),
  $setIsSubset: ([a, b]) =>
    array('$setIsSubset', a).every((item) => includes(array('$setIsSubset', b), item)),
  $setEquals: ([a, b]) => {
    const [x, y] = [array('$setEquals', a), array('$setEquals', b)];
    return x.every((item) => includes(y, item)) && y.every((item) => includes(x, item));
  },
  $anyElementTrue: ([value]) => array('$anyElementTrue', value).some(truthy),
  $allElementsTrue: ([value]) => array('$allElementsTrue', value).every(truthy),
  $sum: (operands) => sum(listed(operands)),
  $avg: (operands) => average(listed(operands)),
  $min: (operands) => extreme(listed(operands), 1),
  $max: (operands) => extreme(listed(operands), -1),
};
