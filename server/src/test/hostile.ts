import { resolved, type Definitions, type Schema } from './jsonSchema.js';

/** Some texts of which one fits most patterns of the API. */
const candidates = [
  '0'.repeat(24),
  '00000000-0000-4000-8000-000000000000',
  'general',
  'a long enough text',
  '2026-01-01',
  '👍',
  'https://example.org/x',
  'en',
];

function sampleText({ format, pattern, minLength = 0, maxLength = Infinity }: Schema): string {
  if (format === 'date-time') return '2026-01-01T00:00:00.000Z';
  if (format === 'email') return 'someone@example.org';
  const fits = (text: string): boolean =>
    text.length >= minLength &&
    text.length <= maxLength &&
    (pattern === undefined || new RegExp(pattern, 'u').test(text));
  return candidates.find(fits) ?? 'a'.repeat(Math.max(1, minLength));
}

/** A value that a schema probably accepts: a mutation of one part then reaches that part's own check. */
export function sample(schema: Schema, definitions: Definitions, depth = 0): unknown {
  const found = resolved(schema, definitions);
  if (found.const !== undefined) return found.const;
  if (found.enum) return found.enum[0];
  const choice = found.anyOf?.[0] ?? found.oneOf?.[0] ?? found.allOf?.[0];
  if (choice) return sample(choice, definitions, depth);
  const type = Array.isArray(found.type) ? found.type[0] : found.type;
  if (type === 'string') return sampleText(found);
  if (type === 'integer' || type === 'number') return Math.max(1, found.minimum ?? 1);
  if (type === 'boolean') return true;
  if (type === 'array') return depth > 6 || !found.items ? [] : [sample(found.items, definitions, depth + 1)];
  if (type !== 'object' || depth > 6) return null;
  return Object.fromEntries(
    Object.entries(found.properties ?? {}).map(([name, inner]) => [
      name,
      sample(inner, definitions, depth + 1),
    ]),
  );
}

const nested = (depth: number): unknown => {
  let value: unknown = 'x';
  for (let i = 0; i < depth; i++) value = i % 2 ? { a: value } : [value];
  return value;
};

/** Replacements for any value: other types, operators of the database, huge, deep, many, and bytes in disguise. */
export const hostileValues: Record<string, unknown> = {
  nothing: null,
  truth: true,
  negative: -1,
  fraction: 0.5,
  'a number beyond all': 1e308,
  'an empty text': '',
  'a list': [],
  'a record': {},
  'not equal': { $ne: null },
  greater: { $gt: '' },
  'a function': { $where: 'while (true) {}' },
  'an expression': { $expr: { $eq: [1, 1] } },
  'a pattern': { $regex: '^(a+)+$' },
  'a long text': 'a'.repeat(100_000),
  marks: '\u0301'.repeat(50_000),
  'a family': '👨‍👩‍👧‍👦'.repeat(10_000),
  'half a sign': '\ud800',
  'a null in a text': 'a\u0000b',
  'a way up': '../../../../etc/passwd',
  lines: 'a\r\nSet-Cookie: x=1',
  deep: nested(60),
  many: Array.from({ length: 20_000 }, (_, i) => i),
  'many records': Array.from({ length: 5000 }, () => ({ $ne: 1 })),
  'bytes of a driver': { type: 'Buffer', data: [1, 2, 3] },
};

/** The places of a value, as paths of names; lists by their first item. The empty path is the value itself. */
function* places(value: unknown, path: string[] = []): Generator<string[]> {
  yield path;
  if (typeof value !== 'object' || value === null || path.length > 3) return;
  const names = Array.isArray(value) ? Object.keys(value).slice(0, 1) : Object.keys(value);
  for (const name of names) yield* places((value as Record<string, unknown>)[name], [...path, name]);
}

function replaced(value: unknown, [name, ...rest]: string[], by: unknown): unknown {
  if (name === undefined) return by;
  if (Array.isArray(value)) return [replaced(value[0], rest, by)];
  const record = value as Record<string, unknown>;
  return { ...record, [name]: replaced(record[name], rest, by) };
}

/** Each of the hostile values in each place of a valid one, and unknown names, with a description for a report. */
export function* mutations(valid: unknown): Generator<[string, unknown]> {
  yield ['as it should be', valid];
  for (const path of places(valid))
    for (const [name, hostile] of Object.entries(hostileValues))
      yield [`${name} as ${path.join('.') || 'all of it'}`, replaced(valid, path, hostile)];
  if (typeof valid !== 'object' || valid === null || Array.isArray(valid)) return;
  yield ['an unknown name', { ...valid, surprise: 1 }];
  yield [
    'many unknown names',
    { ...valid, ...Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`n${i}`, i])) },
  ];
  yield ['a prototype', { ...valid, constructor: { prototype: { admin: true } } }];
}

/** Invalid JSON bodies, as bytes, each with its declared content type. */
export const rawBodies: Record<string, { type: string; body: string | Buffer }> = {
  'nothing at all': { type: 'application/json', body: '' },
  'half of it': { type: 'application/json', body: '{"a":' },
  'a number': { type: 'application/json', body: '1' },
  'a prototype': { type: 'application/json', body: '{"__proto__":{"admin":true}}' },
  'ten thousand brackets': { type: 'application/json', body: '['.repeat(10_000) + ']'.repeat(10_000) },
  'the same name often': { type: 'application/json', body: `{${'"text":"a",'.repeat(10_000)}"text":"b"}` },
  'bytes as JSON': { type: 'application/json', body: Buffer.from([0xff, 0xfe, 0, 1, 2, 3]) },
  bytes: { type: 'application/octet-stream', body: Buffer.alloc(4096, 0xff) },
  xml: { type: 'application/xml', body: '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>' },
  'a form': { type: 'application/x-www-form-urlencoded', body: 'a[$ne]=1&a=2&text=x' },
  'an alphabet of its own': { type: 'application/json; charset=x-none', body: '{}' },
  'larger than allowed': { type: 'application/json', body: `{"text":"${'a'.repeat(1_100_000)}"}` },
};
