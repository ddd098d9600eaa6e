import { EJSON, UUID } from 'bson';
import { MongoError } from '../errors.js';
import { compileFilter } from '../query/match.js';
import type { Matcher } from '../query/context.js';
import type { Doc } from '../query/values.js';

/** The definition of an index, as stored. Directions are 1 or -1. */
export interface IndexInfo {
  id: number;
  name: string;
  key: [path: string, direction: 1 | -1][];
  unique: boolean;
  sparse: boolean;
  partial: Doc | undefined;
  expireAfterSeconds: number | undefined;
  hidden: boolean;
  /** Positions in `key` where some document has an array. */
  multikey: number[];
  /** Some key was too long and was cut, so this index cannot give an order. */
  cut: boolean;
  /**
   * Unique, and no two different values have shared a key so far: an entry's key is its fields alone, so that one lookup
   * shows whether a value is taken. From the first shared key on, new entries have their document's key behind the fields.
   */
  direct?: boolean;
  /** Compiled from `partial` on load; never stored. */
  covers?: Matcher;
}

export interface CollectionInfo {
  id: number;
  db: string;
  name: string;
  uuid: string;
  options: Doc;
  nextIndexId: number;
  indexes: IndexInfo[];
  /** Compiled from `options.validator`; never stored. */
  valid?: Matcher;
}

export const ID_INDEX = 0;

const idIndex = (): IndexInfo => ({
  id: ID_INDEX,
  name: '_id_',
  key: [['_id', 1]],
  unique: true,
  sparse: false,
  partial: undefined,
  expireAfterSeconds: undefined,
  hidden: false,
  multikey: [],
  cut: false,
});

/** All collections and their indexes: small, cached in memory, stored as a whole in the transaction that changes it. */
export class Catalog {
  private nextId = 1;
  private readonly byName = new Map<string, CollectionInfo>();
  changed = false;

  static parse(text: string | undefined): Catalog {
    const catalog = new Catalog();
    if (text === undefined) return catalog;
    const stored = EJSON.parse(text, { relaxed: false, legacy: false }) as unknown as {
      nextId: { valueOf(): number };
      collections: string[];
    };
    catalog.nextId = stored.nextId.valueOf();
    for (const item of stored.collections) {
      const info = reviveNumbers(EJSON.parse(item, { relaxed: false }) as Awaited<CollectionInfo>);
      prepare(info);
      catalog.byName.set(`${info.db}.${info.name}`, info);
    }
    return catalog;
  }

  toString(): string {
    const collections = [...this.byName.values()].map((info) =>
      EJSON.stringify(
        {
          ...info,
          valid: undefined,
          indexes: info.indexes.map((index) => ({ ...index, covers: undefined })),
        },
        { relaxed: false },
      ),
    );
    return EJSON.stringify({ nextId: this.nextId, collections });
  }

  find(db: string, name: string): CollectionInfo | undefined {
    return this.byName.get(`${db}.${name}`);
  }

  collections(db?: string): CollectionInfo[] {
    return [...this.byName.values()].filter((info) => db === undefined || info.db === db);
  }

  create(db: string, name: string, options: Doc = {}): CollectionInfo {
    if (
      name === '' ||
      name.includes('\0') ||
      name.startsWith('.') ||
      name.endsWith('.') ||
      name.includes('$')
    )
      throw new MongoError('InvalidNamespace', `Invalid collection name: ${name}`);
    if (this.find(db, name))
      throw new MongoError('NamespaceExists', `Collection ${db}.${name} already exists.`);
    const info: CollectionInfo = {
      id: this.nextId++,
      db,
      name,
      uuid: new UUID().toString(),
      options,
      nextIndexId: 1,
      indexes: [idIndex()],
    };
    prepare(info);
    this.byName.set(`${db}.${name}`, info);
    this.changed = true;
    return info;
  }

  drop(info: CollectionInfo): void {
    this.byName.delete(`${info.db}.${info.name}`);
    this.changed = true;
  }

  rename(info: CollectionInfo, db: string, name: string): void {
    this.drop(info);
    info.db = db;
    info.name = name;
    this.byName.set(`${db}.${name}`, info);
  }

  setOptions(info: CollectionInfo, options: Doc): void {
    info.options = options;
    prepare(info);
    this.changed = true;
  }

  addIndex(
    info: CollectionInfo,
    definition: Omit<IndexInfo, 'id' | 'multikey' | 'cut' | 'direct'>,
  ): IndexInfo {
    const index: IndexInfo = {
      ...definition,
      id: info.nextIndexId++,
      multikey: [],
      cut: false,
      direct: definition.unique,
    };
    info.indexes.push(index);
    prepare(info);
    this.changed = true;
    return index;
  }

  dropIndex(info: CollectionInfo, index: IndexInfo): void {
    info.indexes = info.indexes.filter((other) => other !== index);
    this.changed = true;
  }
}

/** Canonical EJSON preserves user values exactly, but also wraps our own counters; those become JS numbers again. */
function reviveNumbers(info: CollectionInfo): CollectionInfo {
  const plain = (value: unknown): number => (value as { valueOf(): number }).valueOf();
  info.id = plain(info.id);
  info.nextIndexId = plain(info.nextIndexId);
  for (const index of info.indexes) {
    index.id = plain(index.id);
    index.multikey = index.multikey.map(plain);
    index.key = index.key.map(([path, direction]) => [path, plain(direction) === 1 ? 1 : -1]);
    index.expireAfterSeconds = index.expireAfterSeconds == null ? undefined : plain(index.expireAfterSeconds);
    index.partial = index.partial ?? undefined;
  }
  return info;
}

function prepare(info: CollectionInfo): void {
  for (const index of info.indexes) if (index.partial) index.covers = compileFilter(index.partial);
  const validator = info.options['validator'] as Doc | undefined;
  if (validator && Object.keys(validator).length > 0) info.valid = compileFilter(validator);
  else delete info.valid;
}
