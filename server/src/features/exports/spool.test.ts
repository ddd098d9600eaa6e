import { readdir, readlink, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Spools } from './work.js';

/** The files of a folder that this process has open. Linux only. */
async function openIn(folder: string): Promise<string[]> {
  const numbers = await readdir('/proc/self/fd');
  const paths = await Promise.all(numbers.map((one) => readlink(`/proc/self/fd/${one}`).catch(() => '')));
  return paths.filter((path) => path.startsWith(folder));
}

it.skipIf(process.platform !== 'linux')(
  'are closed after a failure in the middle of writing or reading',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'spool-'));
    const spools = new Spools(folder);
    const written = spools.make();
    await written.add([1, 2, 3]);
    const read = spools.make();
    await read.add(Array.from({ length: 50_000 }, (_, number) => ({ number })));
    await read.end();
    for await (const line of read.lines()) {
      expect(line).toBe('{"number":0}');
      break;
    }
    expect(await openIn(folder)).not.toEqual([]);
    await spools.close();
    expect(await openIn(folder)).toEqual([]);
    await spools.close();
    await rm(folder, { recursive: true });
  },
);
