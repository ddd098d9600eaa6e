import { EJSON } from 'bson';

/** Where extra fields are allowed: in the root of a result, by the unified test format. */
interface MatchOptions {
  root: boolean;
  entities: Record<string, unknown>;
}

const show = (value: unknown): string => EJSON.stringify({ value }, { relaxed: true }).slice(0, 300);
const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  [Object.prototype, null].includes(Object.getPrototypeOf(value) as null);

const typeTests: Record<string, (value: unknown) => boolean> = {
  object: (value) => typeof value === 'object',
  string: (value) => typeof value === 'string',
  int: (value) => typeof value === 'number' && Number.isInteger(value),
  long: (value) =>
    typeof value === 'number' || (value as { _bsontype?: string } | null)?._bsontype === 'Long',
  double: (value) => typeof value === 'number',
  bool: (value) => typeof value === 'boolean',
  objectId: (value) => (value as { _bsontype?: string } | null)?._bsontype === 'ObjectId',
  array: Array.isArray,
};

function special(
  operator: string,
  operand: unknown,
  actual: unknown,
  options: MatchOptions,
): string | undefined {
  switch (operator) {
    case '$$exists':
      return (actual !== undefined) === operand
        ? undefined
        : `exists should be ${String(operand)}, is ${show(actual)}`;
    case '$$unsetOrMatches':
      return actual === undefined || actual === null ? undefined : resultMatches(operand, actual, options);
    case '$$type': {
      const types = Array.isArray(operand) ? (operand as string[]) : [String(operand)];
      return types.some((type) => typeTests[type]?.(actual))
        ? undefined
        : `type should be ${types.join()}, is ${show(actual)}`;
    }
    case '$$matchesEntity':
      return resultMatches(options.entities[String(operand)], actual, options);
    default:
      throw new Error(`the runner does not know ${operator}`);
  }
}

/** Compares by the rules of the unified test format; returns what differs, or undefined. */
export function resultMatches(
  expected: unknown,
  received: unknown,
  options: MatchOptions,
): string | undefined {
  // The driver stores sort specifications as Maps.
  const actual: unknown =
    received instanceof Map ? Object.fromEntries(received as Map<string, unknown>) : received;
  if (isPlain(expected)) {
    const [first] = Object.keys(expected);
    if (first?.startsWith('$$') === true) return special(first, expected[first], actual, options);
    if (typeof actual !== 'object' || actual === null)
      return `expected ${show(expected)}, got ${show(actual)}`;
    const fields = actual as Record<string, unknown>;
    for (const [name, value] of Object.entries(expected)) {
      const problem = resultMatches(value, fields[name], { ...options, root: false });
      if (problem) return `${name}: ${problem}`;
    }
    const extra = options.root
      ? undefined
      : Object.keys(fields).find((name) => !(name in expected) && fields[name] !== undefined);
    return extra === undefined ? undefined : `unexpected field ${extra} in ${show(actual)}`;
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length)
      return `expected ${show(expected)}, got ${show(actual)}`;
    for (const [i, item] of expected.entries()) {
      const problem = resultMatches(item, actual[i], options);
      if (problem) return `[${i}]: ${problem}`;
    }
    return undefined;
  }
  if (typeof expected === 'number')
    return Number(actual) === expected && actual !== null
      ? undefined
      : `expected ${expected}, got ${show(actual)}`;
  return show(expected) === show(actual) ? undefined : `expected ${show(expected)}, got ${show(actual)}`;
}

/** A command event: the given fields must match, others are allowed. */
export function eventMatches(
  expected: Record<string, Record<string, unknown>>,
  actual: Record<string, unknown>,
): string | undefined {
  const [kind = '', wanted = {}] = Object.entries(expected)[0] ?? [];
  if (actual['kind'] !== kind) return `expected ${kind}, saw ${String(actual['kind'])}`;
  for (const [name, value] of Object.entries(wanted)) {
    const problem =
      name === 'command' || name === 'reply'
        ? commandMatches(value as Record<string, unknown>, actual[name] as Record<string, unknown>)
        : resultMatches(value, actual[name], { root: false, entities: {} });
    if (problem) return `${name}: ${problem}`;
  }
  return undefined;
}

const commandMatches = (
  expected: Record<string, unknown>,
  actual: Record<string, unknown>,
): string | undefined => resultMatches(expected, actual, { root: true, entities: {} });
