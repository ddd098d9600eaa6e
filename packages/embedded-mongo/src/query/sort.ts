import { MongoError } from '../errors.js';
import { isNumber, toDouble } from './numbers.js';
import { valuesAt } from './paths.js';
import { compareValues, type Doc, type StringOrder } from './values.js';

/** The value by which an array is sorted: its least element ascending, its greatest descending. */
function sortKey(doc: Doc, path: string, direction: number, order: StringOrder): unknown {
  const candidates = valuesAt(doc, path).flatMap((value) =>
    Array.isArray(value) && value.length > 0 ? (value as unknown[]) : [value],
  );
  let best: unknown;
  let first = true;
  for (const candidate of candidates) {
    const value = candidate === undefined ? null : candidate;
    if (first || compareValues(value, best, order) * direction < 0) best = value;
    first = false;
  }
  return best ?? null;
}

/** The direction of each sort field, 1 or -1. @throws MongoError BadValue on anything else. */
export function sortFields(sort: Doc): [path: string, direction: 1 | -1][] {
  return Object.entries(sort).map(([path, direction]) => {
    const n = isNumber(direction) ? toDouble(direction) : Number.NaN;
    if (n !== 1 && n !== -1)
      throw new MongoError(
        'BadValue',
        `$sort key ordering must be 1 (for ascending) or -1 (for descending)`,
        { code: 15975 },
      );
    return [path, n];
  });
}

/** Compares documents by a sort specification. */
export function sortComparator(sort: Doc, order?: StringOrder): (a: Doc, b: Doc) => number {
  const fields = sortFields(sort);
  return (a, b) => {
    for (const [path, direction] of fields) {
      const result = compareValues(
        sortKey(a, path, direction, order),
        sortKey(b, path, direction, order),
        order,
      );
      if (result !== 0) return result * direction;
    }
    return 0;
  };
}
