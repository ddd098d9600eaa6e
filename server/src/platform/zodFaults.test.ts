import { messageOf } from '@parley/shared/faults';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { startServer } from '../test/startServer.js';
import { faultsOf } from './zodFaults.js';

const schema = z.strictObject({
  missing: z.string(),
  type: z.number(),
  short: z.string().min(2),
  long: z.string().max(2),
  few: z.array(z.string()).min(2),
  many: z.array(z.string()).max(1),
  small: z.int().positive(),
  large: z.int().max(9),
  format: z.email(),
  oneOf: z.enum(['a', 'b']),
  nested: z.object({ of: z.union([z.string(), z.number()]) }),
  ours: z.string().regex(/^x$/, messageOf('inviteCode')),
});

it('what Zod finds has a key, its values and a sentence', () => {
  const found = schema.safeParse({
    type: 'x',
    short: 'x',
    long: 'xyz',
    few: ['x'],
    many: ['x', 'y'],
    small: 0,
    large: 10,
    format: 'x',
    oneOf: 'c',
    nested: { of: null },
    ours: 'y',
    more: 1,
  });
  const issues = found.error?.issues ?? [];
  const faults = [...faultsOf(issues.slice(0, 9)), ...faultsOf(issues.slice(9))];
  expect(
    faults.map(({ field, key, params, message }) => [field, key, ...(params ? [params] : []), message]),
  ).toEqual([
    ['missing', 'missing', 'is missing'],
    ['type', 'type', { type: 'number' }, 'must be of the type number'],
    ['short', 'tooShort', { least: 2 }, 'must have at least 2 characters'],
    ['long', 'tooLong', { most: 2 }, 'must have at most 2 characters'],
    ['few', 'tooFew', { least: 2 }, 'must have at least 2 items'],
    ['many', 'tooMany', { most: 1 }, 'must have at most 1 items'],
    ['small', 'tooSmall', { least: 1 }, 'must be at least 1'],
    ['large', 'tooLarge', { most: 9 }, 'must be at most 9'],
    ['format', 'format', 'has the wrong form'],
    ['oneOf', 'oneOf', { values: 'a, b' }, 'must be one of a, b'],
    ['nested.of', 'notValid', 'is not valid'],
    ['ours', 'inviteCode', 'is no invitation of ours'],
    ['more', 'unknown', 'is not known here'],
  ]);
});

it('a refusal carries its key, and the fields at fault theirs', async () => {
  await using server = await startServer();
  const { alice } = await server.cast();
  const wrong = await alice.patch('/me', { displayName: '', more: true });
  expect(wrong.body).toMatchObject({
    code: 'invalid',
    key: 'invalid',
    errors: [
      { field: 'displayName', key: 'empty', message: 'must not be empty' },
      { field: 'more', key: 'unknown', message: 'is not known here' },
    ],
    fields: { displayName: 'must not be empty', more: 'is not known here' },
  });
  const refused = await alice.patch(`/users/${alice.userId}`, { active: false });
  expect(refused.body).toMatchObject({ code: 'conflict', key: 'accounts.self' });
});
