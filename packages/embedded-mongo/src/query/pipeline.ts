import { Int32 } from 'bson';
import { MongoError } from '../errors.js';
import { accumulator } from './accumulators.js';
import type { MatchContext } from './context.js';
import { evaluate } from './expressions.js';
import { compileFilter } from './match.js';
import { isNumber, toDouble } from './numbers.js';
import { orderedKey } from './orderedKey.js';
import { setAt, valueAt, valuesAt } from './paths.js';
import { documentStage } from './pipeline.documents.js';
import { sortComparator } from './sort.js';
import { isDoc, type Doc } from './values.js';

export interface PipelineContext extends MatchContext {
  /** Runs a pipeline on another collection of the same database, for `$lookup` and `$unionWith`. */
  collection: (name: string, pipeline: Doc[], context: PipelineContext) => Iterable<Doc>;
}

type Stage = (docs: Iterable<Doc>) => Iterable<Doc>;

function* mapped(docs: Iterable<Doc>, run: (doc: Doc) => Doc): Iterable<Doc> {
  for (const doc of docs) yield run(doc);
}

function* taken(docs: Iterable<Doc>, skip: number, limit: number): Iterable<Doc> {
  let seen = 0;
  if (limit === 0) return;
  for (const doc of docs) {
    seen += 1;
    if (seen > skip) yield doc;
    if (seen >= skip + limit) return;
  }
}

function whole(name: string, value: unknown, least: number): number {
  const n = isNumber(value) ? toDouble(value) : Number.NaN;
  if (!Number.isInteger(n) || n < least)
    throw new MongoError(
      'BadValue',
      `invalid argument to ${name} stage: expected an integer of at least ${least}`,
      { code: 15957 },
    );
  return n;
}

function group(spec: Doc, context: PipelineContext): Stage {
  if (!('_id' in spec))
    throw new MongoError('BadValue', 'a group specification must include an _id', { code: 15955 });
  const fields = Object.entries(spec)
    .filter(([name]) => name !== '_id')
    .map(([name, operand]) => {
      const [operator = '', expression] = isDoc(operand) ? (Object.entries(operand)[0] ?? []) : [];
      return { name, run: accumulator(operator), expression: operator === '$count' ? null : expression };
    });
  return function* (docs) {
    const groups = new Map<string, { id: unknown; values: unknown[][] }>();
    for (const doc of docs) {
      const scope = { root: doc, current: doc, variables: context.variables ?? {} };
      const id = evaluate(spec['_id'], scope) ?? null;
      // Equal numbers group together whatever their type: they have the same ordered key.
      const key = orderedKey(id).toString('latin1');
      let found = groups.get(key);
      if (!found) groups.set(key, (found = { id, values: fields.map(() => []) }));
      for (const [i, field] of fields.entries()) found.values[i]?.push(evaluate(field.expression, scope));
    }
    for (const { id, values } of groups.values())
      yield {
        _id: id,
        ...Object.fromEntries(fields.map((field, i) => [field.name, field.run(values[i] ?? [])])),
      };
  };
}

function* unwind(docs: Iterable<Doc>, operand: unknown): Iterable<Doc> {
  const spec: Doc = isDoc(operand) ? operand : { path: operand };
  const path = String(spec['path']).slice(1);
  const index = spec['includeArrayIndex'];
  const withPath = (doc: Doc, value: unknown, at: number | null): Doc => {
    const result = structuredShallow(doc, path);
    setAt(result, path, value);
    if (typeof index === 'string') setAt(result, index, at === null ? null : new Int32(at));
    return result;
  };
  for (const doc of docs) {
    const value = valueAt(doc, path);
    if (Array.isArray(value) && value.length > 0)
      for (const [i, item] of value.entries()) yield withPath(doc, item, i);
    else if (value !== undefined && value !== null && !Array.isArray(value)) yield withPath(doc, value, null);
    else if (spec['preserveNullAndEmptyArrays'] === true) yield doc;
  }
}

/** A copy of the document that shares everything but the values along `path`. */
function structuredShallow(doc: Doc, path: string): Doc {
  const [head = '', ...rest] = path.split('.');
  const inner = doc[head];
  return rest.length > 0 && isDoc(inner)
    ? { ...doc, [head]: structuredShallow(inner, rest.join('.')) }
    : { ...doc };
}

function lookup(spec: Doc, context: PipelineContext): (doc: Doc) => Doc {
  const as = String(spec['as']);
  const from = String(spec['from']);
  return (doc) => {
    const variables = Object.fromEntries(
      Object.entries((spec['let'] as Doc | undefined) ?? {}).map(([name, expression]) => [
        name,
        evaluate(expression, { root: doc, current: doc, variables: context.variables ?? {} }),
      ]),
    );
    const pipeline = [...((spec['pipeline'] as Doc[] | undefined) ?? [])];
    if (spec['localField'] !== undefined) {
      const locals = valuesAt(doc, String(spec['localField'])).flatMap((value) =>
        Array.isArray(value) ? (value as unknown[]) : [value ?? null],
      );
      pipeline.unshift({ $match: { [String(spec['foreignField'])]: { $in: locals } } });
    }
    const inner: PipelineContext = { ...context, variables: { ...context.variables, ...variables } };
    const found = context.collection(from, pipeline, inner);
    const result = structuredShallow(doc, as);
    setAt(result, as, [...found]);
    return result;
  };
}

function* counted(docs: Iterable<Doc>, name: string): Iterable<Doc> {
  let n = 0;
  for (const _doc of docs) n += 1;
  if (n > 0) yield { [name]: new Int32(n) };
}

function sample(docs: Iterable<Doc>, size: number): Doc[] {
  const all = [...docs];
  for (let i = all.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [all[i], all[j]] = [all[j] ?? {}, all[i] ?? {}];
  }
  return all.slice(0, size);
}

function* joined(docs: Iterable<Doc>, more: () => Iterable<Doc>): Iterable<Doc> {
  yield* docs;
  yield* more();
}

type Build = (spec: unknown, context: PipelineContext) => Stage;

const stages: Record<string, Build> = {
  $match: (spec, context) => {
    const match = compileFilter(spec as Doc, context);
    return function* (docs) {
      for (const doc of docs) if (match(doc)) yield doc;
    };
  },
  $sort: (spec, context) => (docs) => [...docs].sort(sortComparator(spec as Doc, context.order)),
  $limit: (spec) => (docs) => taken(docs, 0, whole('$limit', spec, 1)),
  $skip: (spec) => (docs) => taken(docs, whole('$skip', spec, 0), Infinity),
  $count: (spec) => (docs) => counted(docs, String(spec)),
  $group: (spec, context) => group(spec as Doc, context),
  $unwind: (spec) => (docs) => unwind(docs, spec),
  $lookup: (spec, context) => (docs) => mapped(docs, lookup(spec as Doc, context)),
  $sample: (spec) => (docs) => sample(docs, whole('$sample', (spec as Doc)['size'], 1)),
  $sortByCount: (spec, context) => (docs) =>
    runPipeline(
      docs,
      [{ $group: { _id: spec, count: { $sum: new Int32(1) } } }, { $sort: { count: new Int32(-1) } }],
      context,
    ),
  $facet: (spec, context) => (docs) => {
    const all = [...docs];
    return [
      Object.fromEntries(
        Object.entries(spec as Record<string, Doc[]>).map(([name, pipeline]) => [
          name,
          [...runPipeline(all, pipeline, context)],
        ]),
      ),
    ];
  },
  $unionWith: (spec, context) => (docs) => {
    const { coll, pipeline } = isDoc(spec) ? spec : { coll: spec, pipeline: [] };
    return joined(docs, () =>
      context.collection(String(coll), (pipeline as Doc[] | undefined) ?? [], context),
    );
  },
  $bucket: (spec, context) => (docs) => bucket(docs, spec as Doc, context),
  $documents: (spec, context) => () =>
    (evaluate(spec, { root: {}, current: {}, variables: context.variables ?? {} }) as Doc[]).map(
      (doc) => doc,
    ),
};

function bucket(docs: Iterable<Doc>, spec: Doc, context: PipelineContext): Iterable<Doc> {
  const boundaries = spec['boundaries'] as unknown[];
  const branches = boundaries.slice(0, -1).map((low, i) => ({
    case: {
      $and: [
        { $gte: [spec['groupBy'], { $literal: low }] },
        { $lt: [spec['groupBy'], { $literal: boundaries[i + 1] }] },
      ],
    },
    then: { $literal: low },
  }));
  const id = {
    $switch: { branches, ...('default' in spec ? { default: { $literal: spec['default'] } } : {}) },
  };
  const output = (spec['output'] as Doc | undefined) ?? { count: { $sum: new Int32(1) } };
  return runPipeline(docs, [{ $group: { _id: id, ...output } }, { $sort: { _id: new Int32(1) } }], context);
}

/** Runs an aggregation pipeline lazily. The aggregate command handles `$out` and `$merge`. @throws MongoError for an unknown stage. */
export function runPipeline(docs: Iterable<Doc>, pipeline: Doc[], context: PipelineContext): Iterable<Doc> {
  return pipeline.reduce<Iterable<Doc>>((input, stage) => {
    const entries = Object.entries(stage);
    const [name = '', spec] = entries[0] ?? [];
    if (entries.length !== 1)
      throw new MongoError(
        'BadValue',
        'A pipeline stage specification object must contain exactly one field.',
        { code: 40323 },
      );
    const single = documentStage(name, spec, context);
    if (single) return mapped(input, single);
    const build = Object.hasOwn(stages, name) ? stages[name] : undefined;
    if (!build) throw new MongoError('UnrecognizedStage', `Unrecognized pipeline stage name: '${name}'`);
    return build(spec, context)(input);
  }, docs);
}
