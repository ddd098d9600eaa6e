import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { build } from './build.mjs';

/**
 * Everything that needs no browser; with a Redis the shortest tier of `npm run chaos`, and with a MongoDB part of it on that; then the
 * browser stories when a Chromium is found. Ends with `N passed, N failed`.
 */
const root = join(import.meta.dirname, '..');
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
/**
 * What tests write lies in memory where there is room: each acknowledged write waits for the disk, and a run has a million of them.
 * The tests of full disks mount one of their own.
 */
const MEMORY = '/dev/shm';
const ROOM = 8 * 2 ** 30;
const folder = mkdtempSync(join(hasRoom(MEMORY) ? MEMORY : tmpdir(), 'parley-tests-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));
process.env.TMPDIR = folder;
process.env.PARLEY_BUILT = '1';
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

function hasRoom(path) {
  if (!existsSync(path)) return false;
  const { bavail, bsize } = statfsSync(path);
  return bavail * bsize >= ROOM;
}

/** Runs a program of ours; with `later` its output is printed when it ends, for what runs beside something else. */
async function runNode(args, later) {
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: ['ignore', later ? 'pipe' : 'inherit', 'inherit'],
  });
  const lines = [];
  child.stdout?.on('data', (chunk) => lines.push(chunk));
  const [status] = await once(child, 'close');
  for (const chunk of lines) process.stdout.write(chunk);
  return status;
}

async function run(name, config) {
  const report = join(folder, `${name}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const status = await runNode([vitest, 'run', '--config', config, ...reporters], false);
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

async function runChaos(name, ...options) {
  const report = join(folder, `${name}.json`);
  const script = join(root, 'scripts/chaos.mjs');
  await runNode([script, '--report', report, ...options], true);
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
async function timed(name, part) {
  const began = Date.now();
  await part();
  took.push(`${name} ${Math.round((Date.now() - began) / 1000)} s`);
}
const took = [];

/** Mostly waits, for servers that it killed to be back: so it runs beside what fills the processors. */
async function allChaos() {
  if (!has('redis-server') && !has('valkey-server'))
    return process.stdout.write('\nThe chaos scenarios were skipped: no Redis was found.\n');
  await timed('chaos', () => runChaos('chaos'));
  if (has(process.env.MONGOD ?? 'mongod'))
    return await timed('chaos on MongoDB', () =>
      runChaos('chaos-mongodb', '--database', 'mongodb', '--only', ON_MONGODB.join()),
    );
  process.stdout.write(
    '\nThe chaos scenarios on MongoDB were skipped: no mongod was found (looked at MONGOD and the path).\n',
  );
}

await timed('build', () => build());
await Promise.all([timed('unit', () => run('unit', 'vitest.config.ts')), allChaos()]);
if (chromium) await timed('browser', () => run('browser', 'e2e/browser/vitest.config.ts'));
else
  process.stdout.write(
    '\nThe browser stories were skipped: no Chromium was found (looked at CHROMIUM, CHROME_PATH and /usr/bin).\n',
  );
process.stdout.write(`\nOn ${availableParallelism()} cores: ${took.join(', ')}.\n`);
for (const failure of failures) process.stdout.write(`failed: ${failure}\n`);
process.stdout.write(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped\n`);
process.exitCode = totals.failed === 0 ? 0 : 1;
