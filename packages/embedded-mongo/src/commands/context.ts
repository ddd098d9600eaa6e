import { Double, Int32, Long } from 'bson';
import { codes, MongoError } from '../errors.js';
import { isNumber, toDouble } from '../query/numbers.js';
import { stringOrder } from '../query/collation.js';
import type { MatchContext } from '../query/context.js';
import { evaluate } from '../query/expressions.js';
import type { CollectionInfo } from '../storage/catalog.js';
import type { Batch, Cursors } from '../storage/cursors.js';
import { documentBytes } from '../storage/documents.js';
import type { Store } from '../storage/store.js';
import { isDoc, type Doc } from '../query/values.js';

/** One command as received. `documents` are the raw documents of the message's document sequences. */
export interface Command {
  name: string;
  db: string;
  body: Doc;
  documents: Record<string, Buffer[]>;
}

export interface Server {
  store: Store;
  cursors: Cursors;
  failPoints: FailPoint[];
  /** Enables `configureFailPoint`, for tests only. */
  testCommands: boolean;
  startedAt: number;
}

export interface FailPoint {
  commands: string[];
  remaining: number;
  data: Doc;
}

/** The reply to a command: fields, or a cursor whose documents are passed on as bytes. */
export type Reply = Doc | CursorReply;

export class CursorReply {
  constructor(
    readonly field: 'firstBatch' | 'nextBatch',
    readonly namespace: string,
    readonly batch: Batch,
    readonly extra: Doc = {},
  ) {}
}

export type Handler = (command: Command, server: Server) => Reply | Promise<Reply>;

export const ok = (fields: Doc = {}): Doc => ({ ...fields, ok: new Double(1) });

/** The collection that a command names in its first field. @throws MongoError when it names none. */
export function collectionName(command: Command): string {
  const name = command.body[command.name];
  if (typeof name !== 'string' || name === '')
    throw new MongoError('InvalidNamespace', `collection name has invalid type for ${command.name}`);
  return name;
}

export const findCollection = (command: Command, server: Server): CollectionInfo | undefined =>
  server.store.catalog.find(command.db, collectionName(command));

/** A whole number field of a command, or the fallback. @throws MongoError for another type or a negative number. */
export function count(body: Doc, field: string, fallback = 0): number {
  const value = body[field];
  if (value === undefined || value === null) return fallback;
  const number = isNumber(value) ? toDouble(value) : Number.NaN;
  if (!Number.isFinite(number))
    throw new MongoError('TypeMismatch', `BSON field '${field}' is the wrong type, expected a number`);
  if (number < 0)
    throw new MongoError('BadValue', `BSON field '${field}' value must be >= 0, actual value '${number}'`, {
      code: 51024,
    });
  return Math.trunc(number);
}

export function docField(body: Doc, field: string): Doc | undefined {
  const value = body[field];
  if (value === undefined || value === null) return undefined;
  if (!isDoc(value))
    throw new MongoError('TypeMismatch', `BSON field '${field}' is the wrong type, expected an object`);
  return value;
}

/** Collation and `let` variables of a command or of one of its statements. */
export function matchContext(statement: Doc, variables: Doc | undefined): MatchContext {
  const scope = { root: {}, current: {}, variables: {} };
  const order = stringOrder(statement['collation']);
  return {
    ...(order ? { order } : {}),
    variables: Object.fromEntries(
      Object.entries(variables ?? {}).map(([name, expression]) => [name, evaluate(expression, scope)]),
    ),
  };
}

/** An error as the fields of a reply or of a write error. */
export function errorFields(error: unknown): Doc {
  if (!(error instanceof MongoError)) {
    const message = error instanceof Error ? error.message : String(error);
    return { code: new Int32(codes.InternalError), codeName: 'InternalError', errmsg: message };
  }
  const { code, ...rest } = error.extra;
  return {
    code: new Int32(typeof code === 'number' ? code : error.code),
    codeName: error.codeName,
    errmsg: error.message,
    ...rest,
  };
}

export function writeError(index: number, error: unknown): Doc {
  const { codeName: _codeName, ...fields } = errorFields(error);
  return { index: new Int32(index), ...fields };
}

/** A reply with a small result as a whole. */
export const smallCursor = (namespace: string, documents: Doc[]): CursorReply =>
  new CursorReply('firstBatch', namespace, { id: Long.ZERO, documents: documents.map(documentBytes) });
