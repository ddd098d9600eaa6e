import { MongoError } from '../errors.js';
import type { MatchContext } from './context.js';
import { evaluate } from './expressions.js';
import { setAt, unsetAt } from './paths.js';
import { compileProjection } from './projection.js';
import { isDoc, type Doc } from './values.js';

/** A stage that makes one document out of one document. */
export type DocumentStage = (doc: Doc) => Doc;

function copy<T>(value: T): T {
  if (Array.isArray(value)) return value.map((item: unknown) => copy(item)) as T;
  return isDoc(value)
    ? (Object.fromEntries(Object.entries(value).map(([name, field]) => [name, copy(field)])) as T)
    : value;
}

function addFields(spec: Doc, context: MatchContext): DocumentStage {
  const fields = Object.entries(spec).flatMap(([path, expression]) => flatten(path, expression));
  return (doc) => {
    const result = copy(doc);
    for (const [path, expression] of fields) {
      const value = evaluate(expression, { root: doc, current: doc, variables: context.variables ?? {} });
      if (value === undefined) unsetAt(result, path);
      else setAt(result, path, value);
    }
    return result;
  };
}

/** `{a: {b: expr}}` sets `a.b`, as MongoDB reads it. */
function flatten(path: string, expression: unknown): [string, unknown][] {
  if (
    !isDoc(expression) ||
    Object.keys(expression).length === 0 ||
    Object.keys(expression)[0]?.startsWith('$') === true
  )
    return [[path, expression]];
  return Object.entries(expression).flatMap(([name, inner]) => flatten(`${path}.${name}`, inner));
}

function replaceRoot(expression: unknown, context: MatchContext): DocumentStage {
  return (doc) => {
    const value = evaluate(expression, { root: doc, current: doc, variables: context.variables ?? {} });
    if (!isDoc(value))
      throw new MongoError('BadValue', "'newRoot' expression must evaluate to an object", { code: 40228 });
    return value;
  };
}

type Build = (spec: unknown, context: MatchContext) => DocumentStage;

const stages: Record<string, Build> = {
  $addFields: (spec, context) => addFields(spec as Doc, context),
  $set: (spec, context) => addFields(spec as Doc, context),
  $project: (spec, context) => compileProjection(spec as Doc, context),
  $unset: (spec) =>
    compileProjection(
      Object.fromEntries((Array.isArray(spec) ? spec : [spec]).map((path) => [String(path), false])),
    ),
  $replaceRoot: (spec, context) => replaceRoot((spec as Doc)['newRoot'], context),
  $replaceWith: replaceRoot,
};

/** The stage if it works on single documents, else undefined. */
export function documentStage(name: string, spec: unknown, context: MatchContext): DocumentStage | undefined {
  return Object.hasOwn(stages, name) ? stages[name]?.(spec, context) : undefined;
}

/** Runs an update given as a pipeline. @throws MongoError for a stage that is no document stage. */
export function runDocumentStages(doc: Doc, pipeline: Doc[], context: MatchContext): Doc {
  return pipeline.reduce((current, stage) => {
    const [name = '', spec] = Object.entries(stage)[0] ?? [];
    const run = documentStage(name, spec, context);
    if (!run) throw new MongoError('InvalidOptions', `${name} is not allowed to be used within an update`);
    return run(current);
  }, doc);
}
