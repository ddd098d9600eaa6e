import { MongoError } from '../errors.js';
import { runPipeline, type PipelineContext } from '../query/pipeline.js';
import { equalValues, isDoc, type Doc } from '../query/values.js';
import { Collection } from '../storage/collection.js';
import { FIRST_BATCH } from '../storage/cursors.js';
import { documentBytes } from '../storage/documents.js';
import { execute, type Read } from '../storage/execute.js';
import type { Store } from '../storage/store.js';
import {
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

function* documents(store: Store, db: string, name: string, read: Read): Iterable<Doc> {
  const info = store.catalog.find(db, name);
  if (info) for (const row of execute(store, info, read).rows) yield row.doc;
}

/** The leading `$match` and `$sort` can be read through an index; the rest runs on documents. */
function split(pipeline: Doc[]): { filter: Doc; sort?: Doc; rest: Doc[] } {
  let rest = pipeline;
  let filter: Doc = {};
  const match = rest[0]?.['$match'];
  if (isDoc(match)) {
    filter = match;
    rest = rest.slice(1);
  }
  const sort = rest[0]?.['$sort'];
  return isDoc(sort) ? { filter, sort, rest: rest.slice(1) } : { filter, rest };
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

function source(
  command: Command,
  server: Server,
  pipeline: Doc[],
  context: PipelineContext,
): { input: Iterable<Doc>; rest: Doc[] } {
  const name = command.body['aggregate'];
  if (typeof name !== 'string') {
    const [first = {}, ...rest] = pipeline;
    if ('$listLocalSessions' in first)
      return { input: [{ _id: command.body['lsid'] ?? {}, lastUse: new Date() }], rest };
    if ('$documents' in first) return { input: [], rest: pipeline };
    throw new MongoError(
      'InvalidNamespace',
      '{aggregate: 1} is not valid for this pipeline; a collection is required',
    );
  }
  const [first] = pipeline;
  if (first && '$collStats' in first) {
    const info = server.store.catalog.find(command.db, name);
    return {
      input: [{ ns: `${command.db}.${name}`, count: info ? server.store.countOf(info.id) : 0 }],
      rest: pipeline.slice(1),
    };
  }
  const { filter, sort, rest } = split(pipeline);
  return {
    input: documents(server.store, command.db, name, {
      filter,
      sort,
      hint: command.body['hint'],
      ...context,
    }),
    rest,
  };
}

export const aggregate: Handler = async (command, server) => {
  const { body, db } = command;
  const pipeline = body['pipeline'];
  if (!Array.isArray(pipeline) || !pipeline.every(isDoc))
    throw new MongoError('TypeMismatch', "'pipeline' option must be specified as an array of objects");
  const size = count(docField(body, 'cursor') ?? {}, 'batchSize', FIRST_BATCH);
  const match = matchContext(body, docField(body, 'let'));
  const context: PipelineContext = {
    ...match,
    collection: (name, filter) => documents(server.store, db, name, { filter }),
  };
  const namespace = `${db}.${typeof body['aggregate'] === 'string' ? body['aggregate'] : '$cmd.aggregate'}`;
  const last = pipeline.at(-1);
  const writes = last && ('$out' in last || '$merge' in last) ? last : undefined;
  const read = (stages: Doc[]): Iterable<Doc> => {
    const { input, rest } = source(command, server, stages, context);
    return runPipeline(input, rest, context);
  };
  if (writes) {
    const scope = writeScope(command, server);
    await server.store.write(() => writeResult(scope, writes, [...read(pipeline.slice(0, -1))]));
    return new CursorReply('firstBatch', namespace, server.cursors.start(namespace, [], size, true));
  }
  server.store.refresh();
  return new CursorReply(
    'firstBatch',
    namespace,
    server.cursors.start(namespace, serialized(read(pipeline)), size, false),
  );
};

function* serialized(docs: Iterable<Doc>): Iterable<Buffer> {
  for (const doc of docs) yield documentBytes(doc);
}
