import type { AnyBulkWriteOperation, Collection, Db, Document, MongoClient } from 'mongodb';
import { resultMatches } from './spec.match.ts';

export interface Entities {
  clients: Record<string, MongoClient>;
  databases: Record<string, Db>;
  collections: Record<string, Collection>;
  results: Record<string, unknown>;
}
export interface Operation {
  name: string;
  object: string;
  arguments?: Record<string, unknown>;
  expectResult?: unknown;
  expectError?: Record<string, unknown>;
  saveResultAsEntity?: string;
  ignoreResultAndError?: boolean;
}
/** The arguments the operations below may have; each operation has its own of them. */
interface Arguments {
  filter: Document;
  update: Document;
  replacement: Document;
  document: Document;
  documents: Document[];
  pipeline: Document[];
  requests: Record<string, Record<string, unknown>>[];
  fieldName: string;
  returnDocument?: string;
  collection: string;
  keys: Document;
  failPoint: Document;
}

const bulkModels = (requests: Record<string, Record<string, unknown>>[]): AnyBulkWriteOperation[] =>
  requests as unknown as AnyBulkWriteOperation[];

async function onCollection(name: string, collection: Collection, args: Arguments): Promise<unknown> {
  const {
    filter,
    update,
    replacement,
    document,
    documents,
    pipeline,
    requests,
    fieldName,
    returnDocument,
    ...rest
  } = args;
  const options: Document = {
    ...rest,
    ...(returnDocument === undefined ? {} : { returnDocument: returnDocument.toLowerCase() }),
  };
  const byName: Record<string, () => unknown> = {
    find: () => collection.find(filter, options).toArray(),
    findOne: () => collection.findOne(filter, options),
    aggregate: () => collection.aggregate(pipeline, options).toArray(),
    count: () => collection.count(filter, options),
    countDocuments: () => collection.countDocuments(filter, options),
    estimatedDocumentCount: () => collection.estimatedDocumentCount(options),
    distinct: () => collection.distinct(fieldName, filter, options),
    insertOne: () => collection.insertOne(document, options),
    insertMany: () => collection.insertMany(documents, options),
    updateOne: () => collection.updateOne(filter, update, options),
    updateMany: () => collection.updateMany(filter, update, options),
    replaceOne: () => collection.replaceOne(filter, replacement, options),
    deleteOne: () => collection.deleteOne(filter, options),
    deleteMany: () => collection.deleteMany(filter, options),
    findOneAndUpdate: () => collection.findOneAndUpdate(filter, update, options),
    findOneAndReplace: () => collection.findOneAndReplace(filter, replacement, options),
    findOneAndDelete: () => collection.findOneAndDelete(filter, options),
    bulkWrite: () => collection.bulkWrite(bulkModels(requests), options),
    createIndex: () => collection.createIndex(args.keys, options),
  };
  const run = byName[name];
  if (!run) throw new Error(`the runner does not know ${name}`);
  return await Promise.resolve(run());
}

async function onDatabase(name: string, db: Db, args: Arguments): Promise<unknown> {
  const { pipeline, collection, ...rest } = args;
  const options: Document = rest;
  if (name === 'aggregate') return await db.aggregate(pipeline, options).toArray();
  if (name === 'createCollection') return void (await db.createCollection(collection, options));
  if (name === 'dropCollection') return await db.dropCollection(collection);
  if (name === 'modifyCollection') return await db.command({ collMod: collection, ...options });
  throw new Error(`the runner does not know ${name}`);
}

async function onClient(client: MongoClient, args: Record<string, unknown>): Promise<unknown> {
  const { models, ...options } = args as { models: Record<string, Document>[] };
  const flat = models.map((model) => {
    const [name = '', fields = {}] = Object.entries(model)[0] ?? [];
    return { name, ...fields };
  });
  const result = await client.bulkWrite(flat as never, options);
  return result;
}

/** The driver's Maps as plain objects, and its names where they differ from the specification's. */
function plain(value: unknown): unknown {
  if (value instanceof Map)
    return Object.fromEntries(
      [...(value as Map<number, unknown>)].map(([key, item]) => [String(key), plain(item)]),
    );
  if (
    typeof value === 'object' &&
    value !== null &&
    [Object.prototype, null].includes(Object.getPrototypeOf(value) as null)
  )
    return Object.fromEntries(
      Object.entries(value)
        // `didUpsert` is the driver's own; the specification allows further fields.
        .filter(([key]) => key !== 'didUpsert')
        .map(([key, item]) => [key, plain(item)]),
    );
  if (value !== null && typeof value === 'object' && value.constructor.name === 'BulkWriteResult') {
    const {
      insertedCount,
      matchedCount,
      modifiedCount,
      deletedCount,
      upsertedCount,
      upsertedIds,
      insertedIds,
    } = value as Record<string, unknown>;
    return {
      insertedCount,
      matchedCount,
      modifiedCount,
      deletedCount,
      upsertedCount,
      upsertedIds,
      insertedIds,
    };
  }
  return value;
}

interface DriverError extends Error {
  code?: number;
  errorLabels?: string[];
  errorResponse?: unknown;
  result?: unknown;
  partialResult?: unknown;
  writeErrors?: unknown;
  writeConcernErrors?: unknown[];
  errInfo?: unknown;
}

function checkError(expected: Record<string, unknown>, error: DriverError): void {
  const fail = (what: string): never => {
    throw new Error(`${what}; the error was ${error.name} ${String(error.code)}: ${error.message}`);
  };
  const clientSide = ![
    'MongoServerError',
    'MongoBulkWriteError',
    'MongoClientBulkWriteError',
    'MongoWriteConcernError',
  ].includes(error.constructor.name);
  if (expected['isClientError'] === true && !clientSide) fail('a client error was expected');
  if (expected['isClientError'] === false && clientSide) fail('a server error was expected');
  if (
    typeof expected['errorContains'] === 'string' &&
    !error.message.toLowerCase().includes(expected['errorContains'].toLowerCase())
  )
    fail(`should contain "${expected['errorContains']}"`);
  const cause = error.cause as DriverError | undefined;
  if (expected['errorCode'] !== undefined && (error.code ?? cause?.code) !== expected['errorCode'])
    fail(`code should be ${String(expected['errorCode'])}`);
  if (expected['errorResponse'] !== undefined) {
    const problem = resultMatches(
      expected['errorResponse'],
      cause?.errorResponse ?? error.errorResponse ?? error,
      { root: true, entities: {} },
    );
    if (problem) fail(`errorResponse: ${problem}`);
  }
  if (expected['expectResult'] !== undefined) {
    const problem = resultMatches(
      expected['expectResult'],
      plain(error.name.startsWith('MongoClientBulk') ? error.partialResult : error.result),
      { root: true, entities: {} },
    );
    if (problem) fail(`result: ${problem}`);
  }
  if (expected['writeErrors'] !== undefined) {
    const problem = resultMatches(expected['writeErrors'], plain(codesOf(error.writeErrors)), {
      root: true,
      entities: {},
    });
    if (problem) fail(`writeErrors: ${problem}`);
  }
  if (
    Array.isArray(expected['writeConcernErrors']) &&
    (error.writeConcernErrors ?? []).length !== expected['writeConcernErrors'].length
  )
    fail('writeConcernErrors');
}

/** Write errors by the fields of the specification. */
const codesOf = (errors: unknown): unknown =>
  errors instanceof Map
    ? new Map([...(errors as Map<number, { code: number }>)].map(([index, { code }]) => [index, { code }]))
    : errors;

async function dispatch(operation: Operation, entities: Entities, admin: MongoClient): Promise<unknown> {
  const args = (operation.arguments ?? {}) as unknown as Arguments;
  if (operation.object === 'testRunner') {
    if (operation.name === 'failPoint') return await admin.db('admin').command(args.failPoint);
    throw new Error(`the runner does not know ${operation.name}`);
  }
  const collection = entities.collections[operation.object];
  if (collection) return await onCollection(operation.name, collection, args);
  const db = entities.databases[operation.object];
  if (db) return await onDatabase(operation.name, db, args);
  const client = entities.clients[operation.object];
  if (client && operation.name === 'clientBulkWrite')
    return await onClient(client, operation.arguments ?? {});
  throw new Error(`the runner does not know the object ${operation.object}`);
}

/** Runs an operation and checks its result or error. @throws Error with what differs. */
export async function runOperation(
  operation: Operation,
  entities: Entities,
  admin: MongoClient,
): Promise<void> {
  let result: unknown;
  try {
    result = await dispatch(operation, entities, admin);
  } catch (error) {
    if (operation.ignoreResultAndError === true) return;
    if (!operation.expectError) throw error;
    return checkError(operation.expectError, error as DriverError);
  }
  if (operation.expectError) throw new Error(`${operation.name} should have failed`);
  if (operation.expectResult === undefined) return;
  const problem = resultMatches(operation.expectResult, plain(result), { root: true, entities: {} });
  if (problem) throw new Error(`${operation.name}: ${problem}`);
}
