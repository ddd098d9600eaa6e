import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = join(import.meta.dirname, '..');
const bin = (name) => join(root, 'node_modules', '.bin', process.platform === 'win32' ? `${name}.cmd` : name);

/** All files below a path that a build depends on. */
function* files(path) {
  if (!existsSync(path)) return;
  if (statSync(path).isFile()) return yield path;
  for (const entry of readdirSync(path).sort())
    if (!['dist', 'node_modules', 'test'].includes(entry) && !entry.includes('.test.'))
      yield* files(join(path, entry));
}

/** A fingerprint of sources by content: a checkout changes every time stamp, but not the content. */
function fingerprint(paths) {
  const hash = createHash('sha256');
  for (const path of paths)
    for (const file of files(join(root, path)))
      hash.update(file.slice(root.length)).update(readFileSync(file));
  return hash.digest('hex');
}

function run(command, args, cwd) {
  if (!existsSync(command)) {
    process.stderr.write('What Parley is built with is not installed yet. Run npm ci first.\n');
    process.exit(1);
  }
  // A test that starts Parley has NODE_ENV=test: with it the page would be built with React's development version, twice as large.
  const env = { ...process.env, NODE_ENV: 'production' };
  const shell = process.platform === 'win32';
  const { status } = spawnSync(command, args, { cwd, env, stdio: 'inherit', shell });
  if (status !== 0) process.exit(status ?? 1);
}

const parts = [
  {
    name: 'server',
    sources: [
      'shared/src',
      'shared/tsconfig.json',
      'packages/embedded-mongo/src',
      'packages/embedded-mongo/tsconfig.json',
      'packages/relay/src',
      'packages/relay/tsconfig.json',
      'server/src',
      'server/tsconfig.json',
      'tsconfig.base.json',
      'package-lock.json',
    ],
    stamp: 'server/dist/.built',
    product: 'server/dist/main.js',
    build: () => run(bin('tsc'), ['-b', '--force'], root),
  },
  {
    name: 'client',
    sources: [
      'shared/src',
      'client/src',
      'client/public',
      'client/index.html',
      'client/vite.config.ts',
      'client/vite.texts.ts',
      'package-lock.json',
    ],
    stamp: 'client/dist/.built',
    product: 'client/dist/index.html',
    build: () => run(bin('vite'), ['build', '--logLevel', 'warn'], join(root, 'client')),
  },
];

/** Builds what is stale. */
export function build() {
  for (const { name, sources, stamp, product, build: make } of parts) {
    const now = fingerprint(sources);
    const before = existsSync(join(root, stamp)) ? readFileSync(join(root, stamp), 'utf8') : '';
    if (before === now && existsSync(join(root, product))) continue;
    process.stderr.write(`Building the ${name} …\n`);
    make();
    writeFileSync(join(root, stamp), now);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  // Without arguments there is nothing to parse, and no TypeScript to load.
  if (process.argv.length > 2) await (await import('./typed.mjs')).checkTyped('build');
  build();
}
