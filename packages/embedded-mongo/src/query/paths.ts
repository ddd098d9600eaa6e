import { isDoc, type Doc } from './values.js';

const isIndex = (part: string): boolean => /^(0|[1-9]\d*)$/.test(part);

/**
 * All values a dotted path leads to, MongoDB's way: arrays on the way are entered, both by index and element by
 * element. The last value is not expanded. A path that leads nowhere gives one `undefined`.
 */
export function valuesAt(doc: unknown, path: string): unknown[] {
  if (!path.includes('.')) return [(doc as Doc)[path]];
  const found: unknown[] = [];
  collect(doc, path.split('.'), 0, found);
  return found;
}

function collect(value: unknown, parts: string[], at: number, found: unknown[]): void {
  const part = parts[at];
  if (part === undefined) {
    found.push(value);
    return;
  }
  if (Array.isArray(value)) {
    if (isIndex(part) && Number(part) < value.length) collect(value[Number(part)], parts, at + 1, found);
    for (const item of value) if (isDoc(item)) collect(item, parts, at, found);
    return;
  }
  if (isDoc(value)) collect(Object.hasOwn(value, part) ? value[part] : undefined, parts, at + 1, found);
  else found.push(undefined);
}

/** The one value at a dotted path without entering arrays element by element; undefined when absent. */
export function valueAt(doc: unknown, path: string): unknown {
  let value = doc;
  for (const part of path.split('.')) {
    if (Array.isArray(value) && isIndex(part)) value = value[Number(part)] as unknown;
    else if (isDoc(value) && Object.hasOwn(value, part)) value = value[part];
    else return undefined;
  }
  return value;
}

/** Sets a field as an own property, so that a field named `__proto__` stays data. */
export function setField(target: Doc, name: string, value: unknown): void {
  if (name === '__proto__')
    Object.defineProperty(target, name, { value, enumerable: true, writable: true, configurable: true });
  else target[name] = value;
}

/** Writes `value` at a dotted path, creating documents on the way. Returns false when a scalar blocks the path. */
export function setAt(doc: Doc, path: string, value: unknown): boolean {
  const parts = path.split('.');
  let target: unknown = doc;
  for (const [i, part] of parts.entries()) {
    const last = i === parts.length - 1;
    if (Array.isArray(target)) {
      if (!isIndex(part)) return false;
      const index = Number(part);
      while (target.length < index) target.push(null);
      if (last) target[index] = value;
      else if (target[index] === undefined) target[index] = {};
      target = target[index] as unknown;
    } else if (isDoc(target)) {
      if (last) setField(target, part, value);
      else if (!Object.hasOwn(target, part)) setField(target, part, {});
      target = target[part];
    } else return false;
  }
  return true;
}

/** Removes a dotted path; an array element becomes null, as `$unset` does. */
export function unsetAt(doc: Doc, path: string): void {
  const parts = path.split('.');
  const last = parts.pop() ?? '';
  const parent = parts.length === 0 ? doc : valueAt(doc, parts.join('.'));
  if (Array.isArray(parent)) {
    if (isIndex(last) && Number(last) < parent.length) parent[Number(last)] = null;
  } else if (isDoc(parent)) delete parent[last];
}
