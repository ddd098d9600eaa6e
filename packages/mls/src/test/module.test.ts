import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

it('the module that is checked in is the one of SHA256SUMS', () => {
  const lines = readFileSync(resolve(root, 'wasm/SHA256SUMS'), 'utf8').trim().split('\n');
  const sums = new Map(lines.map((line) => [line.slice(66), line.slice(0, 64)]));
  const files = readdirSync(resolve(root, 'wasm')).filter((name) => name !== 'SHA256SUMS');
  expect([...sums.keys()].toSorted()).toEqual(files.toSorted());
  for (const [name, sum] of sums) {
    const bytes = readFileSync(resolve(root, 'wasm', name));
    expect(createHash('sha256').update(bytes).digest('hex'), name).toBe(sum);
  }
});

it.skipIf(process.platform === 'win32')(
  'the rebuild says that nothing was compared where the toolchain is missing',
  () => {
    const env = { PATH: '/usr/bin:/bin', HOME: '/nowhere', CARGO_HOME: '/nowhere' };
    const { status, stderr } = spawnSync('/bin/sh', [resolve(root, 'scripts/rebuild.sh')], {
      env,
      encoding: 'utf8',
    });
    expect(stderr).toMatch(/Nothing was compared/);
    expect(status).toBe(2);
  },
);
