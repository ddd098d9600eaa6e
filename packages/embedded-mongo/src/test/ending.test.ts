import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const ROUNDS = 10;

it(`a process ends with its own status in ${ROUNDS} rounds, while its database writes`, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'parley-ending-'));
  const program = join(import.meta.dirname, 'endInMidWrite.ts');
  for (let round = 0; round < ROUNDS; round++) {
    const child = spawn(
      process.execPath,
      ['--conditions=parley-source', '--import', 'tsx', program, folder],
      { stdio: 'inherit' },
    );
    const [code] = (await once(child, 'exit')) as [number | null];
    expect(code).toBe(7);
  }
  await rm(folder, { recursive: true, force: true });
});
