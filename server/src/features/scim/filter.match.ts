import type { Filter, Operator, Value } from './filter.parse.js';
import { badRequest } from './scim.errors.js';
import { isObject, keyIn, type Json } from './scim.names.js';

/** Attributes whose case counts; of all others it does not. Source: RFC 7643, 3.1 and 8.7. */
const exact = new Set(['id', 'externalid', 'value', '$ref', 'location', 'version']);
const times = new Set(['created', 'lastmodified']);

/** Everything at a path: lists are entered. */
function valuesAt(value: unknown, path: readonly string[]): unknown[] {
  if (Array.isArray(value)) return value.flatMap((one) => valuesAt(one, path));
  const [name, ...rest] = path;
  if (name === undefined) return value === undefined || value === null ? [] : [value];
  if (!isObject(value)) return [];
  const key = keyIn(value, name);
  return key === undefined ? [] : valuesAt(value[key], rest);
}

const isEmpty = (value: unknown): boolean =>
  value === '' || (isObject(value) && Object.keys(value).length === 0);

/** Order of two values of one kind; undefined where they have none. */
function order(a: unknown, b: Value, asTime: boolean): number | undefined {
  if (typeof a === 'boolean' || typeof b === 'boolean')
    throw badRequest('invalidFilter', 'What is true or false has no order.');
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a !== 'string' || typeof b !== 'string') return undefined;
  if (!asTime) return a < b ? -1 : a > b ? 1 : 0;
  const [left, right] = [Date.parse(a), Date.parse(b)];
  return Number.isNaN(left - right) ? undefined : left - right;
}

const texts: Partial<Record<Operator, (text: string, wanted: string) => boolean>> = {
  co: (text, wanted) => text.includes(wanted),
  sw: (text, wanted) => text.startsWith(wanted),
  ew: (text, wanted) => text.endsWith(wanted),
};
const orders: Partial<Record<Operator, (order: number) => boolean>> = {
  gt: (found) => found > 0,
  ge: (found) => found >= 0,
  lt: (found) => found < 0,
  le: (found) => found <= 0,
};

function holds(found: unknown, operator: Operator, wanted: Value, name: string): boolean {
  // An attribute of several parts is compared by its value.
  const value = isObject(found) ? found['value'] : found;
  const fold = (one: unknown): unknown =>
    typeof one === 'string' && !exact.has(name) ? one.toLowerCase() : one;
  const [a, b] = [fold(value), fold(wanted) as Value];
  if (operator === 'eq')
    return times.has(name) ? order(a, b, true) === 0 : a === b || (typeof a === 'boolean' && String(a) === b);
  const compareText = texts[operator];
  if (compareText) return typeof a === 'string' && typeof b === 'string' && compareText(a, b);
  const found_ = order(value, wanted, times.has(name));
  return found_ !== undefined && orders[operator]?.(found_) === true;
}

/** Whether a resource, or an entry of a list, is as the filter wants it. @throws ScimFault for an order of booleans */
export function matches(resource: Json, filter: Filter): boolean {
  switch (filter.is) {
    case 'and':
      return filter.parts.every((part) => matches(resource, part));
    case 'or':
      return filter.parts.some((part) => matches(resource, part));
    case 'not':
      return !matches(resource, filter.part);
    case 'present':
      return valuesAt(resource, filter.path).some((value) => !isEmpty(value));
    case 'some':
      return valuesAt(resource, filter.path).some((entry) => isObject(entry) && matches(entry, filter.part));
    case 'compare': {
      const { path, operator, value } = filter;
      const found = valuesAt(resource, path);
      const name = path.at(-1) ?? '';
      if (value === null && (operator === 'eq' || operator === 'ne'))
        return (found.length === 0) === (operator === 'eq');
      // What is not there is not equal to anything.
      if (operator === 'ne') return !found.some((one) => holds(one, 'eq', value, name));
      return found.some((one) => holds(one, operator, value, name));
    }
  }
}
