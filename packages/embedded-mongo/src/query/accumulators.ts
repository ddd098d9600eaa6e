import { Double, Int32 } from 'bson';
import { MongoError } from '../errors.js';
import { isNumber, toDouble } from './numbers.js';
import { average, extreme, mergeObjects, sum } from './operators.arrays.js';
import { equalValues } from './values.js';

/** A function of `$group`, from the values of one field in a group. */
type Accumulator = (values: unknown[]) => unknown;

function deviation(sample: boolean): Accumulator {
  return (values) => {
    const numbers = values.filter(isNumber).map(toDouble);
    const divisor = numbers.length - (sample ? 1 : 0);
    if (divisor <= 0) return null;
    const mean = numbers.reduce((a, b) => a + b, 0) / numbers.length;
    return new Double(Math.sqrt(numbers.reduce((total, x) => total + (x - mean) ** 2, 0) / divisor));
  };
}

const present = (values: unknown[]): unknown[] => values.filter((value) => value !== undefined);

const accumulators: Record<string, Accumulator> = {
  $sum: sum,
  $avg: average,
  $min: (values) => extreme(values, 1),
  $max: (values) => extreme(values, -1),
  $first: (values) => values[0] ?? null,
  $last: (values) => values.at(-1) ?? null,
  $push: present,
  $addToSet: (values) =>
    present(values).reduce<unknown[]>(
      (kept, value) => (kept.some((item) => equalValues(item, value)) ? kept : [...kept, value]),
      [],
    ),
  $count: (values) => new Int32(values.length),
  $mergeObjects: mergeObjects,
  $stdDevPop: deviation(false),
  $stdDevSamp: deviation(true),
};

/** Finds an accumulator by name. @throws MongoError when there is none. */
export function accumulator(name: string): Accumulator {
  const found = Object.hasOwn(accumulators, name) ? accumulators[name] : undefined;
  if (!found) throw new MongoError('BadValue', `unknown group operator '${name}'`, { code: 15952 });
  return found;
}
