import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { build } from './build.mjs';

/** `npm run chaos`: builds what is stale, then runs e2e/chaos/main.ts with all arguments. */
build();
const { status } = spawnSync(
  process.execPath,
  ['--conditions=parley-source', '--import', 'tsx', 'e2e/chaos/main.ts', ...process.argv.slice(2)],
  { cwd: join(import.meta.dirname, '..'), stdio: 'inherit' },
);
process.exitCode = status ?? 1;
