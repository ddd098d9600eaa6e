import { MongoError } from '../errors.js';
import { fieldKey } from '../query/orderedKey.js';
import { valueAt } from '../query/paths.js';
import { equalValues, type Doc } from '../query/values.js';
import { ID_INDEX, type CollectionInfo, type IndexInfo } from './catalog.js';
import { parseDocument } from './documents.js';
import { indexKeys, keysWithout } from './indexKeys.js';
import { keyPrefix, type Store } from './store.js';

/** A document as stored: its key in the store, its bytes, and the parsed form. */
export interface Stored {
  key: Buffer;
  bytes: Buffer;
  doc: Doc;
}

interface Change {
  index: IndexInfo;
  added: Buffer[];
  removed: Buffer[];
}

/** The key of an index entry: its fields, with the document's own key behind them if several documents may share them. */
const entryOf = (index: IndexInfo, prefix: Buffer, fields: Buffer, own: Buffer): Buffer =>
  Buffer.concat(index.direct === true ? [prefix, fields] : [prefix, fields, own]);

/** The documents and indexes of one collection, changed together. Every method runs inside `Store.write`. */
export class Collection {
  private readonly prefix: Buffer;

  constructor(
    private readonly store: Store,
    readonly info: CollectionInfo,
  ) {
    this.prefix = keyPrefix(info.id, ID_INDEX);
  }

  keyOf(id: unknown): Buffer {
    if (Array.isArray(id)) throw new MongoError('InvalidIdField', "The '_id' value cannot be of type array");
    return Buffer.concat([this.prefix, fieldKey(id, false).bytes]);
  }

  /** @throws MongoError DuplicateKey, with nothing written. */
  insert(doc: Doc, bytes: Buffer): void {
    const key = this.keyOf(doc['_id']);
    const changes = this.changes(undefined, doc);
    if (!this.store.putNew(key, bytes)) throw this.duplicate(this.info.indexes[0], doc);
    try {
      if (!this.applyNew(changes, key)) {
        this.refuseDuplicates(changes, key, doc);
        this.apply(changes, key);
      }
    } catch (error) {
      this.store.remove(key);
      this.apply(
        changes.map(({ index, added }) => ({ index, added: [], removed: added })),
        key,
      );
      throw error;
    }
    this.store.addToCount(this.info.id, 1);
  }

  /**
   * Writes the entries of a new document. Writing shows whether a unique value is taken: one descent of the tree, where a lookup
   * first takes two.
   * @returns false if it stopped at an existing entry, or needs a lookup first: then whether that is a duplicate is still open
   */
  private applyNew(changes: Change[], key: Buffer): boolean {
    if (changes.some(({ index }) => index.unique && index.direct !== true)) return false;
    const own = key.subarray(this.prefix.length);
    for (const { index, added } of changes) {
      const prefix = keyPrefix(this.info.id, index.id);
      for (const fields of added) {
        if (!this.store.putNew(entryOf(index, prefix, fields, own), key)) return false;
      }
    }
    return true;
  }

  /** Replaces `stored` by `doc`, which has the same `_id`. @throws MongoError DuplicateKey, with nothing written. */
  replace(stored: Stored, doc: Doc, bytes: Buffer): void {
    const changes = this.changes(stored.doc, doc);
    this.refuseDuplicates(changes, stored.key, doc);
    this.store.put(stored.key, bytes);
    this.apply(changes, stored.key);
  }

  remove(stored: Stored): void {
    this.store.remove(stored.key);
    this.apply(this.changes(stored.doc, undefined), stored.key);
    this.store.addToCount(this.info.id, -1);
  }

  /** Fills a new index from the stored documents. @throws MongoError DuplicateKey: the transaction must then be aborted. */
  build(index: IndexInfo): void {
    const high = keyPrefix(this.info.id, ID_INDEX + 1);
    for (const { key, value } of this.store.scan(this.prefix, high)) {
      const doc = parseDocument(value);
      const change = this.change(index, undefined, doc);
      this.refuseDuplicates([change], key, doc);
      this.apply([change], key);
    }
  }

  clearIndex(index: IndexInfo): void {
    this.store.removeAll(keyPrefix(this.info.id, index.id));
  }

  private changes(before: Doc | undefined, after: Doc | undefined): Change[] {
    const changes: Change[] = [];
    for (const index of this.info.indexes) {
      if (index.id === ID_INDEX) continue;
      const change = this.change(index, before, after);
      if (change.added.length > 0 || change.removed.length > 0) changes.push(change);
    }
    return changes;
  }

  private change(index: IndexInfo, before: Doc | undefined, after: Doc | undefined): Change {
    const old = before ? indexKeys(index, before).keys : [];
    const made = after ? indexKeys(index, after) : undefined;
    if (made) this.note(index, made.multikey, made.cut);
    const keys = made?.keys ?? [];
    if (old.length === 0 || keys.length === 0) return { index, added: keys, removed: old };
    return { index, added: keysWithout(keys, old), removed: keysWithout(old, keys) };
  }

  private note(index: IndexInfo, multikey: number[], cut: boolean): void {
    for (const position of multikey)
      if (!index.multikey.includes(position)) {
        index.multikey.push(position);
        this.store.catalog.changed = true;
      }
    if (cut && !index.cut) {
      index.cut = true;
      this.store.catalog.changed = true;
    }
  }

  private refuseDuplicates(changes: Change[], key: Buffer, doc: Doc): void {
    for (const { index, added } of changes) {
      if (!index.unique) continue;
      for (const fields of added) {
        const low = Buffer.concat([keyPrefix(this.info.id, index.id), fields]);
        if (index.direct === true) {
          const taken = this.store.get(low);
          if (!taken || taken.equals(key)) continue;
          if (this.reallyEqual(index, taken, doc)) throw this.duplicate(index, doc);
          index.direct = false;
          this.store.catalog.changed = true;
          continue;
        }
        // Encodings are self-delimiting, so keys that begin with `fields` are exactly the entries of these values.
        const high = Buffer.concat([low, Buffer.alloc(1, 0xff)]);
        for (const entry of this.store.scan(low, high))
          if (!entry.value.equals(key) && this.reallyEqual(index, entry.value, doc))
            throw this.duplicate(index, doc);
      }
    }
  }

  /** Decimals may share a key without being equal; all other values with the same key are equal. */
  private reallyEqual(index: IndexInfo, otherKey: Buffer, doc: Doc): boolean {
    if (index.multikey.length > 0) return true;
    const bytes = this.store.get(otherKey);
    if (!bytes) return false;
    const other = parseDocument(bytes);
    return index.key.every(([path]) => equalValues(valueAt(other, path) ?? null, valueAt(doc, path) ?? null));
  }

  private apply(changes: Change[], key: Buffer): void {
    const own = key.subarray(this.prefix.length);
    for (const { index, added, removed } of changes) {
      const prefix = keyPrefix(this.info.id, index.id);
      for (const fields of removed) {
        if (index.direct !== true) this.store.remove(Buffer.concat([prefix, fields, own]));
        // From when the index was direct, or of another document that shares the key.
        const alone = Buffer.concat([prefix, fields]);
        if (index.unique && this.store.get(alone)?.equals(key) === true) this.store.remove(alone);
      }
      for (const fields of added) this.store.put(entryOf(index, prefix, fields, own), key);
    }
  }

  private duplicate(index: IndexInfo | undefined, doc: Doc): MongoError {
    const fields = index?.key ?? [];
    const keyPattern = Object.fromEntries(fields);
    const keyValue = Object.fromEntries(fields.map(([path]) => [path, valueAt(doc, path) ?? null]));
    return new MongoError(
      'DuplicateKey',
      `E11000 duplicate key error collection: ${this.info.db}.${this.info.name} index: ${index?.name ?? '_id_'} dup key: ${JSON.stringify(keyValue)}`,
      { keyPattern, keyValue },
    );
  }
}
