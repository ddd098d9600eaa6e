import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { matches } from './filter.match.js';
import { parseFilter, type Filter } from './filter.parse.js';
import { badRequest, ScimFault } from './scim.errors.js';
import { isObject, keyIn, PATCH_OP, withoutSchema, type Json } from './scim.names.js';

/** Operations of one request. */
const MOST_OPERATIONS = 200;

/** The body of a PATCH. Entra writes `Add` and `Replace`. */
const patchInput = z.object({
  schemas: z.array(z.string()).refine((schemas) => schemas.includes(PATCH_OP)),
  Operations: z
    .array(
      z.object({
        op: z
          .string()
          .toLowerCase()
          .pipe(z.enum(['add', 'remove', 'replace'])),
        path: z.string().max(2000).optional(),
        value: z.unknown().optional(),
      }),
    )
    .min(1)
    .max(MOST_OPERATIONS),
});
export type Operation = z.infer<typeof patchInput>['Operations'][number];

/** Reads the operations of a PATCH. @throws ScimFault invalidSyntax */
export function parsePatch(body: unknown): readonly Operation[] {
  const parsed = patchInput.safeParse(body);
  if (parsed.success) return parsed.data.Operations;
  const [issue] = parsed.error.issues;
  throw badRequest('invalidSyntax', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
}

interface Path {
  name: string;
  filter?: Filter;
  sub?: string;
}

const unreadable = (path: string): ScimFault => badRequest('invalidPath', `${path} is no path.`);

/** `name`, `name.familyName`, `emails[type eq "work"]` or `emails[type eq "work"].value`. @throws ScimFault invalidPath, invalidFilter */
function pathOf(given: string): Path {
  const found = /^\s*([a-zA-Z$][\w$-]*)(?:\[(.*)\])?(?:\.([a-zA-Z$][\w$-]*))?\s*$/s.exec(
    withoutSchema(given),
  );
  const [, name, filter, sub] = found ?? [];
  if (name === undefined) throw unreadable(given);
  return {
    name,
    ...(filter === undefined ? {} : { filter: parseFilter(filter) }),
    ...(sub === undefined ? {} : { sub }),
  };
}

/** What a filter of equalities says about an entry that it would find. */
function entryOf(filter: Filter): Json | undefined {
  if (filter.is === 'compare' && filter.operator === 'eq' && filter.path.length === 1)
    return { [filter.path[0] ?? '']: filter.value };
  if (filter.is !== 'and') return undefined;
  const parts = filter.parts.map(entryOf);
  return parts.includes(undefined) ? undefined : (Object.assign({}, ...parts) as Json);
}

const listOf = (value: unknown): unknown[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];

/** The same entry: by its value where it has one. */
const isSame = (a: unknown, b: unknown): boolean =>
  isObject(a) && isObject(b) && a['value'] !== undefined
    ? String(a['value']).toLowerCase() === String(b['value']).toLowerCase()
    : isDeepStrictEqual(a, b);

/** Sets one attribute of an object, or removes it. */
function put(object: Json, name: string, value: unknown, op: Operation['op']): void {
  const key = keyIn(object, name) ?? name;
  if (op === 'remove') return void delete object[key];
  const before = object[key];
  if (Array.isArray(before) && op === 'add') {
    const entries = before as unknown[];
    const fresh = listOf(value).filter((one) => !entries.some((other) => isSame(one, other)));
    object[key] = [...entries, ...fresh];
  } else if (isObject(before) && isObject(value)) object[key] = { ...before, ...value };
  else object[key] = value;
}

/** One entry of a list is the primary one: the newest that says so. */
function onePrimary(entries: unknown[], changed: readonly unknown[]): void {
  if (!changed.some((entry) => isObject(entry) && entry['primary'] === true)) return;
  for (const entry of entries)
    if (isObject(entry) && entry['primary'] === true && !changed.includes(entry)) entry['primary'] = false;
}

/** Changes the entries that a filter finds. */
function putEntries(
  resource: Json,
  { name, filter, sub }: Path & { filter: Filter },
  { op, value }: Operation,
): void {
  const key = keyIn(resource, name) ?? name;
  const entries = listOf(resource[key]);
  const found = entries.filter((entry) => isObject(entry) && matches(entry, filter)) as Json[];
  if (found.length === 0) {
    // Entra sets what is not there yet by replacing it.
    const entry = op === 'remove' ? undefined : entryOf(filter);
    if (!entry) throw badRequest('noTarget', `Nothing is at ${name} with that filter.`);
    const made =
      sub === undefined ? { ...entry, ...(isObject(value) ? value : { value }) } : { ...entry, [sub]: value };
    resource[key] = [...entries, made];
    return onePrimary(resource[key] as unknown[], [made]);
  }
  if (op === 'remove' && sub === undefined)
    return void (resource[key] = entries.filter((entry) => !found.includes(entry as Json)));
  for (const entry of found) {
    if (sub !== undefined) put(entry, sub, value, op);
    else if (isObject(value)) Object.assign(entry, value);
    else entry['value'] = value;
  }
  onePrimary(entries, found);
}

function putAt(resource: Json, path: Path, operation: Operation): void {
  const { op, value } = operation;
  if (path.filter) return putEntries(resource, { ...path, filter: path.filter }, operation);
  const key = keyIn(resource, path.name) ?? path.name;
  if (path.sub !== undefined) {
    const inner = isObject(resource[key]) ? resource[key] : {};
    put(inner, path.sub, value, op);
    resource[key] = inner;
    return;
  }
  const before = resource[key];
  // Entra removes members by naming them in the value.
  if (op === 'remove' && value !== undefined && value !== null && Array.isArray(before)) {
    const gone = listOf(value);
    resource[key] = before.filter((entry) => !gone.some((one) => isSame(one, entry)));
    return;
  }
  put(resource, path.name, value, op);
}

/** What a program may not change. */
const readOnly = new Set(['id', 'meta', 'schemas', 'groups', 'nickname']);

/**
 * Applies the operations of a PATCH, in order.
 * @param resource what the program may change of it, as on the wire; not changed
 * @returns the resource as it is wanted: not validated
 * @throws ScimFault
 */
export function patched(resource: Json, operations: readonly Operation[]): Json {
  const wanted = structuredClone(resource);
  for (const operation of operations) {
    const { op, path, value } = operation;
    if (path !== undefined && path.trim() !== '') {
      const read = pathOf(path);
      if (readOnly.has(read.name.toLowerCase()))
        throw badRequest('mutability', `${read.name} cannot be changed.`);
      putAt(wanted, read, operation);
    } else if (op === 'remove') throw badRequest('noTarget', 'What is removed needs a path.');
    else if (!isObject(value)) throw badRequest('invalidValue', 'Without a path the value is an object.');
    else
      for (const [name, one] of Object.entries(value)) {
        const bare = withoutSchema(name);
        // A schema of an extension, with attributes that Parley does not store, or what a program has read here and sends back.
        if (bare !== name && isObject(one)) continue;
        const read = /^urn:/i.test(bare) ? undefined : pathOf(name);
        if (read && !readOnly.has(read.name.toLowerCase())) putAt(wanted, read, { op, value: one });
      }
  }
  return wanted;
}
