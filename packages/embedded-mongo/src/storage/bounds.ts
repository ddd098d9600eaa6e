import { BSONRegExp, Decimal128 } from 'bson';
import { fieldKey, typeBounds } from '../query/orderedKey.js';
import { isOperatorDoc } from '../query/predicates.js';
import { compareValues, isDoc, rank, typeRank, type Doc } from '../query/values.js';

/** The conditions of a filter on one path, as far as an index can use them. */
export interface Constraint {
  /** The path equals one of these. */
  points?: unknown[];
  low?: { value: unknown; inclusive: boolean };
  high?: { value: unknown; inclusive: boolean };
  /** One element must meet both bounds: they are of one `$elemMatch`. */
  together?: true;
  /** The number of conditions on this path, and how many of them the bounds express. */
  conditions: number;
  used: number;
}

export interface Range {
  low: Buffer;
  high: Buffer;
}

const rangeOperators = new Set(['$gt', '$gte', '$lt', '$lte']);

/** Values that an index can look up: for regular expressions and arrays equality means more. */
const indexable = (value: unknown): boolean =>
  !(value instanceof BSONRegExp) &&
  !(value instanceof RegExp) &&
  !Array.isArray(value) &&
  value !== undefined;

/** Values that their key represents exactly, so that the filter need not be tested again. */
const simple = (value: unknown): boolean => {
  const type = typeRank(value);
  if (value instanceof Decimal128) return false;
  return (
    [rank.string, rank.number, rank.objectId, rank.boolean, rank.date, rank.binary] as number[]
  ).includes(type);
};

function addPoints(constraint: Constraint, values: unknown[]): void {
  if (!values.every(indexable)) return;
  const points = [...values]
    .sort((a, b) => compareValues(a, b))
    .filter((value, i, all) => i === 0 || compareValues(value, all[i - 1]) !== 0);
  if (constraint.points === undefined) constraint.used += 1;
  // Of several conditions on one path the bounds express the narrowest; the others are tested on the documents.
  else if (constraint.points.length <= points.length) return;
  constraint.points = points;
}

function addOperator(constraint: Constraint, name: string, operand: unknown): void {
  constraint.conditions += 1;
  if (name === '$eq') addPoints(constraint, [operand]);
  else if (name === '$in' && Array.isArray(operand)) addPoints(constraint, operand);
  else if (rangeOperators.has(name) && indexable(operand) && operand !== null && !isDoc(operand)) {
    addBound(constraint, name, operand);
  } else if (name === '$elemMatch' && isDoc(operand)) addElement(constraint, operand);
}

function addBound(constraint: Constraint, name: string, value: unknown): void {
  const side = name.startsWith('$g') ? 'low' : 'high';
  // A separate bound may be met by another element than those of an $elemMatch.
  if (constraint[side] !== undefined || constraint.together) return;
  constraint[side] = { value, inclusive: name.endsWith('e') };
  constraint.used += 1;
}

/** `{$elemMatch: {$gte: a, $lt: b}}`: one element within both. It requires an array too, so the bounds are never exact. */
function addElement(constraint: Constraint, demand: Doc): void {
  const bounds = Object.entries(demand);
  const plain = bounds.every(
    ([name, value]) => rangeOperators.has(name) && indexable(value) && value !== null && !isDoc(value),
  );
  constraint.conditions += 1;
  if (!plain || constraint.low || constraint.high) return;
  for (const [name, value] of bounds) addBound(constraint, name, value);
  constraint.together = true;
  constraint.conditions += bounds.length;
}

/** Collects the conjunctive conditions of a filter by path. `loose` counts those that no index can use. */
export function constraintsOf(filter: Doc): { byPath: Map<string, Constraint>; loose: number } {
  const byPath = new Map<string, Constraint>();
  let loose = 0;
  const take = (part: Doc): void => {
    for (const [path, condition] of Object.entries(part)) {
      if (path === '$and' && Array.isArray(condition)) (condition as Doc[]).forEach(take);
      else if (path.startsWith('$')) loose += path === '$comment' ? 0 : 1;
      else {
        const constraint = byPath.get(path) ?? { conditions: 0, used: 0 };
        byPath.set(path, constraint);
        if (isOperatorDoc(condition))
          for (const [name, operand] of Object.entries(condition)) addOperator(constraint, name, operand);
        else addOperator(constraint, '$eq', condition);
      }
    }
  };
  take(filter);
  return { byPath, loose };
}

/** Whether the bounds express all conditions of the constraint. */
export function isExact(constraint: Constraint): boolean {
  const values = [...(constraint.points ?? []), constraint.low?.value, constraint.high?.value].filter(
    (value) => value !== undefined,
  );
  const both = constraint.points !== undefined && (constraint.low ?? constraint.high) !== undefined;
  return constraint.used === constraint.conditions && !both && values.every(simple);
}

/** The byte ranges of one index field for a constraint, in index order. `cut`: some bound was too long to be exact. */
export function fieldRanges(
  constraint: Constraint,
  descending: boolean,
  multikey: boolean,
): { ranges: Range[]; cut: boolean; point: boolean } {
  if (constraint.points) {
    const keys = constraint.points.map((value) => fieldKey(value, descending));
    if (descending) keys.reverse();
    const ranges = keys.map(({ bytes }) => ({ low: bytes, high: bytes }));
    return { ranges, cut: keys.some(({ cut }) => cut), point: true };
  }
  const bound = constraint.low ?? constraint.high;
  let [low, high] = typeBounds(bound?.value, descending);
  let cut = false;
  // Different elements of an array field may meet two bounds: only one of them can be used.
  const sides =
    multikey && constraint.low && !constraint.together
      ? [constraint.low]
      : [constraint.low, constraint.high].filter((side) => side !== undefined);
  for (const side of sides) {
    if (typeRank(side.value) !== typeRank(bound?.value)) continue;
    const key = fieldKey(side.value, descending);
    cut ||= key.cut;
    if (key.cut) continue;
    const after = Buffer.concat([key.bytes, Buffer.alloc(1, 0xff)]);
    const startsHere = (side === constraint.low) !== descending;
    if (startsHere) low = side.inclusive ? key.bytes : after;
    else high = side.inclusive ? after : key.bytes;
  }
  return { ranges: [{ low, high }], cut, point: false };
}
