import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { settings } from '../config.js';
import { describeSettings, settingsByHeading } from './describeSettings.js';

it('docs/configuration.md is what the settings say (npm run docs:configuration)', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/configuration.md'), 'utf8');
  expect(page).toBe(describeSettings());
  expect(describeSettings()).not.toMatch(/\|\s*\|$/m);
});

it('each setting that is read is of the server or of one feature', () => {
  const names = [...settingsByHeading().values()].flat().map(([name]) => name);
  expect(names.toSorted()).toEqual(Object.keys(settings).toSorted());
});
