import { invalidField } from '@parley/shared/errors';
import { limits } from '@parley/shared/limits';

/** Names with which data could reach an object's prototype. Schemas drop most of them silently; saying no is clearer. */
const prototypeNames = ['__proto__', 'constructor', 'prototype'];

function walk(value: unknown, path: string, depth: number): void {
  if (typeof value !== 'object' || value === null) return;
  if (depth === 0) throw invalidField(path.split('.')[0] ?? 'body', 'is nested too deeply');
  for (const name of prototypeNames)
    if (Object.hasOwn(value, name))
      throw invalidField(path === '' ? name : `${path}.${name}`, 'is not allowed as a name');
  for (const [name, inner] of Object.entries(value))
    walk(inner, path === '' ? name : `${path}.${name}`, depth - 1);
}

/** Refuses data that is nested beyond sense or aims at prototypes, before any schema looks at it. @throws AppError invalid */
export const requireHarmless = (value: unknown): void => walk(value, '', limits.jsonDepth);
