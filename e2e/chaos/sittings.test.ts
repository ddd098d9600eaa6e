import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Scenario } from './scenario';
import { Sittings, type Part } from './sittings';

const scenario: Scenario = {
  id: 1,
  name: 'kills',
  says: '',
  unit: 'kills',
  counts: { smoke: 2, ci: 40, soak: 1000 },
  parts: { count: 400 },
  run: () => Promise.reject(new Error('is not played here')),
};
const passed = (count: number): Part => ({ count, seconds: 10, findings: [], figures: `${count} were` });
const failed: Part = {
  count: 400,
  seconds: 5,
  findings: [{ rule: 'lost', who: 'ana', what: 'one' }],
  figures: '',
};

let folder = '';
let file = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-sittings-'));
  file = join(folder, 'soak.json');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a long scenario goes on where the last sitting ended, part by part, with other chances', async () => {
  const first = await Sittings.open('soak', '1', file);
  const none = first.of(scenario);
  expect(first.next(scenario, none)).toEqual({ count: 400, minutes: 5 });
  const some = await first.add(none, passed(400));
  expect(some).toMatchObject({ count: 400, parts: 1, seconds: 10, figures: '400 were' });
  // Ended by the time limit in the middle of a part.
  await first.add(some, passed(150));

  const second = await Sittings.open('soak', '1', file);
  const known = second.of(scenario);
  expect(known).toMatchObject({ count: 550, parts: 2, seconds: 20 });
  expect(second.next(scenario, known)?.count).toBe(400);
  expect(second.chancesOf(known)).not.toBe(second.chancesOf(none));
  const most = await second.add(known, passed(400));
  expect(second.next(scenario, most)?.count).toBe(50);
  expect(second.next(scenario, await second.add(most, passed(50)))).toBeUndefined();
});

test('a part with findings is told, counts for nothing, and is played again with the same chances', async () => {
  const sittings = await Sittings.open('soak', '2', file);
  const some = await sittings.add(sittings.of(scenario), passed(400));
  const broken = await sittings.add(some, failed);
  expect(broken).toMatchObject({ count: 400, parts: 1, findings: failed.findings });
  const again = (await Sittings.open('soak', '2', file)).of(scenario);
  expect(again).toMatchObject({ count: 400, parts: 1, findings: [] });
  expect(sittings.chancesOf(again)).toBe(sittings.chancesOf(some));
});

test('what was played with another seed or in another tier is no beginning', async () => {
  const { seed } = JSON.parse(await readFile(file, 'utf8')) as { seed: string };
  for (const other of [await Sittings.open('soak', `${seed}0`, file), await Sittings.open('ci', seed, file)])
    expect(other.of(scenario).count).toBe(0);
  const short = await Sittings.open('ci', '1', undefined);
  expect(short.next(scenario, short.of(scenario))).toEqual({ count: 40, minutes: 0 });
});
