import { MongoError } from '../errors.js';
import { runPipeline, type PipelineContext } from '../query/pipeline.js';
import { isNumber, toDouble } from '../query/numbers.js';
import { equalValues, isDoc, type Doc } from '../query/values.js';
import { Collection } from '../storage/collection.js';
import { FIRST_BATCH } from '../storage/cursors.js';
import { documentBytes } from '../storage/documents.js';
import { execute, type Examined, type Read } from '../storage/execute.js';
import {
  collectionName,
  count,
  CursorReply,
  docField,
  matchContext,
  type Command,
  type Handler,
  type Server,
} from './context.js';
import { writeScope } from './crud.js';
import { collectionFor, insertOne, runUpdate, type WriteScope } from './write.js';

interface Namespace {
  db: string;
  name: string;
}

interface Source extends Namespace {
  hint?: unknown;
  /** Counter of examined keys and documents. */
  examined?: Examined | undefined;
}

function* documents(server: Server, at: Namespace, read: Read, examined?: Examined): Iterable<Doc> {
  const info = server.store.catalog.find(at.db, at.name);
  if (info) for (const row of execute(server.store, info, read, examined).rows) yield row.doc;
}

/**
 * The head of a pipeline, which can be read through an index: filters, an order, and a limit. The rest runs on documents,
 * the limit too.
 */
function split(pipeline: Doc[]): { read: Pick<Read, 'filter' | 'sort' | 'limit'>; rest: Doc[] } {
  const rest = [...pipeline];
  const next = (stage: string): Doc | undefined => {
    const spec = rest[0]?.[stage];
    if (isDoc(spec)) rest.shift();
    return isDoc(spec) ? spec : undefined;
  };
  const filters: Doc[] = [];
  for (let filter = next('$match'); filter; filter = next('$match')) filters.push(filter);
  const sort = next('$sort');
  const limit = rest[0]?.['$limit'];
  return {
    read: {
      filter: filters.length > 1 ? { $and: filters } : (filters[0] ?? {}),
      ...(sort ? { sort } : {}),
      limit: isNumber(limit) ? Math.max(0, toDouble(limit)) : 0,
    },
    rest,
  };
}

/** Runs a pipeline on a collection. */
function ofCollection(
  server: Server,
  { hint, examined, ...at }: Source,
  pipeline: Doc[],
  context: PipelineContext,
): Iterable<Doc> {
  const { read, rest } = split(pipeline);
  return runPipeline(documents(server, at, { ...read, hint, ...context }, examined), rest, context);
}

/** @param examined counter of what the pipeline examines, here and in other collections */
function pipelineContext({ body, db }: Command, server: Server, examined?: Examined): PipelineContext {
  return {
    ...matchContext(body, docField(body, 'let')),
    collection: (name, pipeline, context) => ofCollection(server, { db, name, examined }, pipeline, context),
  };
}

/** Runs a pipeline to count what it examines, in its own collection and in others. */
export function examinePipeline(command: Command, server: Server): Examined & { returned: number } {
  const examined: Examined = { keys: 0, docs: 0 };
  const context = pipelineContext(command, server, examined);
  const at = { db: command.db, name: collectionName(command), examined };
  let returned = 0;
  for (const _doc of ofCollection(server, at, command.body['pipeline'] as Doc[], context)) returned += 1;
  return { ...examined, returned };
}

const target = (spec: unknown, db: string, field: 'coll' | 'into'): [db: string, name: string] => {
  const place = isDoc(spec) && field in spec ? spec[field] : spec;
  if (typeof place === 'string') return [db, place];
  if (isDoc(place)) return [String(place['db'] ?? db), String(place['coll'])];
  throw new MongoError('BadValue', 'the output collection must be named');
};

function out(scope: WriteScope, spec: unknown, rows: Doc[]): void {
  const [db, name] = target(spec, scope.db, 'coll');
  const existing = scope.store.catalog.find(db, name);
  const there: WriteScope = { ...scope, db };
  const collection = collectionFor(there, name);
  if (existing)
    for (const row of [...execute(scope.store, existing, { filter: {} }).rows]) collection.remove(row);
  for (const row of rows) insertOne(there, collection, row);
}

function mergeOne(scope: WriteScope, name: string, row: Doc, spec: Doc): void {
  const on =
    spec['on'] === undefined
      ? ['_id']
      : Array.isArray(spec['on'])
        ? (spec['on'] as string[])
        : [String(spec['on'])];
  const filter = Object.fromEntries(on.map((field) => [field, row[field]]));
  const collection: Collection = collectionFor(scope, name);
  const [existing] = execute(scope.store, collection.info, { filter, limit: 1 }).rows;
  if (!existing) {
    const whenNot = spec['whenNotMatched'] ?? 'insert';
    if (whenNot === 'insert') insertOne(scope, collection, row);
    else if (whenNot === 'fail')
      throw new MongoError('BadValue', '$merge could not find a matching document', { code: 13113 });
    return;
  }
  const when = spec['whenMatched'] ?? 'merge';
  if (when === 'keepExisting') return;
  if (when === 'fail')
    throw new MongoError('DuplicateKey', '$merge found a matching document', {
      keyPattern: { _id: 1 },
      keyValue: { _id: row['_id'] },
    });
  const { _id, ...fields } = row;
  const update = Array.isArray(when) ? (when as Doc[]) : when === 'replace' ? { ...row } : { $set: fields };
  if (
    !Array.isArray(when) &&
    when !== 'replace' &&
    !equalValues(_id, existing.doc['_id']) &&
    on.includes('_id')
  )
    return;
  const scoped = Array.isArray(when)
    ? { ...scope, variables: { ...scope.variables, new: { $literal: row } } }
    : scope;
  runUpdate(scoped, name, {
    filter: { _id: existing.doc['_id'] },
    update,
    multi: false,
    upsert: false,
    statement: {},
  });
}

function writeResult(scope: WriteScope, stage: Doc, rows: Doc[]): void {
  if ('$out' in stage) return out(scope, stage['$out'], rows);
  const merge = stage['$merge'];
  const spec: Doc = isDoc(merge) && 'into' in merge ? merge : { into: merge };
  const [db, name] = target(spec, scope.db, 'into');
  collectionFor({ ...scope, db }, name);
  for (const row of rows) mergeOne({ ...scope, db }, name, row, spec);
}

/** Runs a pipeline on the source of its command: mostly a collection. */
function results(command: Command, server: Server, pipeline: Doc[], context: PipelineContext): Iterable<Doc> {
  const name = command.body['aggregate'];
  const [first = {}, ...rest] = pipeline;
  if (typeof name !== 'string') {
    if ('$listLocalSessions' in first)
      return runPipeline([{ _id: command.body['lsid'] ?? {}, lastUse: new Date() }], rest, context);
    if ('$documents' in first) return runPipeline([], pipeline, context);
    throw new MongoError(
      'InvalidNamespace',
      '{aggregate: 1} is not valid for this pipeline; a collection is required',
    );
  }
  if ('$collStats' in first) {
    const info = server.store.catalog.find(command.db, name);
    const stats = { ns: `${command.db}.${name}`, count: info ? server.store.countOf(info.id) : 0 };
    return runPipeline([stats], rest, context);
  }
  return ofCollection(server, { db: command.db, name, hint: command.body['hint'] }, pipeline, context);
}

export const aggregate: Handler = async (command, server) => {
  const { body, db } = command;
  const pipeline = body['pipeline'];
  if (!Array.isArray(pipeline) || !pipeline.every(isDoc))
    throw new MongoError('TypeMismatch', "'pipeline' option must be specified as an array of objects");
  const size = count(docField(body, 'cursor') ?? {}, 'batchSize', FIRST_BATCH);
  const context = pipelineContext(command, server);
  const namespace = `${db}.${typeof body['aggregate'] === 'string' ? body['aggregate'] : '$cmd.aggregate'}`;
  const last = pipeline.at(-1);
  const writes = last && ('$out' in last || '$merge' in last) ? last : undefined;
  if (writes) {
    const scope = writeScope(command, server);
    await server.store.write(() =>
      writeResult(scope, writes, [...results(command, server, pipeline.slice(0, -1), context)]),
    );
    return new CursorReply('firstBatch', namespace, server.cursors.start(namespace, [], size, true));
  }
  server.store.refresh();
  return new CursorReply(
    'firstBatch',
    namespace,
    server.cursors.start(namespace, serialized(results(command, server, pipeline, context)), size, false),
  );
};

function* serialized(docs: Iterable<Doc>): Iterable<Buffer> {
  for (const doc of docs) yield documentBytes(doc);
}
