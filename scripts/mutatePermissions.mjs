import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';

/**
 * Removes one permission check after the other, and runs the permission matrix (`permissionMatrix.test.ts`), which must fail each
 * time. A survivor is a check that no test covers. `--list` prints them, `--only pins` runs some.
 *
 * First it runs the whole matrix once with every check noting that it was reached, which names the rows to run for each.
 */
const root = join(import.meta.dirname, '..');
const { values } = parseArgs({
  options: {
    help: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
  },
});
if (values.help) {
  process.stdout.write(
    'npm run mutate:permissions [-- --list] [-- --only <part of a path>]\nTakes one permission check away after the other, and runs the permission matrix. Ends with 1 if one is not missed.\n',
  );
  process.exit(0);
}

/** A check by its function. */
const CALL =
  /\b(requirePermission|requireWorkspace|requireCan|requireManage|requireSeat|requireOwn\w*|loadRoomFor|loadRoom|loadMessage|loadCall)\(/;
/** A statement that only checks a permission. */
const STATEMENT = new RegExp(`^\\s*(?:await )?${CALL.source}.*\\);$`);
/** A room loaded with a permission: the mutant loads it for reading, without the check. */
const LOADED_FOR = /(loadRoomFor\(.*, )(?:'\w+'|[\w.! =]+\? '\w+' : '\w+')\)/;
/** A refusal that depends on the actor: its condition is on the same line or the one before. */
const REFUSAL = /\bthrow (?=refusal\()/;
const ON_WHO_ACTS =
  /\bif \(.*(?:\b(?:mayManage|outranks|mayInWorkspace|can)\(|\.(?:authorId|ownerId)\) !== actor\.userId|actor\.role ===)/;

function mutantOf(line, before) {
  if (STATEMENT.test(line)) return '';
  if (LOADED_FOR.test(line)) return line.replace(LOADED_FOR, "$1'read')");
  if (REFUSAL.test(line) && ON_WHO_ACTS.test(REFUSAL.test(before) ? line : `${before} ${line}`))
    return line.replace(REFUSAL, 'void ');
  return undefined;
}

const folder = 'server/src/features';
const mutants = readdirSync(join(root, folder), { recursive: true })
  .map((path) => join(folder, path))
  .filter((path) => path.endsWith('.ts') && !path.includes('.test.') && path.includes(values.only))
  .sort()
  .flatMap((path) => {
    const lines = readFileSync(join(root, path), 'utf8').split('\n');
    return lines.flatMap((line, i) => {
      const mutant = mutantOf(line, lines[i - 1] ?? '');
      return mutant === undefined ? [] : [{ path, line: i + 1, was: line.trim(), mutant }];
    });
  });

// Ended by a signal it would leave a mutant in the sources: `exit` restores them.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));

/** Tests of checks that no row can show: those before and after a wait, and those whose refusal looks like another's. */
const ELSEWHERE = ['server/src/features/sync/openRoom.test.ts', 'server/src/features/calls/legs.test.ts'];

/** Runs one file of tests. @returns whether it passes */
function passes(file, options = [], environment = {}) {
  const { status } = spawnSync(
    process.execPath,
    ['node_modules/vitest/vitest.mjs', 'run', '--bail=1', ...options, file],
    { cwd: root, stdio: 'ignore', env: { ...process.env, ...environment } },
  );
  return status === 0;
}

/** @param rows names of rows; all of them without any */
function matrixPasses(rows = [], environment = {}) {
  const pattern = rows.map((row) => row.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')).join('|');
  const options = pattern === '' ? [] : [`--testNamePattern=(${pattern})$`];
  return passes('server/src/permissionMatrix.test.ts', options, environment);
}

/** Has each check note that it was reached, in the place of its expression: a statement before it could lose its `if`. */
function noting(line, id) {
  const note = `globalThis.reachedChecks?.push(${id})`;
  if (REFUSAL.test(line)) return line.replace(REFUSAL, `throw (${note}, undefined) ?? `);
  return line.replace(CALL, `(${note}, $1)(`);
}

/** Writes sources for as long as `run` takes; they are restored whatever happens. */
function withSources(changed, run) {
  const before = [...changed.keys()].map((path) => [path, readFileSync(join(root, path), 'utf8')]);
  const restore = () => before.forEach(([path, source]) => writeFileSync(join(root, path), source));
  process.once('exit', restore);
  for (const [path, lines] of changed) writeFileSync(join(root, path), lines.join('\n'));
  const result = run();
  restore();
  process.removeListener('exit', restore);
  return result;
}

const linesOf = (path) => readFileSync(join(root, path), 'utf8').split('\n');

/** How often each row of the matrix reaches each check: `[{ row, reached: [id, …] }]`. Undefined when the matrix fails as it is. */
function readReached() {
  const changed = new Map();
  for (const [id, { path, line }] of mutants.entries()) {
    const lines = changed.get(path) ?? linesOf(path);
    changed.set(path, lines.with(line - 1, noting(lines[line - 1], id)));
  }
  const file = join(mkdtempSync(join(tmpdir(), 'parley-reached-')), 'rows');
  writeFileSync(file, '');
  if (!withSources(changed, () => matrixPasses([], { PARLEY_REACHED: file }))) return undefined;
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((text) => text !== '')
    .map((text) => JSON.parse(text));
}

/** Rows of a check that run first. */
const FEW = 4;

/**
 * The rows that reach a check, those first that do so most often beyond what each scene needs: the others reach it only
 * while somebody who may prepares something.
 */
function rowsOf(id, reached) {
  const counts = reached.map(({ row, reached: ids }) => ({
    row,
    count: ids.filter((one) => one === id).length,
  }));
  const least = Math.min(...counts.map(({ count }) => count));
  return counts
    .filter(({ count }) => count > 0)
    .sort((one, other) => other.count - one.count)
    .map(({ row, count }) => ({ row, beyond: count > least }));
}

/** Runs the matrix with one line replaced: the likeliest rows first, then all that reach it. */
function isCaught(id, { path, line, mutant }, reached) {
  const rows = rowsOf(id, reached);
  const few = rows.slice(0, FEW).map(({ row }) => row);
  const beyond = rows.filter((one) => one.beyond).map(({ row }) => row);
  return withSources(new Map([[path, linesOf(path).with(line - 1, mutant)]]), () => {
    const tries = [few, beyond, rows.map(({ row }) => row)].filter((some) => some.length > 0);
    return tries.some((some) => !matrixPasses(some)) || ELSEWHERE.some((file) => !passes(file));
  });
}

const reached = values.list ? [] : readReached();
if (!reached) {
  process.stderr.write(
    'The permission matrix fails as it is. Run it before: npx vitest run server/src/permissionMatrix.test.ts\n',
  );
  process.exit(2);
}
let missed = 0;
for (const [i, one] of mutants.entries()) {
  const name = `${relative(folder, one.path)}:${one.line}  ${one.was}`;
  if (values.list) {
    process.stdout.write(`${name}\n`);
    continue;
  }
  const caught = isCaught(i, one, reached);
  if (!caught) missed += 1;
  process.stdout.write(`${i + 1}/${mutants.length} ${caught ? 'caught' : 'MISSED'}  ${name}\n`);
}
process.stdout.write(
  values.list
    ? `${mutants.length} checks\n`
    : `${mutants.length - missed} of ${mutants.length} checks are missed when they are gone\n`,
);
process.exitCode = missed === 0 ? 0 : 1;
