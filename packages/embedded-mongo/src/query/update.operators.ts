import { Int32, Long, Timestamp } from 'bson';
import { MongoError } from '../errors.js';
import { compileFilter } from './match.js';
import { arithmetic, isNumber, makeInteger, toBigInt, toDouble, type Arithmetic } from './numbers.js';
import { setAt, unsetAt, valueAt } from './paths.js';
import { isOperatorDoc } from './predicates.js';
import { sortComparator } from './sort.js';
import { compareValues, equalValues, isDoc, typeName, type Doc } from './values.js';

/** Changes one concrete path of a document in place. */
export type Modifier = (doc: Doc, path: string, operand: unknown) => void;

function set(doc: Doc, path: string, value: unknown): void {
  if (path === '' || path.split('.').includes(''))
    throw new MongoError(
      'BadValue',
      `The update path '${path}' contains an empty field name, which is not allowed.`,
      { code: 56 },
    );
  if (!setAt(doc, path, value)) {
    const id = JSON.stringify(doc['_id']);
    throw new MongoError(
      'PathNotViable',
      `Cannot create field '${path.split('.').at(-1) ?? ''}' in element of document _id: ${id} at '${path}'`,
    );
  }
}

function calculate(op: Arithmetic): Modifier {
  const name = op === 'add' ? '$inc' : '$mul';
  return (doc, path, operand) => {
    if (!isNumber(operand))
      throw new MongoError(
        'TypeMismatch',
        `Cannot ${name === '$inc' ? 'increment' : 'multiply'} with non-numeric argument: {${path}: ${JSON.stringify(operand)}}`,
      );
    const current = valueAt(doc, path);
    if (current === undefined)
      return set(doc, path, op === 'add' ? operand : arithmetic('multiply', operand, new Int32(0)));
    if (!isNumber(current))
      throw new MongoError(
        'TypeMismatch',
        `Cannot apply ${name} to a value of non-numeric type. The field '${path}' is of type ${typeName(current)}`,
      );
    set(doc, path, arithmetic(op, current, operand));
  };
}

const keepBy =
  (direction: 1 | -1): Modifier =>
  (doc, path, operand) => {
    const current = valueAt(doc, path);
    if (current === undefined || compareValues(operand, current) * direction < 0) set(doc, path, operand);
  };

function arrayAt(doc: Doc, path: string, name: string): unknown[] | undefined {
  const current = valueAt(doc, path);
  if (current === undefined) return undefined;
  if (!Array.isArray(current))
    throw new MongoError(
      'BadValue',
      `The field '${path}' must be an array but is of type ${typeName(current)} for ${name}`,
    );
  return current as unknown[];
}

const push: Modifier = (doc, path, operand) => {
  const items = [...(arrayAt(doc, path, '$push') ?? [])];
  if (!isDoc(operand) || !('$each' in operand)) return set(doc, path, [...items, operand]);
  const each = operand['$each'];
  if (!Array.isArray(each))
    throw new MongoError(
      'BadValue',
      `The argument to $each in $push must be an array but it was of type: ${typeName(each)}`,
    );
  const position = isNumber(operand['$position']) ? toDouble(operand['$position']) : items.length;
  items.splice(position < 0 ? Math.max(items.length + position, 0) : position, 0, ...(each as unknown[]));
  const sort = operand['$sort'];
  if (isNumber(sort)) items.sort((a, b) => compareValues(a, b) * toDouble(sort));
  else if (isDoc(sort)) {
    const compare = sortComparator(sort);
    items.sort((a, b) => compare(a as Doc, b as Doc));
  }
  const slice = isNumber(operand['$slice']) ? toDouble(operand['$slice']) : undefined;
  set(doc, path, slice === undefined ? items : slice < 0 ? items.slice(slice) : items.slice(0, slice));
};

const addToSet: Modifier = (doc, path, operand) => {
  const items = [...(arrayAt(doc, path, '$addToSet') ?? [])];
  const added: unknown[] =
    isDoc(operand) && Array.isArray(operand['$each']) ? (operand['$each'] as unknown[]) : [operand];
  for (const value of added) if (!items.some((item) => equalValues(item, value))) items.push(value);
  set(doc, path, items);
};

const pull: Modifier = (doc, path, operand) => {
  const items = arrayAt(doc, path, '$pull');
  if (!items) return;
  const byDocument = isDoc(operand) && !isOperatorDoc(operand);
  const match = compileFilter(byDocument ? operand : { item: operand });
  set(
    doc,
    path,
    items.filter((item) => !(byDocument ? isDoc(item) && match(item) : match({ item }))),
  );
};

const pullAll: Modifier = (doc, path, operand) => {
  if (!Array.isArray(operand)) throw new MongoError('BadValue', '$pullAll requires an array argument');
  const items = arrayAt(doc, path, '$pullAll');
  if (items)
    set(
      doc,
      path,
      items.filter((item) => !operand.some((gone) => equalValues(item, gone))),
    );
};

const pop: Modifier = (doc, path, operand) => {
  const items = arrayAt(doc, path, '$pop');
  if (items) set(doc, path, isNumber(operand) && toDouble(operand) < 0 ? items.slice(1) : items.slice(0, -1));
};

const rename: Modifier = (doc, path, operand) => {
  const value = valueAt(doc, path);
  if (value === undefined) return;
  unsetAt(doc, path);
  set(doc, String(operand), value);
};

const bit: Modifier = (doc, path, operand) => {
  let value = isNumber(valueAt(doc, path)) ? toBigInt(valueAt(doc, path) as Int32) : 0n;
  for (const [name, by] of Object.entries(operand as Doc)) {
    const mask = toBigInt(by as Int32);
    value = name === 'and' ? value & mask : name === 'or' ? value | mask : value ^ mask;
  }
  set(doc, path, valueAt(doc, path) instanceof Long ? Long.fromBigInt(value) : makeInteger(value));
};

const currentDate: Modifier = (doc, path, operand) => {
  const timestamp = isDoc(operand) && operand['$type'] === 'timestamp';
  set(doc, path, timestamp ? new Timestamp({ t: Math.floor(Date.now() / 1000), i: 1 }) : new Date());
};

export const modifiers: Record<string, Modifier> = {
  $set: set,
  $setOnInsert: set,
  $unset: (doc, path) => unsetAt(doc, path),
  $inc: calculate('add'),
  $mul: calculate('multiply'),
  $min: keepBy(1),
  $max: keepBy(-1),
  $push: push,
  $addToSet: addToSet,
  $pull: pull,
  $pullAll: pullAll,
  $pop: pop,
  $rename: rename,
  $bit: bit,
  $currentDate: currentDate,
};
