import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, relative } from 'node:path';
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
/** What failed, by name: the last lines of a long log are read first. */
const failures = [];

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
  if (!existsSync(report)) return fail(`${name} ended without a report`);
  const result = JSON.parse(readFileSync(report, 'utf8'));
  totals.passed += result.numPassedTests;
  totals.failed += result.numFailedTests;
  totals.skipped += result.numPendingTests;
  for (const file of result.testResults) noteFailures(file);
  // A file that could not be loaded has no tests, but counts as failed.
  if (status !== 0 && result.numFailedTests === 0) fail(`${name} ended with ${status}`);
}

function noteFailures({ name, status, message, assertionResults }) {
  const failed = assertionResults.filter((one) => one.status === 'failed');
  const path = relative(root, name);
  for (const { fullName, failureMessages } of failed)
    failures.push(`${path} > ${fullName}\n    ${firstLine(failureMessages.join())}`);
  if (status === 'failed' && failed.length === 0) failures.push(`${path}\n    ${firstLine(message)}`);
}

const firstLine = (text = '') => text.split('\n')[0].slice(0, 300);

/** Counts one failure that is no test. */
function fail(what) {
  totals.failed += 1;
  failures.push(what);
}

function runChaos(name, ...options) {
  const report = join(reports, `${name}.json`);
  const script = join(root, 'scripts/chaos.mjs');
  spawnSync(process.execPath, [script, '--report', report, ...options], { cwd: root, stdio: 'inherit' });
  if (!existsSync(report)) return fail(`${name} ended without a report`);
  const { results } = JSON.parse(readFileSync(report, 'utf8'));
  for (const { name: scenario, findings } of results)
    if (findings.length === 0) totals.passed += 1;
    else fail(`${name}: ${scenario}`);
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
for (const failure of failures) process.stdout.write(`failed: ${failure}\n`);
process.stdout.write(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped\n`);
process.exitCode = totals.failed === 0 ? 0 : 1;
