import { Int32 } from 'bson';
import { MongoError, unsupported } from '../errors.js';
import { isNumber, makeNumber, toDouble } from '../query/numbers.js';
import { compareValues, isDoc, type Doc } from '../query/values.js';
import type { CollectionInfo, IndexInfo } from '../storage/catalog.js';
import { Collection } from '../storage/collection.js';
import { collectionName, docField, findCollection, ok, smallCursor, type Handler } from './context.js';
import { collectionFor } from './write.js';

type Definition = Omit<IndexInfo, 'id' | 'multikey' | 'cut'>;

function keyOf(spec: Doc): Definition['key'] {
  const fields = Object.entries(docField(spec, 'key') ?? {});
  if (fields.length === 0) throw new MongoError('CannotCreateIndex', 'Index keys cannot be empty.');
  return fields.map(([path, direction]) => {
    if (typeof direction === 'string') throw unsupported(`an index of type '${direction}'`);
    if (path.includes('$**')) throw unsupported('a wildcard index');
    const n = isNumber(direction) ? toDouble(direction) : 0;
    if (n === 0)
      throw new MongoError(
        'CannotCreateIndex',
        `Values in the index key pattern cannot be 0 or of type ${typeof direction}`,
      );
    return [path, n > 0 ? 1 : -1];
  });
}

function definition(spec: Doc): Definition {
  const key = keyOf(spec);
  if (isDoc(spec['collation']) && spec['collation']['locale'] !== 'simple')
    throw unsupported('an index with a collation');
  const expire = spec['expireAfterSeconds'];
  if (expire !== undefined && (!isNumber(expire) || toDouble(expire) < 0))
    throw new MongoError(
      'CannotCreateIndex',
      "TTL index 'expireAfterSeconds' option must be a number of at least 0",
    );
  if (expire !== undefined && key.length > 1)
    throw new MongoError(
      'CannotCreateIndex',
      'TTL indexes are single-field indexes, compound indexes do not support TTL.',
    );
  const partial = docField(spec, 'partialFilterExpression');
  if (partial && spec['sparse'] === true)
    throw new MongoError('CannotCreateIndex', 'cannot mix "partialFilterExpression" and "sparse" options');
  return {
    name:
      typeof spec['name'] === 'string'
        ? spec['name']
        : key.map(([path, direction]) => `${path}_${direction}`).join('_'),
    key,
    unique: spec['unique'] === true,
    sparse: spec['sparse'] === true,
    partial,
    expireAfterSeconds: isNumber(expire) ? toDouble(expire) : undefined,
    hidden: spec['hidden'] === true,
  };
}

const samePattern = (a: Definition['key'], b: Definition['key']): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

/** Whether an identical index exists; throws when one of that name or pattern differs. */
function exists(info: CollectionInfo, wanted: Definition): boolean {
  const byName = info.indexes.find((index) => index.name === wanted.name);
  const byKey = info.indexes.find((index) => samePattern(index.key, wanted.key));
  const found = byName ?? byKey;
  if (!found) return false;
  if (samePattern(wanted.key, [['_id', 1]]) && found.name === '_id_') return true;
  if (byName && !samePattern(byName.key, wanted.key))
    throw new MongoError(
      'IndexKeySpecsConflict',
      `An existing index has the same name as the requested index: ${wanted.name}`,
    );
  const same =
    found.unique === wanted.unique &&
    found.sparse === wanted.sparse &&
    found.expireAfterSeconds === wanted.expireAfterSeconds &&
    compareValues(found.partial ?? null, wanted.partial ?? null) === 0;
  if (!same || found.name !== wanted.name)
    throw new MongoError(
      'IndexOptionsConflict',
      `Index already exists with a different name or options: ${found.name}`,
    );
  return true;
}

export const createIndexes: Handler = (command, server) => {
  const specs = command.body['indexes'];
  if (!Array.isArray(specs) || specs.length === 0 || !specs.every(isDoc))
    throw new MongoError('BadValue', 'Must specify at least one index to create');
  const wanted = specs.map(definition);
  return server.store.write(() => {
    const created = !findCollection(command, server);
    const collection = collectionFor({ store: server.store, db: command.db }, collectionName(command));
    const before = collection.info.indexes.length;
    for (const item of wanted) {
      if (exists(collection.info, item)) continue;
      // A duplicate found while building throws out of the transaction, which undoes the whole command.
      collection.build(server.store.catalog.addIndex(collection.info, item));
    }
    return ok({
      numIndexesBefore: new Int32(before),
      numIndexesAfter: new Int32(collection.info.indexes.length),
      createdCollectionAutomatically: created,
    });
  });
};

function toDrop(info: CollectionInfo, which: unknown): IndexInfo[] {
  if (which === '*') return info.indexes.filter((index) => index.name !== '_id_');
  const names = Array.isArray(which) ? (which as unknown[]) : [which];
  return names.map((name) => {
    const found = info.indexes.find((index) =>
      isDoc(name) ? compareValues(name, Object.fromEntries(index.key)) === 0 : index.name === name,
    );
    if (!found) throw new MongoError('IndexNotFound', `index not found with name [${String(name)}]`);
    if (found.name === '_id_') throw new MongoError('InvalidOptions', 'cannot drop _id index');
    return found;
  });
}

export const dropIndexes: Handler = (command, server) =>
  server.store.write(() => {
    const info = findCollection(command, server);
    if (!info)
      throw new MongoError('NamespaceNotFound', `ns not found ${command.db}.${collectionName(command)}`);
    const before = info.indexes.length;
    const collection = new Collection(server.store, info);
    for (const index of toDrop(info, command.body['index'])) {
      collection.clearIndex(index);
      server.store.catalog.dropIndex(info, index);
    }
    return ok({ nIndexesWas: new Int32(before) });
  });

export const listIndexes: Handler = (command, server) => {
  const info = findCollection(command, server);
  if (!info)
    throw new MongoError('NamespaceNotFound', `ns does not exist: ${command.db}.${collectionName(command)}`);
  const documents = info.indexes.map((index): Doc => ({
    v: new Int32(2),
    key: Object.fromEntries(index.key.map(([path, direction]) => [path, new Int32(direction)])),
    name: index.name,
    ...(index.unique && index.name !== '_id_' ? { unique: true } : {}),
    ...(index.sparse ? { sparse: true } : {}),
    ...(index.hidden ? { hidden: true } : {}),
    ...(index.partial ? { partialFilterExpression: index.partial } : {}),
    ...(index.expireAfterSeconds === undefined
      ? {}
      : { expireAfterSeconds: makeNumber(index.expireAfterSeconds) }),
  }));
  return smallCursor(`${command.db}.${info.name}`, documents);
};
