import { MongoError } from '../errors.js';
import type { MatchContext } from './context.js';
import { compileFilter } from './match.js';
import { runDocumentStages } from './pipeline.documents.js';
import { valueAt } from './paths.js';
import { modifiers, type Modifier } from './update.operators.js';
import { isDoc, type Doc } from './values.js';

export interface UpdateOptions extends MatchContext {
  /** The query that found the document: `$` in a path is the element that it matched. */
  filter: Doc;
  arrayFilters?: Doc[];
  /** True while an upsert creates a new document: `$setOnInsert` applies. */
  inserting?: boolean;
}

export type Update = Doc | Doc[];

const firstKey = (update: Doc): string | undefined => Object.keys(update)[0];

/** Whether this update is a whole new document. */
export const isReplacement = (update: Update): update is Doc =>
  !Array.isArray(update) && !(firstKey(update)?.startsWith('$') ?? false);

/** The index of the first element of the array at `prefix` that the query's conditions on it accept. */
function matchedIndex(doc: Doc, prefix: string, filter: Doc): number {
  const items = valueAt(doc, prefix);
  const conditions = [filter, ...(Array.isArray(filter['$and']) ? (filter['$and'] as Doc[]) : [])].flatMap(
    (part) => Object.entries(part).filter(([path]) => path === prefix || path.startsWith(`${prefix}.`)),
  );
  if (!Array.isArray(items) || conditions.length === 0)
    throw new MongoError('BadValue', 'The positional operator did not find the match needed from the query.');
  const tests = conditions.map(([path, condition]) => {
    if (path !== prefix) return compileFilter({ [path.slice(prefix.length + 1)]: condition });
    const match = compileFilter({ item: condition });
    return (item: Doc) => match({ item: [item] });
  });
  const index = items.findIndex((item) =>
    tests.every((test) => (isDoc(item) ? test(item) : test(item as Doc))),
  );
  if (index < 0)
    throw new MongoError('BadValue', 'The positional operator did not find the match needed from the query.');
  return index;
}

function identifierTest(name: string, options: UpdateOptions): (item: unknown) => boolean {
  const filters = options.arrayFilters ?? [];
  const mine = filters.find((filter) =>
    Object.keys(filter).some((path) => path === name || path.startsWith(`${name}.`)),
  );
  if (!mine) throw new MongoError('BadValue', `No array filter found for identifier '${name}' in path`);
  const match = compileFilter(mine, options);
  return (item) => match({ [name]: item });
}

/** The concrete paths of a path with `$`, `$[]` or `$[name]` in this document. */
function expand(doc: Doc, path: string, options: UpdateOptions): string[] {
  const parts = path.split('.');
  const at = parts.findIndex((part) => part === '$' || /^\$\[.*\]$/.test(part));
  if (at < 0) return [path];
  const prefix = parts.slice(0, at).join('.');
  const rest = parts.slice(at + 1);
  const part = parts[at] ?? '';
  const join = (index: number): string => [prefix, String(index), ...rest].join('.');
  if (part === '$') return expand(doc, join(matchedIndex(doc, prefix, options.filter)), options);
  const items = valueAt(doc, prefix);
  if (!Array.isArray(items))
    throw new MongoError(
      'BadValue',
      `The path '${prefix}' must exist in the document in order to apply array updates.`,
    );
  const accept = part === '$[]' ? () => true : identifierTest(part.slice(2, -1), options);
  return items.flatMap((item, index) => (accept(item) ? expand(doc, join(index), options) : []));
}

function refuseConflicts(paths: string[]): void {
  const seen = new Set<string>();
  for (const path of paths) {
    const clash = [...seen].find(
      (other) => other === path || other.startsWith(`${path}.`) || path.startsWith(`${other}.`),
    );
    if (clash !== undefined)
      throw new MongoError(
        'ConflictingUpdateOperators',
        `Updating the path '${path}' would create a conflict at '${clash}'`,
      );
    seen.add(path);
  }
}

function refuseUnusedFilters(update: Doc, options: UpdateOptions): void {
  const paths = Object.values(update).flatMap((fields) => (isDoc(fields) ? Object.keys(fields) : []));
  for (const filter of options.arrayFilters ?? []) {
    const name = (firstKey(filter) ?? '').split('.')[0] ?? '';
    if (!paths.some((path) => path.includes(`$[${name}]`)))
      throw new MongoError(
        'FailedToParse',
        `The array filter for identifier '${name}' was not used in the update`,
      );
  }
}

function applyOperators(doc: Doc, update: Doc, options: UpdateOptions): Doc {
  refuseUnusedFilters(update, options);
  const steps: [Modifier, string, unknown][] = [];
  for (const [name, fields] of Object.entries(update)) {
    const modifier = Object.hasOwn(modifiers, name) ? modifiers[name] : undefined;
    if (!modifier)
      throw new MongoError(
        'FailedToParse',
        `Unknown modifier: ${name}. Expected a valid update modifier or pipeline-style update specified as an array`,
      );
    if (!isDoc(fields))
      throw new MongoError(
        'FailedToParse',
        `Modifiers operate on fields but we found another type for ${name}`,
      );
    if (name === '$setOnInsert' && options.inserting !== true) continue;
    for (const [path, operand] of Object.entries(fields))
      for (const concrete of expand(doc, path, options)) steps.push([modifier, concrete, operand]);
  }
  refuseConflicts(steps.map(([, path]) => path));
  for (const [modify, path, operand] of steps) modify(doc, path, operand);
  return doc;
}

/**
 * Applies an update to a document, which it may change in place.
 * @param doc the document as read; owned by the caller.
 * @returns the document to store; `_id` is not checked here.
 * @throws MongoError for an update MongoDB refuses; the document must then be dropped.
 */
export function applyUpdate(doc: Doc, update: Update, options: UpdateOptions): Doc {
  if (Array.isArray(update)) return runDocumentStages(doc, update, options);
  if (!isReplacement(update)) return applyOperators(doc, update, options);
  return '_id' in update || !('_id' in doc) ? { ...update } : { _id: doc['_id'], ...update };
}

/** The fields an upsert takes from the equality conditions of its query. */
export function documentFromFilter(filter: Doc, set: (doc: Doc, path: string, value: unknown) => void): Doc {
  const doc: Doc = {};
  const take = (part: Doc): void => {
    for (const [path, condition] of Object.entries(part)) {
      if (path === '$and') (condition as Doc[]).forEach(take);
      else if (path.startsWith('$')) continue;
      else if (!isDoc(condition) || !(firstKey(condition)?.startsWith('$') ?? false))
        set(doc, path, condition);
      else if ('$eq' in condition) set(doc, path, condition['$eq']);
    }
  };
  take(filter);
  return doc;
}
