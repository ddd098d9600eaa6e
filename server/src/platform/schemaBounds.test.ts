import { commands } from '@parley/shared/events';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ApiDocument, Schema } from '../test/jsonSchema.js';
import { startServer } from '../test/startServer.js';

/** A bounded pattern: without unbounded repetition, and for the whole text. */
const isBounded = (pattern: string): boolean =>
  pattern.startsWith('^') &&
  pattern.endsWith('$') &&
  !/[*+]|\{\d+,\}/.test(pattern.replace(/\[[^\]]*\]|\\./g, 'x'));

/** The places of a schema where the input has no limit. */
function* unbounded(schema: Schema, path: string, refs: Record<string, Schema>): Generator<string> {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split('/').at(-1) ?? '';
    const found = refs[name];
    // Each once: the depth of a body bounds recursion.
    if (found)
      yield* unbounded(
        found,
        `${path}<${name}>`,
        Object.fromEntries(Object.entries(refs).filter(([known]) => known !== name)),
      );
    return;
  }
  for (const one of [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])])
    yield* unbounded(one, path, refs);
  const fixed = schema.enum !== undefined || schema.const !== undefined;
  if (schema.type === 'string' && !fixed && schema.maxLength === undefined)
    if (!isBounded(schema.pattern ?? '')) yield `${path}: a string`;
  if (schema.type === 'array') {
    if (schema.maxItems === undefined) yield `${path}: an array`;
    for (const item of [schema.items || [], schema.prefixItems ?? []].flat())
      yield* unbounded(item, `${path}[]`, refs);
  }
  for (const [name, inner] of Object.entries(schema.properties ?? {}))
    yield* unbounded(inner, `${path}.${name}`, refs);
  const choice = schema.oneOf ?? schema.anyOf;
  if (schema.type === 'object' && !choice && schema.additionalProperties !== false) yield `${path}: a record`;
  if (Object.keys(schema).length === 0) yield `${path}: anything`;
}

describe('what can be sent', () => {
  it('has an end in each route', async () => {
    await using server = await startServer();
    const api = (await server.api().get('/api/v1/openapi.json').expect(200)).body as ApiDocument;
    const faults: string[] = [];
    let bodies = 0;
    for (const [path, methods] of Object.entries(api.paths))
      for (const [method, operation] of Object.entries(methods)) {
        const at = `${method} ${path}`;
        for (const { name, schema } of operation.parameters ?? [])
          faults.push(...unbounded(schema, `${at} ?${name}`, api.components.schemas ?? {}));
        const body = operation.requestBody?.content['application/json'];
        if (!body) continue;
        bodies += 1;
        faults.push(...unbounded(body.schema, at, api.components.schemas ?? {}));
      }
    expect(bodies).toBeGreaterThan(20);
    // Programs written for Slack, and providers, send more than we read; how much a body holds at all is bounded (`requireHarmless`).
    expect(
      faults.filter((fault) => !/^post \/(hooks\/.*|auth\/openid\/.*\/logout): a record$/.test(fault)),
    ).toEqual([]);
  });

  it('has an end in each command', () => {
    const faults = Object.entries(commands).flatMap(([name, schema]) => {
      const { $defs = {}, ...described } = z.toJSONSchema(schema, {
        io: 'input',
        unrepresentable: 'any',
      }) as Schema & {
        $defs?: Record<string, Schema>;
      };
      return [...unbounded(described, name, $defs)];
    });
    expect(faults).toEqual([]);
  });

  it('is found where it has none', () => {
    const faultsOf = (schema: z.ZodType): string[] => [
      ...unbounded(z.toJSONSchema(schema, { io: 'input' }) as Schema, 'x', {}),
    ];
    expect(
      faultsOf(z.strictObject({ a: z.array(z.string()), b: z.record(z.string(), z.boolean()) })),
    ).toEqual(['x.a: an array', 'x.a[]: a string', 'x.b: a record']);
    expect(
      faultsOf(z.strictObject({ a: z.string().max(3).optional(), b: z.string().regex(/^[a-z+]{1,9}$/) })),
    ).toEqual([]);
    expect(faultsOf(z.union([z.string().regex(/^a+$/), z.string().regex(/a/)]))).toHaveLength(2);
  });
});
