import { Double, Int32 } from 'bson';
import { MongoError } from '../errors.js';
import { isNumber, toDouble } from '../query/numbers.js';
import type { Update } from '../query/update.js';
import { isDoc, type Doc } from '../query/values.js';
import { documentBytes, parseDocument } from '../storage/documents.js';
import { CursorReply, docField, type Command, type Handler } from './context.js';
import { runEach, writeScope } from './crud.js';
import { collectionFor, insertOne, int, runDelete, runUpdate, type WriteScope } from './write.js';

interface Totals {
  nInserted: number;
  nMatched: number;
  nModified: number;
  nUpserted: number;
  nDeleted: number;
}

const list = (command: Command, field: string): Doc[] =>
  command.documents[field]?.map((bytes) => parseDocument(bytes)) ??
  (command.body[field] as Doc[] | undefined) ??
  [];

function namespaceOf(op: Doc, kind: string, namespaces: Doc[]): [db: string, name: string] {
  const index = op[kind];
  const ns = isNumber(index) ? namespaces[toDouble(index)]?.['ns'] : undefined;
  if (typeof ns !== 'string' || !ns.includes('.'))
    throw new MongoError('InvalidNamespace', 'bulkWrite operation names no namespace of nsInfo');
  const dot = ns.indexOf('.');
  return [ns.slice(0, dot), ns.slice(dot + 1)];
}

function runOperation(op: Doc, kind: string, target: [WriteScope, string], totals: Totals): Doc {
  const [scope, name] = target;
  if (kind === 'insert') {
    insertOne(scope, collectionFor(scope, name), docField(op, 'document') ?? {});
    totals.nInserted += 1;
    return { n: int(1) };
  }
  const filter = docField(op, 'filter') ?? {};
  const multi = op['multi'] === true;
  if (kind === 'delete') {
    const { deleted } = runDelete(scope, name, { filter, multi, statement: op });
    totals.nDeleted += deleted;
    return { n: int(deleted) };
  }
  const result = runUpdate(scope, name, {
    filter,
    update: op['updateMods'] as Update,
    multi,
    upsert: op['upsert'] === true,
    statement: op,
  });
  totals.nMatched += result.matched;
  totals.nModified += result.modified;
  const upserted = 'upsertedId' in result;
  if (upserted) totals.nUpserted += 1;
  return {
    n: int(result.matched + (upserted ? 1 : 0)),
    nModified: int(result.modified),
    ...(upserted ? { upserted: { _id: result.upsertedId } } : {}),
  };
}

/** MongoDB 8's `bulkWrite`: writes to many collections in one command, with one result per operation. */
export const bulkWrite: Handler = async (command, server) => {
  const operations = list(command, 'ops');
  const namespaces = list(command, 'nsInfo');
  const scope = writeScope(command, server);
  const ordered = command.body['ordered'] !== false;
  const { results, errors, totals } = await server.store.write(() => {
    const totals: Totals = { nInserted: 0, nMatched: 0, nModified: 0, nUpserted: 0, nDeleted: 0 };
    const results: Doc[] = [];
    const errors = runEach(operations, ordered, (op, index) => {
      const kind = ['insert', 'update', 'delete'].find((name) => name in op) ?? 'insert';
      const [db, name] = namespaceOf(op, kind, namespaces);
      results.push({
        ok: new Double(1),
        idx: int(index),
        ...runOperation(op, kind, [{ ...scope, db }, name], totals),
      });
    });
    return { results, errors, totals };
  });
  const failed: Doc[] = errors.map(({ index, ...fields }) => ({
    ok: new Double(0),
    idx: index,
    n: int(0),
    ...fields,
  }));
  const shown = [...(command.body['errorsOnly'] === true ? [] : results), ...failed].sort(
    (a, b) => Number(a['idx']) - Number(b['idx']),
  );
  const size =
    isDoc(command.body['cursor']) && isNumber(command.body['cursor']['batchSize'])
      ? toDouble(command.body['cursor']['batchSize'])
      : Infinity;
  const batch = server.cursors.start('admin.$cmd.bulkWrite', shown.map(documentBytes), size, false);
  const counts = Object.fromEntries(
    Object.entries(totals).map(([name, value]) => [name, new Int32(value as number)]),
  );
  return new CursorReply('firstBatch', 'admin.$cmd.bulkWrite', batch, {
    nErrors: int(failed.length),
    ...counts,
  });
};
