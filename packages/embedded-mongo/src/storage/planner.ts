import { MongoError } from '../errors.js';
import { compileFilter } from '../query/match.js';
import { sortFields } from '../query/sort.js';
import { compareValues, isDoc, type Doc } from '../query/values.js';
import { constraintsOf, fieldRanges, isExact, type Constraint, type Range } from './bounds.js';
import { ID_INDEX, type CollectionInfo, type IndexInfo } from './catalog.js';
import { keyPrefix } from './store.js';

export interface Plan {
  /** Absent: the documents themselves are scanned, in `_id` order. */
  index: IndexInfo | undefined;
  ranges: Range[];
  reverse: boolean;
  /** The scan returns rows in the requested order. */
  sorted: boolean;
  /** The bounds express the whole filter, so documents need not be tested. */
  exact: boolean;
}

export interface Query {
  filter: Doc;
  sort?: Doc | undefined;
  hint?: unknown;
  collated?: boolean | undefined;
}

/** Above this many combinations of points, over several fields, separate scans do not pay. */
const MOST_RANGES = 500;

const END = Buffer.alloc(1, 0xff);

/** A partial index may be used only when the filter implies its condition: each condition on a path is equal, or met by the filter's value. */
function impliesPartial(index: IndexInfo, filter: Doc, byPath: Map<string, Constraint>): boolean {
  return Object.entries(index.partial ?? {}).every(([path, condition]) => {
    const own = filter[path];
    if (own !== undefined && isDoc(own) === isDoc(condition) && compareValues(own, condition) === 0)
      return true;
    const constraint = byPath.get(path);
    const values = constraint?.points ?? (constraint?.low ? [constraint.low.value] : undefined);
    if (!values || path.startsWith('$')) return false;
    const match = compileFilter({ [path]: condition });
    return values.every((value) => match(nest(path, value)));
  });
}

const nest = (path: string, value: unknown): Doc =>
  path.split('.').reduceRight<unknown>((inner, part) => ({ [part]: inner }), value) as Doc;

function usable(index: IndexInfo, filter: Doc, byPath: Map<string, Constraint>): boolean {
  if (index.hidden) return false;
  if (index.partial && !impliesPartial(index, filter, byPath)) return false;
  if (!index.sparse) return true;
  const first = byPath.get(index.key[0]?.[0] ?? '');
  return (
    first !== undefined &&
    (first.points ?? [first.low ?? first.high]).every((value) => value !== null && value !== undefined)
  );
}

/** Whether the index is in the order `sort` after its first `fixed` fields, which are constant. Returns the direction, or undefined. */
function sortDirection(index: IndexInfo, fixed: number, sort: [string, 1 | -1][]): 1 | -1 | undefined {
  if (index.cut) return undefined;
  const still = new Set(index.key.slice(0, fixed).map(([path]) => path));
  const wanted = sort.filter(([path]) => !still.has(path));
  let direction: 1 | -1 | undefined;
  for (const [i, [path, order]] of wanted.entries()) {
    const position = fixed + i;
    const field = index.key[position];
    if (field?.[0] !== path || index.multikey.includes(position)) return undefined;
    const turn = field[1] === order ? 1 : -1;
    if (direction !== undefined && direction !== turn) return undefined;
    direction = turn;
  }
  return direction ?? 1;
}

type Constraints = ReturnType<typeof constraintsOf>;

interface Candidate extends Plan {
  score: number;
}

/** How much of a filter an index can use. */
interface Reach {
  /** Of keys, without the index's prefix. */
  ranges: Range[];
  /** Fields of the index with points, from the first on. */
  fixed: number;
  /** Fields whose condition the ranges express completely. */
  consumed: number;
  cut: boolean;
  /** Whether a field behind the fixed ones has a range. */
  ranged: boolean;
  /** Whether each of the fixed fields has one point. */
  single: boolean;
}

function reachOf(index: IndexInfo, constraints: Constraints): Reach {
  const reach: Reach = {
    ranges: [{ low: Buffer.alloc(0), high: Buffer.alloc(0) }],
    fixed: 0,
    consumed: 0,
    cut: false,
    ranged: false,
    single: true,
  };
  for (const [position, [path, direction]] of index.key.entries()) {
    const constraint = constraints.byPath.get(path);
    if (!constraint || constraint.used === 0) break;
    const field = fieldRanges(constraint, direction === -1, index.multikey.includes(position));
    // The points of one field alone are as many as the filter has, and each is a step of the scan.
    if (position > 0 && reach.ranges.length * field.ranges.length > MOST_RANGES) break;
    reach.ranges = reach.ranges.flatMap((head) =>
      field.ranges.map((tail) => ({
        low: Buffer.concat([head.low, tail.low]),
        high: Buffer.concat([head.high, tail.high]),
      })),
    );
    reach.cut ||= field.cut;
    if (isExact(constraint) && !index.multikey.includes(position)) reach.consumed += 1;
    if (!field.point) {
      reach.ranged = true;
      break;
    }
    reach.single &&= field.ranges.length <= 1;
    reach.fixed += 1;
  }
  return reach;
}

/** The ranges as keys of the database: with the index's prefix, and with all keys that begin with theirs. */
function inIndex(info: CollectionInfo, index: IndexInfo, { ranges, ranged }: Reach): Range[] {
  const prefix = keyPrefix(info.id, index.id);
  const highOf = (high: Buffer): Buffer => {
    if (ranged) return Buffer.concat([prefix, high]);
    return high.length === 0 ? keyPrefix(info.id, index.id + 1) : Buffer.concat([prefix, high, END]);
  };
  return ranges.map(({ low, high }) => ({ low: Buffer.concat([prefix, low]), high: highOf(high) }));
}

/** Whether the ranges express the whole filter. Then no document needs to be tested. */
const isWhole = (index: IndexInfo, reach: Reach, constraints: Constraints): boolean =>
  !reach.cut &&
  !index.cut &&
  !index.partial &&
  index.multikey.length === 0 &&
  constraints.loose === 0 &&
  reach.consumed === constraints.byPath.size;

function consider(index: IndexInfo, info: CollectionInfo, query: Query, constraints: Constraints): Candidate {
  const reach = reachOf(index, constraints);
  const sort = query.sort ? sortFields(query.sort) : [];
  const turn = reach.single ? sortDirection(index, reach.fixed, sort) : undefined;
  const sorted = sort.length === 0 || (turn !== undefined && !query.collated);
  const all = index.unique && reach.fixed === index.key.length;
  const score =
    reach.fixed * 10 +
    (reach.ranged ? 5 : 0) +
    (sort.length > 0 && sorted ? 3 : 0) +
    (all ? 20 : 0) +
    // Between two that express as much of the filter: the partial one is smaller, and has all that the filter can match.
    (index.partial ? 1 : 0);
  return {
    index,
    ranges: inIndex(info, index, reach),
    reverse: sort.length > 0 && turn === -1,
    sorted,
    exact: isWhole(index, reach, constraints),
    score,
  };
}

function hinted(info: CollectionInfo, hint: unknown): IndexInfo | 'natural' {
  if (isDoc(hint) && '$natural' in hint) return 'natural';
  const found = info.indexes.find((index) =>
    typeof hint === 'string'
      ? index.name === hint
      : isDoc(hint) &&
        compareValues(hint, Object.fromEntries(index.key.map(([path, direction]) => [path, direction]))) ===
          0,
  );
  if (!found)
    throw new MongoError(
      'BadValue',
      'error processing query: planner returned error :: caused by :: hint provided does not correspond to an existing index',
    );
  return found;
}

/** Chooses the scan for a query: most equalities, then a range, then the requested order. */
export function planQuery(info: CollectionInfo, query: Query): Plan {
  const natural = query.sort && '$natural' in query.sort ? Number(query.sort['$natural']) : undefined;
  const walk: Plan = {
    index: undefined,
    ranges: [{ low: keyPrefix(info.id, ID_INDEX), high: keyPrefix(info.id, ID_INDEX + 1) }],
    reverse: natural === -1,
    sorted: natural !== undefined || !query.sort || Object.keys(query.sort).length === 0,
    exact: Object.keys(query.filter).length === 0,
  };
  const hint = query.hint === undefined ? undefined : hinted(info, query.hint);
  if (hint === 'natural' || natural !== undefined || query.collated === true) return walk;
  const constraints = constraintsOf(query.filter);
  if (hint) return consider(hint, info, query, constraints);
  const best = info.indexes
    .filter((index) => usable(index, query.filter, constraints.byPath))
    .map((index) => consider(index, info, query, constraints))
    .reduce<Candidate | undefined>(
      (chosen, next) => (next.score > (chosen?.score ?? 0) ? next : chosen),
      undefined,
    );
  return best ?? walk;
}
