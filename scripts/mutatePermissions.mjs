import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';

/**
 * Removes one permission check after the other, and runs the permission matrix (`permissionMatrix.test.ts`), which must fail each
 * time. A survivor is a check that no test covers. `--list` prints them, `--only pins` runs some.
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

/** A statement that only checks a permission. */
const STATEMENT =
  /^\s*(?:await )?(?:requirePermission|requireWorkspace|requireCan|requireOwn\w*|loadRoomFor|loadRoom|loadMessage)\(.*\);$/;
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

/** @param rows a pattern of the rows' names; all of them without one */
function matrixFails(rows) {
  const { status } = spawnSync(
    process.execPath,
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--bail=1',
      ...(rows ? [`--testNamePattern=${rows}`] : []),
      'server/src/permissionMatrix.test.ts',
    ],
    { cwd: root, stdio: 'ignore' },
  );
  return status !== 0;
}

/** Rows that are likely to detect a missing check, by the words in its path: a few seconds instead of a minute. */
const nearest = (path) => {
  const words = path
    .slice(folder.length)
    .split(/[/.]/)
    .filter((word) => word.length > 3);
  return `for .*(${words.join('|')})|every command`;
};

/** Runs the matrix with one line replaced; the file is restored afterwards, whatever happens. */
function isCaught({ path, line, mutant }) {
  const file = join(root, path);
  const source = readFileSync(file, 'utf8');
  const restore = () => writeFileSync(file, source);
  process.once('exit', restore);
  const mutated = source
    .split('\n')
    .with(line - 1, mutant)
    .join('\n');
  writeFileSync(file, mutated);
  const caught = matrixFails(nearest(path)) || matrixFails();
  restore();
  process.removeListener('exit', restore);
  return caught;
}

if (!values.list && matrixFails()) {
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
  const caught = isCaught(one);
  if (!caught) missed += 1;
  process.stdout.write(`${i + 1}/${mutants.length} ${caught ? 'caught' : 'MISSED'}  ${name}\n`);
}
process.stdout.write(
  values.list
    ? `${mutants.length} checks\n`
    : `${mutants.length - missed} of ${mutants.length} checks are missed when they are gone\n`,
);
process.exitCode = missed === 0 ? 0 : 1;
