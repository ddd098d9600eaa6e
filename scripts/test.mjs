import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './build.mjs';

/**
 * Everything that needs no browser; with a Redis the shortest tier of `npm run chaos`, and with a MongoDB part of it on that; then the
 * browser stories when a Chromium is found. Ends with `N passed, N failed`.
 */
const root = join(import.meta.dirname, '..');
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const reports = mkdtempSync(join(tmpdir(), 'parley-reports-'));
/** The tests that depend on the database most. */
const ON_MONGODB = [
  'kill-9',
  'database-wire',
  'retries',
  'writers',
  'changes-since',
  'crash-before-broadcast',
  'database-kill-9',
];
const totals = { passed: 0, failed: 0, skipped: 0 };

function run(name, config) {
  const report = join(reports, `${name}.json`);
  const { status } = spawnSync(
    process.execPath,
    [
      vitest,
      'run',
      '--config',
      config,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    { cwd: root, stdio: 'inherit', env: { ...process.env, PARLEY_BUILT: '1' } },
  );
  if (!existsSync(report)) {
    totals.failed += 1;
    return;
  }
  const result = JSON.parse(readFileSync(report, 'utf8'));
  totals.passed += result.numPassedTests;
  totals.failed += result.numFailedTests;
  totals.skipped += result.numPendingTests;
  // A file that could not be loaded has no tests, but counts as failed.
  if (status !== 0 && result.numFailedTests === 0) totals.failed += 1;
}

function runChaos(name, ...options) {
  const report = join(reports, `${name}.json`);
  const script = join(root, 'scripts/chaos.mjs');
  spawnSync(process.execPath, [script, '--report', report, ...options], { cwd: root, stdio: 'inherit' });
  if (!existsSync(report)) {
    totals.failed += 1;
    return;
  }
  const { results } = JSON.parse(readFileSync(report, 'utf8'));
  for (const { findings } of results) totals[findings.length === 0 ? 'passed' : 'failed'] += 1;
}

const has = (program) => spawnSync(program, ['--version']).status === 0;

export const chromium = ['CHROMIUM', 'CHROME_PATH']
  .map((name) => process.env[name])
  .concat('/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome')
  .find((path) => path && existsSync(path));

/** Runs one part, and records its duration. */
function timed(name, part) {
  const began = Date.now();
  part();
  took.push(`${name} ${Math.round((Date.now() - began) / 1000)} s`);
}
const took = [];

timed('build', () => build());
timed('unit', () => run('unit', 'vitest.config.ts'));
if (has('redis-server') || has('valkey-server')) {
  timed('chaos', () => runChaos('chaos'));
  if (has(process.env.MONGOD ?? 'mongod'))
    timed('chaos on MongoDB', () =>
      runChaos('chaos-mongodb', '--database', 'mongodb', '--only', ON_MONGODB.join()),
    );
  else
    process.stdout.write(
      '\nThe chaos scenarios on MongoDB were skipped: no mongod was found (looked at MONGOD and the path).\n',
    );
} else process.stdout.write('\nThe chaos scenarios were skipped: no Redis was found.\n');
if (chromium) timed('browser', () => run('browser', 'e2e/browser/vitest.config.ts'));
else
  process.stdout.write(
    '\nThe browser stories were skipped: no Chromium was found (looked at CHROMIUM, CHROME_PATH and /usr/bin).\n',
  );
process.stdout.write(`\nOn ${availableParallelism()} cores: ${took.join(', ')}.\n`);
process.stdout.write(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped\n`);
process.exitCode = totals.failed === 0 ? 0 : 1;
