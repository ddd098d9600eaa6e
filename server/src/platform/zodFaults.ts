import { faults, keyOfMessage, type FaultKey } from '@parley/shared/faults';
import { filled, type Params } from '@parley/shared/sentences';
import type { Fault } from '@parley/shared/errors';
import { limits } from '@parley/shared/limits';
import type { core } from 'zod';

/** UTF-16 units of a foreign name or sentence that are returned. */
const REPORTED_UNITS = 200;
const clip = (text: string): string =>
  text.length <= REPORTED_UNITS ? text : `${text.slice(0, REPORTED_UNITS)}…`;

/** By what a bound counts: characters, items or the number itself. */
const bounds: Record<string, { small: FaultKey; big: FaultKey } | undefined> = {
  string: { small: 'tooShort', big: 'tooLong' },
  array: { small: 'tooFew', big: 'tooMany' },
  set: { small: 'tooFew', big: 'tooMany' },
  map: { small: 'tooFew', big: 'tooMany' },
};
const ofNumbers = { small: 'tooSmall', big: 'tooLarge' } as const;

/** Our numbers are whole: "more than 0" is "at least 1". */
const whole = (bound: number | bigint, inclusive: boolean | undefined, step: number): number =>
  inclusive === false ? Number(bound) + step : Number(bound);

/** Takes one of Zod's own issues, returns the key for it. Rules of our schemas have theirs by `messageOf`. */
function keyOfIssue(issue: core.$ZodIssue): { key: FaultKey; params?: Params } {
  switch (issue.code) {
    case 'invalid_type':
      // The value itself is not in the issue: it could be a password.
      return issue.message.endsWith('received undefined')
        ? { key: 'missing' }
        : { key: 'type', params: { type: issue.expected } };
    case 'too_small':
      return {
        key: (bounds[issue.origin] ?? ofNumbers).small,
        params: { least: whole(issue.minimum, issue.inclusive, 1) },
      };
    case 'too_big':
      return {
        key: (bounds[issue.origin] ?? ofNumbers).big,
        params: { most: whole(issue.maximum, issue.inclusive, -1) },
      };
    case 'invalid_format':
      return { key: 'format' };
    case 'invalid_value':
      return { key: 'oneOf', params: { values: clip(issue.values.map(String).join(', ')) } };
    case 'unrecognized_keys':
      return { key: 'unknown' };
    case 'not_multiple_of':
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
    case 'custom':
      return { key: 'notValid' };
  }
}

function faultOfIssue(field: string, issue: core.$ZodIssue): Fault {
  const ours = keyOfMessage(issue.message);
  if (ours) return { field, ...ours, message: issue.message };
  const { key, params } = keyOfIssue(issue);
  return { field, key, ...(params && { params }), message: filled(faults[key], params) };
}

/** Takes what Zod found, returns the fields at fault, each once: the first of them where there are many. */
export function faultsOf(issues: readonly core.$ZodIssue[]): Fault[] {
  const found = new Map<string, Fault>();
  for (const issue of issues.slice(0, limits.faultsReported)) {
    const names =
      issue.code === 'unrecognized_keys'
        ? issue.keys.slice(0, limits.faultsReported)
        : [issue.path.join('.') || 'body'];
    for (const name of names.map(clip))
      if (!found.has(name) && found.size < limits.faultsReported) found.set(name, faultOfIssue(name, issue));
  }
  return [...found.values()];
}
