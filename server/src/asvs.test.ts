import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const text = readFileSync(join(root, 'docs/asvs.md'), 'utf8');
const rows = text
  .split('\n')
  .filter((line) => /^\| V\d/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, requirement = '', verdict = '', where = '', test = '']) => ({
    id: requirement.split(' ')[0] ?? '',
    verdict,
    where,
    test,
  }));

/** How many requirements of levels 1 and 2 each chapter has. Source: the CSV of ASVS 5.0.0. */
const counts = [27, 11, 19, 10, 9, 35, 18, 7, 7, 29, 14, 9, 13, 9, 13, 16, 7];
const verdicts = ['yes', 'part', 'no', 'host', '–'];

const namedIn = (cell: string): string[] =>
  [...cell.matchAll(/`([^`]+)`/g)]
    .map(([, name = '']) => name)
    .filter((name) => /\.(ts|tsx|md|yml|json)$/.test(name) && !name.startsWith('.'));

const exists = (name: string): boolean =>
  ['', 'server/src', 'server/src/features'].some((base) => existsSync(join(root, base, name)));

it('the table of ASVS has each requirement of levels 1 and 2 once, with a verdict', () => {
  const perChapter = counts.map((_, at) => rows.filter(({ id }) => id.startsWith(`V${at + 1}.`)).length);
  expect(perChapter).toEqual(counts);
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  expect(rows.filter(({ verdict }) => !verdicts.includes(verdict))).toEqual([]);
});

it('each file and each test that the table names exists', () => {
  const missing = rows.flatMap(({ id, where, test }) =>
    [...namedIn(where), ...namedIn(test)].filter((name) => !exists(name)).map((name) => `${id}: ${name}`),
  );
  expect(missing).toEqual([]);
});

it('what is met only in part, or by the operator, has its reason', () => {
  const silent = rows.filter(
    ({ verdict, where }) => ['part', 'no', 'host'].includes(verdict) && where === '',
  );
  expect(silent).toEqual([]);
});
