import { z } from 'zod';
import { matches } from './filter.match.js';
import { parseFilter, MOST_CHARACTERS, type Filter } from './filter.parse.js';
import { badRequest } from './scim.errors.js';
import { isObject, keyIn, LIST, withoutSchema, type Json } from './scim.names.js';

/** Resources of one answer. */
export const MOST_LISTED = 200;
const USUALLY_LISTED = 100;

const whole = z.preprocess((value) => (value === '' ? undefined : value), z.coerce.number().int().optional());
/** Names of attributes, as a list or with commas between them. */
const names = z
  .union([
    z
      .string()
      .max(4000)
      .transform((text) => text.split(',')),
    z.array(z.string().max(300)).max(100),
  ])
  .transform((list) => list.map((name) => name.trim()).filter((name) => name !== ''))
  .optional();

const queryInput = z.object({
  filter: z.string().max(MOST_CHARACTERS).optional(),
  startIndex: whole,
  count: whole,
  attributes: names,
  excludedAttributes: names,
});

export interface Query {
  filter: Filter | undefined;
  /** From 1. */
  startIndex: number;
  count: number;
  shown: Shown;
}

export interface Shown {
  attributes: string[] | undefined;
  excludedAttributes: string[] | undefined;
}

/** Reads the parameters of a request. Others, such as those of sorting, are left aside. @throws ScimFault */
export function queryOf(given: unknown): Query {
  const parsed = queryInput.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const field = String(issue?.path[0] ?? '');
    throw badRequest(
      field === 'filter' ? 'invalidFilter' : 'invalidValue',
      `${field}: ${issue?.message ?? ''}`,
    );
  }
  const { filter, startIndex = 1, count = USUALLY_LISTED, attributes, excludedAttributes } = parsed.data;
  return {
    filter: filter === undefined || filter.trim() === '' ? undefined : parseFilter(filter),
    startIndex: Math.max(1, startIndex),
    count: Math.min(MOST_LISTED, Math.max(0, count)),
    shown: { attributes, excludedAttributes },
  };
}

/** What an answer always has. */
const always = ['schemas', 'id'];

function pick(from: Json, path: readonly string[], to: Json): void {
  const [name = '', ...rest] = path;
  const key = keyIn(from, name);
  if (key === undefined) return;
  const value = from[key];
  if (rest.length === 0) to[key] = value;
  else if (Array.isArray(value))
    to[key] = value.map((one, i) => {
      const before: unknown = Array.isArray(to[key]) ? to[key][i] : undefined;
      const inner: Json = isObject(before) ? before : {};
      if (isObject(one)) pick(one, rest, inner);
      return inner;
    });
  else if (isObject(value)) {
    const inner: Json = isObject(to[key]) ? to[key] : {};
    pick(value, rest, inner);
    to[key] = inner;
  }
}

function drop(from: Json, path: readonly string[]): Json {
  const [name = '', ...rest] = path;
  const key = keyIn(from, name);
  if (key === undefined) return from;
  const value = from[key];
  const inner = (one: unknown): unknown => (isObject(one) ? drop(one, rest) : one);
  if (rest.length === 0) return Object.fromEntries(Object.entries(from).filter(([other]) => other !== key));
  return { ...from, [key]: Array.isArray(value) ? value.map(inner) : inner(value) };
}

const pathOf = (name: string): string[] => withoutSchema(name).split('.');

/** A resource with the attributes that a request wants. */
export function shown(resource: Json, { attributes, excludedAttributes = [] }: Shown): Json {
  let result = resource;
  if (attributes !== undefined && attributes.length > 0) {
    result = {};
    for (const name of [...always, ...attributes]) pick(resource, pathOf(name), result);
  }
  for (const name of excludedAttributes)
    if (!always.includes(name.toLowerCase())) result = drop(result, pathOf(name));
  return result;
}

/** An answer with some resources. */
export const listOf = (resources: readonly Json[], total: number, startIndex: number): Json => ({
  schemas: [LIST],
  totalResults: total,
  startIndex,
  itemsPerPage: resources.length,
  Resources: resources,
});

/** The page of those resources that match, of all. */
export async function pageOf(
  all: AsyncIterable<readonly Json[]>,
  { filter, startIndex, count, shown: wanted }: Query,
): Promise<Json> {
  const page: Json[] = [];
  let total = 0;
  for await (const some of all)
    for (const resource of some) {
      if (filter && !matches(resource, filter)) continue;
      total += 1;
      if (total >= startIndex && page.length < count) page.push(shown(resource, wanted));
    }
  return listOf(page, total, startIndex);
}
