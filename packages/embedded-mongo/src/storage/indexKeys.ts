import { MongoError } from '../errors.js';
import { entryKey, fieldKey } from '../query/orderedKey.js';
import { valuesAt } from '../query/paths.js';
import type { Doc } from '../query/values.js';
import type { IndexInfo } from './catalog.js';

export interface IndexKeys {
  /** The encoded fields of each entry, without prefix and without the document's own key. */
  keys: Buffer[];
  /** Positions where the document has an array. */
  multikey: number[];
  cut: boolean;
}

const none: IndexKeys = { keys: [], multikey: [], cut: false };

/** The key of an empty array, which MongoDB indexes as `undefined`: below null. */
const emptyArray = Buffer.from([4]);

/** The part of an index's definition that is the same for every document. */
interface Shape {
  paths: string[];
  descending: boolean[];
  /** All paths are top-level. */
  flat: boolean;
}

const shapes = new WeakMap<IndexInfo, Shape>();

function shapeOf(index: IndexInfo): Shape {
  const known = shapes.get(index);
  if (known) return known;
  const paths = index.key.map(([path]) => path);
  const descending = index.key.map(([, direction]) => direction === -1);
  const shape = { paths, descending, flat: !paths.some((path) => path.includes('.')) };
  shapes.set(index, shape);
  return shape;
}

/**
 * The usual case, which is one entry: top-level values, of which one at most is an array, with one element.
 * Undefined in any other case.
 */
function singleEntry({ paths, descending }: Shape, doc: Doc): IndexKeys | undefined {
  const values: unknown[] = [];
  let array: number | undefined;
  for (const path of paths) {
    const value = doc[path];
    if (!Array.isArray(value)) values.push(value);
    else if (value.length === 1 && array === undefined) {
      array = values.length;
      values.push(value[0]);
    } else return undefined;
  }
  const { bytes, cut } = entryKey(values, descending);
  return { keys: [bytes], multikey: array === undefined ? [] : [array], cut };
}

/** The values that an index has for a path: one per element of an array, duplicates too; null for none. */
function valuesOf(doc: Doc, path: string): { values: unknown[]; array: boolean } {
  const found = valuesAt(doc, path);
  const array = found.length !== 1 || Array.isArray(found[0]);
  if (!array) return { values: [found[0]], array };
  const values = found.flatMap((value) =>
    Array.isArray(value) ? (value.length === 0 ? [emptyArray] : (value as unknown[])) : [value],
  );
  return { values: values.length === 0 ? [undefined] : values, array };
}

/** Equal values have the same key, and equal keys are one entry. */
const distinctKeys = (keys: Buffer[]): Buffer[] => [
  ...new Map(keys.map((key) => [key.toString('latin1'), key])).values(),
];

/** The keys that are not in `others`. By text, for speed: a message has had thousands of revs, and each change compares them all. */
export function keysWithout(keys: Buffer[], others: Buffer[]): Buffer[] {
  const [only, other] = [keys[0], others[0]];
  if (keys.length === 1 && others.length === 1 && only && other) return only.equals(other) ? [] : keys;
  const gone = new Set(others.map((key) => key.toString('latin1')));
  return keys.filter((key) => !gone.has(key.toString('latin1')));
}

/** All entries a document has in an index. @throws MongoError for two arrays in one compound index. */
export function indexKeys(index: IndexInfo, doc: Doc): IndexKeys {
  if (index.covers && !index.covers(doc)) return none;
  const shape = shapeOf(index);
  const single = shape.flat && !index.sparse ? singleEntry(shape, doc) : undefined;
  if (single) return single;
  const fields = index.key.map(([path]) => valuesOf(doc, path));
  if (index.sparse && fields.every(({ values }) => values.every((value) => value === undefined))) return none;
  const multikey = fields.flatMap(({ array }, i) => (array ? [i] : []));
  const roots = new Set(multikey.map((i) => (index.key[i]?.[0] ?? '').split('.')[0]));
  if (roots.size > 1)
    throw new MongoError('CannotCreateIndex', `cannot index parallel arrays ${[...roots].join(', ')}`, {
      code: 171,
    });
  let keys: Buffer[] = [Buffer.alloc(0)];
  let cut = false;
  for (const [i, { values }] of fields.entries()) {
    const descending = index.key[i]?.[1] === -1;
    const encoded = values.map((value) => {
      if (value === emptyArray) return descending ? Buffer.from([~4 & 0xff]) : emptyArray;
      const key = fieldKey(value, descending);
      cut ||= key.cut;
      return key.bytes;
    });
    const tails = encoded.length === 1 ? encoded : distinctKeys(encoded);
    keys = keys.flatMap((head) =>
      tails.map((tail) => (head.length === 0 ? tail : Buffer.concat([head, tail]))),
    );
  }
  return { keys, multikey, cut };
}
