import { invalidField } from '@parley/shared/faults';
import { limits } from '@parley/shared/limits';

/** Names with which data could reach an object's prototype. Schemas drop most of them silently; a refusal is clearer. */
const prototypeNames = ['__proto__', 'constructor', 'prototype'];
/** Of each name on the path to a fault this much is shown, in UTF-16 units: a name can be as long as a body. */
const SHOWN_OF_A_NAME = 40;

const isBinary = (value: object): boolean => ArrayBuffer.isView(value) || value instanceof ArrayBuffer;

const published = (path: readonly string[]): string =>
  path.map((name) => name.slice(0, SHOWN_OF_A_NAME)).join('.') || 'body';

/** Walks a value and all inside it; counts down the limit of values. */
class Walk {
  private left: number = limits.jsonValues;

  enter(value: unknown, path: readonly string[]): void {
    if (typeof value !== 'object' || value === null) return;
    if (isBinary(value)) throw invalidField(published(path), 'binary');
    if (path.length >= limits.jsonDepth) throw invalidField(published(path.slice(0, 1)), 'nestedTooDeeply');
    if (Array.isArray(value)) {
      this.count(value.length, path);
      for (let i = 0; i < value.length; i++) this.enter(value[i], [...path, String(i)]);
      return;
    }
    for (const name of prototypeNames)
      if (Object.hasOwn(value, name)) throw invalidField(published([...path, name]), 'reservedName');
    const names = Object.keys(value);
    this.count(names.length, path);
    for (const name of names) this.enter((value as Record<string, unknown>)[name], [...path, name]);
  }

  private count(values: number, path: readonly string[]): void {
    this.left -= values;
    if (this.left < 0) throw invalidField(published(path.slice(0, 1)), 'tooManyValues');
  }
}

/**
 * Refuses data that is nested too deeply, has too many values, is binary or targets prototypes, before any schema checks
 * it: a schema would report a fault for each value. @throws AppError invalid
 */
export const requireHarmless = (value: unknown): void => new Walk().enter(value, []);
