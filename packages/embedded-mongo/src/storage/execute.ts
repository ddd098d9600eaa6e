import type { MatchContext } from '../query/context.js';
import { compileFilter } from '../query/match.js';
import { sortComparator } from '../query/sort.js';
import type { Doc } from '../query/values.js';
import { ID_INDEX, type CollectionInfo } from './catalog.js';
import type { Stored } from './collection.js';
import { parseDocument } from './documents.js';
import { planQuery, type Plan, type Query } from './planner.js';
import type { Store } from './store.js';

/** What a query examined, for `explain`. */
export interface Examined {
  keys: number;
  docs: number;
}

export interface Read extends Query, MatchContext {
  skip?: number;
  limit?: number;
}

/** A document whose bytes are loaded, and which is parsed on demand. */
export class Row implements Stored {
  private parsed: Doc | undefined;
  constructor(
    readonly key: Buffer,
    readonly bytes: Buffer,
  ) {}
  get doc(): Doc {
    return (this.parsed ??= parseDocument(this.bytes));
  }
}

/** @param likely how many rows will probably be read: no more are read ahead at first */
function* walk(store: Store, plan: Plan, examined: Examined, likely: number): Generator<Row> {
  const seen = plan.index && plan.index.multikey.length > 0 ? new Set<string>() : undefined;
  const ranges = plan.reverse ? [...plan.ranges].reverse() : plan.ranges;
  for (const range of ranges) {
    for (const entry of store.scan(range.low, range.high, { reverse: plan.reverse, likely })) {
      if (plan.index) examined.keys += 1;
      if (!plan.index || plan.index.id === ID_INDEX) {
        examined.docs += 1;
        yield new Row(entry.key, entry.value);
        continue;
      }
      if (seen) {
        const id = entry.value.toString('latin1');
        if (seen.has(id)) continue;
        seen.add(id);
      }
      const bytes = store.get(entry.value);
      // Between two pages of a long scan the document may have been removed.
      if (!bytes) continue;
      examined.docs += 1;
      yield new Row(entry.value, bytes);
    }
  }
}

function* matching(rows: Iterable<Row>, match: (doc: Doc) => boolean): Generator<Row> {
  for (const row of rows) if (match(row.doc)) yield row;
}

function* sliced(rows: Iterable<Row>, skip: number, limit: number): Generator<Row> {
  let seen = 0;
  for (const row of rows) {
    seen += 1;
    if (seen > skip) yield row;
    if (seen >= skip + limit) return;
  }
}

export interface Execution {
  plan: Plan;
  examined: Examined;
  rows: Iterable<Row>;
}

/**
 * Plans and runs a read lazily: filter, sort, skip, limit (0 means none).
 * @param examined counter of what it examines
 */
export function execute(
  store: Store,
  info: CollectionInfo,
  read: Read,
  examined: Examined = { keys: 0, docs: 0 },
): Execution {
  const plan = planQuery(info, { ...read, collated: read.order !== undefined });
  // Compiled even when not needed, so that an invalid filter is refused whatever the plan.
  const match = compileFilter(read.filter, read);
  const skip = read.skip ?? 0;
  const limit = read.limit ?? 0;
  const sort = read.sort;
  const allSeen = limit === 0 || !plan.exact || (sort !== undefined && !plan.sorted);
  let rows: Iterable<Row> = walk(store, plan, examined, allSeen ? Infinity : skip + limit);
  if (!plan.exact) rows = matching(rows, match);
  if (sort && !plan.sorted) {
    const compare = sortComparator(sort, read.order);
    rows = [...rows].sort((a, b) => compare(a.doc, b.doc));
  }
  return {
    plan,
    examined,
    rows: skip > 0 || limit > 0 ? sliced(rows, skip, limit === 0 ? Infinity : limit) : rows,
  };
}

/** The `winningPlan` of explain. */
export function describePlan(plan: Plan, sort: Doc | undefined): Doc {
  const direction = plan.reverse ? 'backward' : 'forward';
  const scan: Doc = plan.index
    ? {
        stage: 'FETCH',
        inputStage: {
          stage: 'IXSCAN',
          indexName: plan.index.name,
          keyPattern: Object.fromEntries(plan.index.key),
          isMultiKey: plan.index.multikey.length > 0,
          isUnique: plan.index.unique,
          direction,
          ranges: plan.ranges.length,
        },
      }
    : { stage: 'COLLSCAN', direction };
  return sort && Object.keys(sort).length > 0 && !plan.sorted
    ? { stage: 'SORT', sortPattern: sort, inputStage: scan }
    : scan;
}
