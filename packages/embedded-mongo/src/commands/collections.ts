import { Int32, UUID } from 'bson';
import { MongoError, unsupported } from '../errors.js';
import { compileFilter } from '../query/match.js';
import { makeNumber } from '../query/numbers.js';
import type { Doc } from '../query/values.js';
import type { CollectionInfo } from '../storage/catalog.js';
import { Collection } from '../storage/collection.js';
import type { Store } from '../storage/store.js';
import { collectionName, docField, findCollection, ok, smallCursor, type Handler } from './context.js';

const refused = [
  'capped',
  'timeseries',
  'viewOn',
  'clusteredIndex',
  'encryptedFields',
  'changeStreamPreAndPostImages',
];
const kept = ['validator', 'validationLevel', 'validationAction'];

function collectionOptions(body: Doc): Doc {
  for (const option of refused)
    if (body[option] !== undefined && body[option] !== false)
      throw unsupported(`the collection option '${option}'`);
  return Object.fromEntries(
    kept.filter((option) => body[option] !== undefined).map((option) => [option, body[option]]),
  );
}

export const create: Handler = (command, server) => {
  const name = collectionName(command);
  const options = collectionOptions(command.body);
  return server.store.write(() => {
    const existing = server.store.catalog.find(command.db, name);
    if (!existing) server.store.catalog.create(command.db, name, options);
    // MongoDB accepts a `create` that changes nothing.
    else if (Object.keys(options).length > 0)
      throw new MongoError('NamespaceExists', `Collection ${command.db}.${name} already exists.`);
    return ok();
  });
};

export const collMod: Handler = (command, server) =>
  server.store.write(() => {
    const info = findCollection(command, server);
    if (!info)
      throw new MongoError(
        'NamespaceNotFound',
        `ns does not exist: ${command.db}.${collectionName(command)}`,
      );
    server.store.catalog.setOptions(info, { ...info.options, ...collectionOptions(command.body) });
    const change = docField(command.body, 'index');
    const index = change && info.indexes.find((candidate) => candidate.name === change['name']);
    if (index && change['expireAfterSeconds'] !== undefined)
      index.expireAfterSeconds = Number(change['expireAfterSeconds']);
    if (index && change['hidden'] !== undefined) index.hidden = change['hidden'] === true;
    return ok();
  });

function dropCollection(store: Store, info: CollectionInfo): void {
  const collection = new Collection(store, info);
  for (const index of info.indexes) collection.clearIndex(index);
  store.forgetCount(info.id);
  store.catalog.drop(info);
}

export const drop: Handler = (command, server) =>
  server.store.write(() => {
    const info = findCollection(command, server);
    if (!info) return ok();
    const indexes = info.indexes.length;
    dropCollection(server.store, info);
    return ok({ nIndexesWas: new Int32(indexes), ns: `${command.db}.${info.name}` });
  });

export const dropDatabase: Handler = (command, server) =>
  server.store.write(() => {
    for (const info of server.store.catalog.collections(command.db)) dropCollection(server.store, info);
    return ok({ dropped: command.db });
  });

export const renameCollection: Handler = (command, server) => {
  const [from, to] = [String(command.body['renameCollection']), String(command.body['to'])];
  const part = (ns: string): [string, string] => [
    ns.slice(0, ns.indexOf('.')),
    ns.slice(ns.indexOf('.') + 1),
  ];
  return server.store.write(() => {
    const info = server.store.catalog.find(...part(from));
    if (!info) throw new MongoError('NamespaceNotFound', `Source collection ${from} does not exist`);
    const existing = server.store.catalog.find(...part(to));
    if (existing) {
      if (command.body['dropTarget'] !== true)
        throw new MongoError('NamespaceExists', 'target namespace exists');
      dropCollection(server.store, existing);
    }
    server.store.catalog.rename(info, ...part(to));
    return ok();
  });
};

export const listCollections: Handler = (command, server) => {
  const nameOnly = command.body['nameOnly'] === true;
  const match = compileFilter(docField(command.body, 'filter') ?? {});
  const documents = server.store.catalog
    .collections(command.db)
    .map((info): Doc => ({
      name: info.name,
      type: 'collection',
      ...(nameOnly
        ? {}
        : {
            options: info.options,
            info: { readOnly: false, uuid: new UUID(info.uuid) },
            idIndex: { v: new Int32(2), key: { _id: new Int32(1) }, name: '_id_' },
          }),
    }))
    .filter(match);
  return smallCursor(`${command.db}.$cmd.listCollections`, documents);
};

export const listDatabases: Handler = (_command, server) => {
  const names = [...new Set(server.store.catalog.collections().map((info) => info.db))].sort();
  return ok({
    databases: names.map((name) => ({ name, sizeOnDisk: makeNumber(0), empty: false })),
    totalSize: makeNumber(0),
  });
};

export const dbStats: Handler = (command, server) => {
  const all = server.store.catalog.collections(command.db);
  const objects = all.reduce((sum, info) => sum + server.store.countOf(info.id), 0);
  return ok({
    db: command.db,
    collections: new Int32(all.length),
    objects: makeNumber(objects),
    indexes: new Int32(all.reduce((sum, info) => sum + info.indexes.length, 0)),
  });
};

export const collStats: Handler = (command, server) => {
  const info = findCollection(command, server);
  return ok({
    ns: `${command.db}.${collectionName(command)}`,
    count: makeNumber(info ? server.store.countOf(info.id) : 0),
    nindexes: new Int32(info?.indexes.length ?? 0),
  });
};

/** Not in MongoDB: its `compact` is for one collection, and does not promise that removed data is gone. */
export const renewFile: Handler = async (_command, server) => {
  await server.store.compact();
  return ok();
};
