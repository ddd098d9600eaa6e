import { Double, Int32 } from 'bson';
import { MongoError } from '../errors.js';
import { isNumber, toDouble } from '../query/numbers.js';
import type { Doc } from '../query/values.js';
import { aggregate } from './aggregate.js';
import { bulkWrite } from './bulkWrite.js';
import * as collections from './collections.js';
import { CursorReply, errorFields, type Command, type Handler, type Reply, type Server } from './context.js';
import * as crud from './crud.js';
import { createIndexes, dropIndexes, listIndexes } from './indexes.js';
import * as read from './read.js';
import { armedFailPoint, sessionCommands } from './session.js';

const handlers: Record<string, Handler> = {
  ...sessionCommands,
  insert: crud.insert,
  update: crud.update,
  delete: crud.remove,
  findAndModify: crud.findAndModify,
  findandmodify: crud.findAndModify,
  bulkWrite,
  find: read.find,
  getMore: read.getMore,
  killCursors: read.killCursors,
  count: read.countCommand,
  distinct: read.distinct,
  explain: read.explain,
  aggregate,
  create: collections.create,
  collMod: collections.collMod,
  renewFile: collections.renewFile,
  drop: collections.drop,
  dropDatabase: collections.dropDatabase,
  renameCollection: collections.renameCollection,
  listCollections: collections.listCollections,
  listDatabases: collections.listDatabases,
  dbStats: collections.dbStats,
  collStats: collections.collStats,
  createIndexes,
  dropIndexes,
  listIndexes,
};

/** Commands refused explicitly, because to ignore them would give a wrong result. */
const refused = new Set([
  'commitTransaction',
  'abortTransaction',
  'startTransaction',
  'mapReduce',
  'saslStart',
]);

function refuseUnsupported(command: Command): void {
  if (
    command.body['startTransaction'] !== undefined ||
    (command.body['txnNumber'] !== undefined && command.body['autocommit'] !== undefined)
  )
    throw new MongoError(
      'BadValue',
      'Transaction numbers are only allowed on a replica set member or mongos',
      { code: 20 },
    );
  const concern = command.body['readConcern'] as Doc | undefined;
  const level = concern?.['level'];
  if (level !== undefined && !['local', 'available', 'majority', 'linearizable'].includes(String(level)))
    throw new MongoError(
      'InvalidOptions',
      `read concern level '${String(level)}' is not supported by a standalone server`,
    );
}

/** Runs one command. Never throws: errors are returned as `{ok: 0}`. Returns `close` when the connection must be cut (fail points only). */
export async function dispatch(command: Command, server: Server): Promise<Reply | 'close'> {
  try {
    const failure = armedFailPoint(command.name, server);
    if (failure?.['closeConnection'] === true) return 'close';
    if (isNumber(failure?.['errorCode'])) {
      const labels = failure['errorLabels'] === undefined ? {} : { errorLabels: failure['errorLabels'] };
      const info = failure['errmsg'] ?? 'Failing command via failCommand fail point';
      return {
        ok: new Double(0),
        errmsg: info,
        code: new Int32(toDouble(failure['errorCode'])),
        codeName: 'FailPoint',
        ...labels,
      };
    }
    refuseUnsupported(command);
    const handler =
      Object.hasOwn(handlers, command.name) && !refused.has(command.name)
        ? handlers[command.name]
        : undefined;
    if (!handler) throw new MongoError('CommandNotFound', `no such command: '${command.name}'`);
    const reply = await handler(command, server);
    const concern = failure?.['writeConcernError'];
    if (concern === undefined) return reply;
    if (!(reply instanceof CursorReply)) return { ...reply, writeConcernError: concern };
    return new CursorReply(reply.field, reply.namespace, reply.batch, {
      ...reply.extra,
      writeConcernError: concern,
    });
  } catch (error) {
    return { ok: new Double(0), ...errorFields(error) };
  }
}
