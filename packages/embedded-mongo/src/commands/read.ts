import { Int32, Long } from 'bson';
import { MongoError } from '../errors.js';
import { makeNumber, isNumber, toDouble } from '../query/numbers.js';
import { compileBytesProjection } from '../query/projection.bytes.js';
import { compileProjection } from '../query/projection.js';
import { orderedKey } from '../query/orderedKey.js';
import { valuesAt } from '../query/paths.js';
import { isDoc, type Doc } from '../query/values.js';
import { FIRST_BATCH } from '../storage/cursors.js';
import { documentBytes } from '../storage/documents.js';
import { examinePipeline } from './aggregate.js';
import { describePlan, execute, type Execution, type Read } from '../storage/execute.js';
import {
  collectionName,
  count,
  CursorReply,
  docField,
  findCollection,
  matchContext,
  ok,
  type Command,
  type Handler,
  type Server,
} from './context.js';

function readOf(command: Command, filterField: string): Read {
  const { body } = command;
  return {
    filter: docField(body, filterField) ?? {},
    sort: docField(body, 'sort'),
    hint: body['hint'],
    skip: count(body, 'skip'),
    // A negative limit means a single batch; it limits all the same.
    limit: Math.abs(isNumber(body['limit']) ? toDouble(body['limit']) : 0),
    ...matchContext(body, docField(body, 'let')),
  };
}

const empty: Iterable<Buffer> = [];

export const find: Handler = (command, server) => {
  const { body } = command;
  const read = readOf(command, 'filter');
  const namespace = `${command.db}.${collectionName(command)}`;
  const info = findCollection(command, server);
  const size = count(body, 'batchSize', FIRST_BATCH);
  const projection = docField(body, 'projection');
  let rows = empty;
  if (info) {
    server.store.refresh();
    const found = execute(server.store, info, read).rows;
    rows =
      projection && Object.keys(projection).length > 0 ? projected(found, projection, read) : bytesOf(found);
  }
  return new CursorReply(
    'firstBatch',
    namespace,
    server.cursors.start(namespace, rows, size, body['singleBatch'] === true),
  );
};

function* bytesOf(rows: Execution['rows']): Iterable<Buffer> {
  for (const row of rows) yield row.bytes;
}

function projected(rows: Execution['rows'], projection: Doc, read: Read): Iterable<Buffer> {
  // Compiled before the first row, so that an invalid one is refused.
  const cut = compileBytesProjection(projection);
  const project = cut ? undefined : compileProjection(projection, read);
  const all = function* (): Iterable<Buffer> {
    for (const row of rows) {
      if (cut) yield cut(row.bytes);
      else if (project) yield documentBytes(project(row.doc));
    }
  };
  return all();
}

export const getMore: Handler = (command, server) => {
  const id = command.body['getMore'];
  if (!(id instanceof Long)) throw new MongoError('TypeMismatch', 'getMore needs a cursor id of type long');
  server.store.refresh();
  const batch = server.cursors.more(id, count(command.body, 'batchSize'));
  return new CursorReply('nextBatch', batch.namespace, batch);
};

export const killCursors: Handler = (command, server) => {
  const ids = (command.body['cursors'] as Long[] | undefined) ?? [];
  const killed = ids.filter((id) => server.cursors.kill(id));
  return ok({
    cursorsKilled: killed,
    cursorsNotFound: ids.filter((id) => !killed.includes(id)),
    cursorsAlive: [],
    cursorsUnknown: [],
  });
};

export const countCommand: Handler = (command, server) => {
  const read = readOf(command, 'query');
  const info = findCollection(command, server);
  if (!info) return ok({ n: new Int32(0) });
  server.store.refresh();
  if (Object.keys(read.filter).length === 0 && !read.skip && !read.limit)
    return ok({ n: makeNumber(server.store.countOf(info.id)) });
  let n = 0;
  for (const _row of execute(server.store, info, read).rows) n += 1;
  return ok({ n: makeNumber(n) });
};

export const distinct: Handler = (command, server) => {
  const key = command.body['key'];
  if (typeof key !== 'string')
    throw new MongoError('TypeMismatch', "BSON field 'distinct.key' is the wrong type, expected a string");
  const info = findCollection(command, server);
  const read = readOf(command, 'query');
  const values = new Map<string, unknown>();
  if (info) {
    server.store.refresh();
    for (const row of execute(server.store, info, read).rows)
      for (const found of valuesAt(row.doc, key).flatMap((value) =>
        Array.isArray(value) ? (value as unknown[]) : [value],
      ))
        if (found !== undefined) {
          const same = [...(read.order ? values.values() : [])].some(
            (value) =>
              typeof value === 'string' && typeof found === 'string' && read.order?.(value, found) === 0,
          );
          const id = orderedKey(found).toString('latin1');
          if (!same && !values.has(id)) values.set(id, found);
        }
  }
  const sorted = [...values].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
  return ok({ values: sorted });
};

/** `explain` of find, count, distinct, aggregate, update, delete and findAndModify: the plan, and what running it examined. */
export const explain: Handler = (command, server: Server) => {
  const inner = command.body['explain'];
  if (!isDoc(inner)) throw new MongoError('TypeMismatch', 'explain needs a command');
  const name = Object.keys(inner)[0] ?? '';
  const field = { find: 'filter', count: 'query', distinct: 'query', findAndModify: 'query' }[name];
  const statement =
    (inner['updates'] as Doc[] | undefined)?.[0] ?? (inner['deletes'] as Doc[] | undefined)?.[0];
  const pipeline = inner['pipeline'] as Doc[] | undefined;
  const body: Doc = statement
    ? { [name]: inner[name], filter: statement['q'] }
    : pipeline
      ? { [name]: inner[name], filter: pipeline[0]?.['$match'] ?? {}, sort: pipeline[1]?.['$sort'] }
      : inner;
  if (!field && !statement && !pipeline)
    throw new MongoError('CommandNotSupported', `explain of ${name} is not supported`);
  const asRead: Command = { ...command, name, body };
  const info = findCollection(asRead, server);
  const namespace = `${command.db}.${collectionName(asRead)}`;
  if (!info)
    return ok({
      queryPlanner: { namespace, winningPlan: { stage: 'EOF' } },
      executionStats: { nReturned: int(0), totalKeysExamined: int(0), totalDocsExamined: int(0) },
    });
  const read = readOf(asRead, statement || pipeline ? 'filter' : (field ?? 'filter'));
  server.store.refresh();
  const { plan, examined, rows } = execute(server.store, info, read);
  const looked = pipeline
    ? examinePipeline({ ...command, name, body: inner }, server)
    : { returned: lengthOf(rows), ...examined };
  return ok({
    queryPlanner: {
      namespace,
      parsedQuery: read.filter,
      winningPlan: describePlan(plan, read.sort),
      rejectedPlans: [],
    },
    executionStats: {
      executionSuccess: true,
      nReturned: int(looked.returned),
      totalKeysExamined: int(looked.keys),
      totalDocsExamined: int(looked.docs),
    },
  });
};

function lengthOf(rows: Iterable<unknown>): number {
  let length = 0;
  for (const _row of rows) length += 1;
  return length;
}

const int = (value: number): Int32 => new Int32(value);
