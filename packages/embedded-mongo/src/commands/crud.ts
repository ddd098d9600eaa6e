import { Int32 } from 'bson';
import { MongoError } from '../errors.js';
import { compileProjection } from '../query/projection.js';
import { isNumber, toDouble } from '../query/numbers.js';
import type { Update } from '../query/update.js';
import { isDoc, type Doc } from '../query/values.js';
import { parseDocument } from '../storage/documents.js';
import {
  collectionName,
  docField,
  matchContext,
  ok,
  writeError,
  type Command,
  type Handler,
  type Server,
} from './context.js';
import { collectionFor, insertOne, int, runDelete, runUpdate, type WriteScope } from './write.js';

export function writeScope(command: Command, server: Server): WriteScope {
  return {
    store: server.store,
    db: command.db,
    variables: docField(command.body, 'let'),
    bypassValidation: command.body['bypassDocumentValidation'] === true,
  };
}

/** The statements of a write command, from its body or from a document sequence. */
function statements(command: Command, field: string): Doc[] {
  const sequence = command.documents[field];
  if (sequence) return sequence.map((bytes) => parseDocument(bytes));
  const inline = command.body[field];
  if (!Array.isArray(inline) || !inline.every(isDoc))
    throw new MongoError(
      'BadValue',
      `BSON field '${command.name}.${field}' is missing but a required field`,
      { code: 40414 },
    );
  return inline;
}

/** Runs each statement, collecting write errors; ordered writes stop at the first. */
export function runEach<T>(items: T[], ordered: boolean, run: (item: T, index: number) => void): Doc[] {
  const errors: Doc[] = [];
  for (const [index, item] of items.entries()) {
    try {
      run(item, index);
    } catch (error) {
      // Anything but a MongoError is a bug or an error of the disk: it must undo the transaction.
      if (!(error instanceof MongoError)) throw error;
      errors.push(writeError(index, error));
      if (ordered) break;
    }
  }
  return errors;
}

const withErrors = (fields: Doc, errors: Doc[]): Doc =>
  ok(errors.length > 0 ? { ...fields, writeErrors: errors } : fields);
const ordered = (command: Command): boolean => command.body['ordered'] !== false;

export const insert: Handler = (command, server) => {
  const name = collectionName(command);
  const documents: (Buffer | Doc)[] = command.documents['documents'] ?? statements(command, 'documents');
  const scope = writeScope(command, server);
  return server.store.write(() => {
    const collection = collectionFor(scope, name);
    let n = 0;
    const errors = runEach(documents, ordered(command), (document) => {
      insertOne(scope, collection, document);
      n += 1;
    });
    return withErrors({ n: int(n) }, errors);
  });
};

export const update: Handler = (command, server) => {
  const name = collectionName(command);
  const updates = statements(command, 'updates');
  const scope = writeScope(command, server);
  return server.store.write(() => {
    let n = 0;
    let modified = 0;
    const upserted: Doc[] = [];
    const errors = runEach(updates, ordered(command), (statement, index) => {
      const result = runUpdate(scope, name, {
        filter: docField(statement, 'q') ?? {},
        update: statement['u'] as Update,
        multi: statement['multi'] === true,
        upsert: statement['upsert'] === true,
        statement,
      });
      n += result.matched;
      modified += result.modified;
      if ('upsertedId' in result) {
        n += 1;
        upserted.push({ index: int(index), _id: result.upsertedId });
      }
    });
    return withErrors(
      { n: int(n), ...(upserted.length > 0 ? { upserted } : {}), nModified: int(modified) },
      errors,
    );
  });
};

export const remove: Handler = (command, server) => {
  const name = collectionName(command);
  const deletes = statements(command, 'deletes');
  const scope = writeScope(command, server);
  return server.store.write(() => {
    let n = 0;
    const errors = runEach(deletes, ordered(command), (statement) => {
      const multi = !(isNumber(statement['limit']) && toDouble(statement['limit']) === 1);
      n += runDelete(scope, name, { filter: docField(statement, 'q') ?? {}, multi, statement }).deleted;
    });
    return withErrors({ n: int(n) }, errors);
  });
};

export const findAndModify: Handler = (command, server) => {
  const name = collectionName(command);
  const { body } = command;
  const scope = writeScope(command, server);
  const filter = docField(body, 'query') ?? {};
  const fields = docField(body, 'fields');
  const project = fields
    ? compileProjection(fields, matchContext(body, scope.variables))
    : (doc: Doc): Doc => doc;
  return server.store.write(() => {
    if (body['remove'] === true) {
      const { before } = runDelete(scope, name, { filter, multi: false, statement: body });
      return ok({ lastErrorObject: { n: int(before ? 1 : 0) }, value: before ? project(before) : null });
    }
    if (body['update'] === undefined)
      throw new MongoError('FailedToParse', 'Either an update or remove=true must be specified');
    const result = runUpdate(scope, name, {
      filter,
      update: body['update'] as Update,
      multi: false,
      upsert: body['upsert'] === true,
      statement: body,
    });
    const shown = body['new'] === true ? result.after : result.before;
    return ok({
      lastErrorObject: {
        n: new Int32(result.matched + ('upsertedId' in result ? 1 : 0)),
        updatedExisting: result.matched > 0,
        ...('upsertedId' in result ? { upserted: result.upsertedId } : {}),
      },
      value: shown ? project(shown) : null,
    });
  });
};
