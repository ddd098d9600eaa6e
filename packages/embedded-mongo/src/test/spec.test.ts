import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDatabase, type RunningDatabase } from '../server.ts';
import { uriOf } from '../start.ts';
import { declined } from './spec.declined.ts';
import { readSpecs, runSpecTest, runsOn } from './spec.runner.ts';

const folder = resolve(import.meta.dirname, '../../../../../shared/testdata/mongodb-crud');
const outside = process.env['SPEC_MONGODB_URI'];

describe.skipIf(!existsSync(folder))("MongoDB's CRUD specification, through the official driver", () => {
  let database: RunningDatabase | undefined;
  let data = '';
  let uri = outside ?? '';
  let version = '';

  beforeAll(async () => {
    if (outside === undefined) {
      data = await mkdtemp(join(tmpdir(), 'parley-spec-'));
      const socketPath = join(data, 'db.sock');
      database = await startDatabase({ folder: data, socketPath, testCommands: true });
      uri = uriOf(socketPath, '');
    }
    await using client = new MongoClient(uri);
    version = String((await client.db('admin').command({ buildInfo: 1 }))['version']);
  });
  afterAll(async () => {
    await database?.close();
    if (data !== '') await rm(data, { recursive: true, force: true });
  });

  const files = existsSync(folder) ? readSpecs(folder) : [];
  const counts = { passed: 0, declined: 0, otherServer: 0 };
  for (const file of files)
    for (const test of file.tests) {
      const name = `${file.name} › ${test.description}`;
      it(name, async ({ skip }) => {
        if (!runsOn(file.runOnRequirements, version) || !runsOn(test.runOnRequirements, version)) {
          counts.otherServer += 1;
          return skip(`needs another server than a standalone ${version}`);
        }
        if (outside === undefined && declined[name] !== undefined) {
          counts.declined += 1;
          return skip(declined[name]);
        }
        await runSpecTest(file, test, uri);
        counts.passed += 1;
      });
    }

  it('passes at least 95 % of what a standalone server could run', () => {
    const runnable = counts.passed + counts.declined;
    console.log(
      `CRUD specification: ${counts.passed} of ${runnable} passed, ${counts.otherServer} need another server`,
    );
    expect(counts.passed / runnable).toBeGreaterThanOrEqual(0.95);
  });

  it('declines nothing that is not in the files', () => {
    const names = new Set(
      files.flatMap((file) => file.tests.map((test) => `${file.name} › ${test.description}`)),
    );
    expect(Object.keys(declined).filter((name) => !names.has(name))).toEqual([]);
  });
});

it.runIf(!existsSync(folder))('MongoDB CRUD specification: skipped, ../shared/testdata is not here', () => {
  console.log(
    'The CRUD specification was skipped: the folder with the test data is not beside this checkout.',
  );
});
