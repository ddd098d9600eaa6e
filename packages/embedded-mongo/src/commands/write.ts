import { Int32, ObjectId } from 'bson';
import { MongoError } from '../errors.js';
import { setAt } from '../query/paths.js';
import { applyUpdate, documentFromFilter, isReplacement, type Update } from '../query/update.js';
import { equalValues, isDoc, typeRank, rank, type Doc } from '../query/values.js';
import type { CollectionInfo } from '../storage/catalog.js';
import { Collection, type Stored } from '../storage/collection.js';
import { documentBytes, parseDocument } from '../storage/documents.js';
import { execute } from '../storage/execute.js';
import type { Store } from '../storage/store.js';
import { docField, matchContext } from './context.js';

/** The context of a write statement. */
export interface WriteScope {
  store: Store;
  db: string;
  variables?: Doc | undefined;
  bypassValidation?: boolean;
}

/** The collection, created on the first write, as in MongoDB. */
export function collectionFor(scope: WriteScope, name: string): Collection {
  const { catalog } = scope.store;
  return new Collection(scope.store, catalog.find(scope.db, name) ?? catalog.create(scope.db, name));
}

function validate(scope: WriteScope, info: CollectionInfo, doc: Doc): void {
  if (info.valid && scope.bypassValidation !== true && !info.valid(doc))
    throw new MongoError('DocumentValidationFailure', 'Document failed validation', {
      errInfo: {
        failingDocumentId: doc['_id'],
        details: { specifiedAs: info.options['validator'], reason: 'expression did not match' },
      },
    });
}

function checkId(id: unknown): void {
  if (Array.isArray(id) || typeRank(id) === rank.regex)
    throw new MongoError('InvalidIdField', "The '_id' value cannot be of type array or regex");
  if (isDoc(id) && Object.keys(id)[0]?.startsWith('$') === true)
    throw new MongoError(
      'DollarPrefixedFieldName',
      `_id fields may not contain '$'-prefixed fields: ${Object.keys(id)[0] ?? ''} is not valid for storage.`,
    );
}

/** Stores one document. `raw` are the received bytes, which are stored if they begin with `_id`. @throws MongoError */
export function insertOne(scope: WriteScope, collection: Collection, input: Buffer | Doc): Doc {
  const doc = Buffer.isBuffer(input) ? parseDocument(input) : input;
  const first = Object.keys(doc)[0];
  if (first?.startsWith('$') === true && ['$id', '$ref', '$db'].includes(first))
    throw new MongoError('DollarPrefixedFieldName', `The field name '${first}' is not valid for storage`);
  const ordered: Doc = first === '_id' ? doc : { _id: doc['_id'] ?? new ObjectId(), ...doc };
  checkId(ordered['_id']);
  validate(scope, collection.info, ordered);
  collection.insert(ordered, first === '_id' && Buffer.isBuffer(input) ? input : documentBytes(ordered));
  return ordered;
}

/** One update or replacement, of `update`, `bulkWrite` or `findAndModify`. */
export interface UpdateStatement {
  filter: Doc;
  update: Update;
  multi: boolean;
  upsert: boolean;
  statement: Doc;
}

export interface UpdateResult {
  matched: number;
  modified: number;
  upsertedId?: unknown;
  before?: Doc;
  after?: Doc;
}

function updateStored(
  scope: WriteScope,
  collection: Collection,
  stored: Stored,
  statement: UpdateStatement,
): { changed: boolean; after: Doc } {
  const before = parseDocument(stored.bytes);
  const after = applyUpdate(parseDocument(stored.bytes), statement.update, updateOptions(scope, statement));
  if ('_id' in after && !equalValues(before['_id'], after['_id']))
    throw new MongoError(
      'ImmutableField',
      "Performing an update on the path '_id' would modify the immutable field '_id'",
    );
  const ordered = Object.keys(after)[0] === '_id' ? after : { _id: before['_id'], ...after };
  ordered['_id'] = before['_id'];
  const bytes = documentBytes(ordered);
  if (bytes.equals(stored.bytes)) return { changed: false, after: ordered };
  validate(scope, collection.info, ordered);
  collection.replace(
    { ...stored, key: stored.key, bytes: stored.bytes, doc: before },
    parseDocument(bytes),
    bytes,
  );
  return { changed: true, after: ordered };
}

function updateOptions(
  scope: WriteScope,
  { filter, statement }: UpdateStatement,
): Parameters<typeof applyUpdate>[2] {
  const variables = { ...scope.variables, ...docField(statement, 'c'), ...docField(statement, 'constants') };
  const arrayFilters = statement['arrayFilters'] as Doc[] | undefined;
  return { ...matchContext(statement, variables), filter, ...(arrayFilters ? { arrayFilters } : {}) };
}

function upsert(scope: WriteScope, collection: Collection, statement: UpdateStatement): Doc {
  const { filter, update } = statement;
  const fromFilter = isReplacement(update)
    ? '_id' in filter && !isDoc(filter['_id'])
      ? { _id: filter['_id'] }
      : {}
    : documentFromFilter(filter, (doc, path, value) => void setAt(doc, path, value));
  const made = applyUpdate(fromFilter, update, { ...updateOptions(scope, statement), inserting: true });
  return insertOne(scope, collection, { _id: made['_id'] ?? new ObjectId(), ...made });
}

/** Runs one update statement inside a write transaction. @throws MongoError; documents changed before the error stay changed, as in MongoDB. */
export function runUpdate(scope: WriteScope, name: string, statement: UpdateStatement): UpdateResult {
  if (statement.multi && isReplacement(statement.update))
    throw new MongoError('FailedToParse', 'multi update is not supported for replacement-style update');
  const collection = collectionFor(scope, name);
  const sort = docField(statement.statement, 'sort');
  // Read completely before the first change: an update must not see its own results.
  const rows = [
    ...execute(scope.store, collection.info, {
      filter: statement.filter,
      sort,
      hint: statement.statement['hint'],
      limit: statement.multi ? 0 : 1,
      ...matchContext(statement.statement, scope.variables),
    }).rows,
  ];
  const result: UpdateResult = { matched: rows.length, modified: 0 };
  for (const row of rows) {
    const { changed, after } = updateStored(
      scope,
      collection,
      { key: row.key, bytes: row.bytes, doc: {} },
      statement,
    );
    if (changed) result.modified += 1;
    result.before = row.doc;
    result.after = after;
  }
  if (rows.length > 0 || !statement.upsert) {
    // Checked even when nothing matched, so that an invalid update is always refused.
    if (rows.length === 0 && !Array.isArray(statement.update) && !isReplacement(statement.update))
      checkModifiers(statement.update);
    return result;
  }
  result.after = upsert(scope, collection, statement);
  result.upsertedId = result.after['_id'];
  return result;
}

function checkModifiers(update: Doc): void {
  for (const name of Object.keys(update))
    if (!name.startsWith('$')) throw new MongoError('FailedToParse', `Unknown modifier: ${name}`);
}

/** Removes the first match, or all; returns how many, and the last one removed. */
export function runDelete(
  scope: WriteScope,
  name: string,
  statement: { filter: Doc; multi: boolean; statement: Doc },
): { deleted: number; before?: Doc } {
  const info = scope.store.catalog.find(scope.db, name);
  const context = matchContext(statement.statement, scope.variables);
  if (!info) return { deleted: 0 };
  const collection = new Collection(scope.store, info);
  const sort = docField(statement.statement, 'sort');
  const rows = [
    ...execute(scope.store, info, {
      filter: statement.filter,
      sort,
      hint: statement.statement['hint'],
      limit: statement.multi ? 0 : 1,
      ...context,
    }).rows,
  ];
  for (const row of rows) collection.remove(row);
  const last = rows.at(-1);
  return { deleted: rows.length, ...(last ? { before: last.doc } : {}) };
}

export const int = (value: number): Int32 => new Int32(value);
