import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Node } from '../world/programs';

const root = join(import.meta.dirname, '../..');

/** This installation at another place, where no other test runs a server. */
async function installation(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-installed-'));
  await mkdir(join(folder, 'server'));
  for (const part of ['server/dist', 'server/package.json', 'package.json'])
    await cp(join(root, part), join(folder, part), { recursive: true });
  for (const part of ['node_modules', 'server/node_modules', 'server/assets'])
    await symlink(join(root, part), join(folder, part));
  return folder;
}

interface Outcome {
  code: number;
  error: string;
}

/** `npm run backup` in an installation, with no setting but `data`. */
function backup(at: string, data: string | undefined, ...more: string[]): Promise<Outcome> {
  const env = { ...process.env, SYSTEMD_UNIT_PATH: at, PARLEY_DATA: data };
  const args = ['server/dist/operations/backup.js', '--to', join(at, 'b.tar.gz'), ...more];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: at, env }, (failure, _out, error) =>
      resolve({ code: failure ? Number(failure.code) : 0, error }),
    );
  });
}

const saying = (text: string): unknown => ({ code: 1, error: expect.stringContaining(text) as string });

it('a command finds the data folder of a server that no unit has started, and refuses another', async () => {
  const at = await installation();
  const [first, second, elsewhere] = ['first', 'second', 'elsewhere'].map((name) => join(at, name));
  const node = new Node({ PARLEY_DATA: first ?? '' }, at);
  const other = new Node({ PARLEY_DATA: second ?? '' }, at);
  await using _ended = {
    [Symbol.asyncDispose]: async () => {
      await Promise.all([node.kill(), other.kill()]);
      await rm(at, { recursive: true, force: true });
    },
  };
  expect(await backup(at, undefined)).toEqual(saying('There is no database in'));
  await node.start();
  expect(await backup(at, undefined)).toEqual({ code: 0, error: '' });
  expect(await backup(at, first)).toEqual({ code: 0, error: '' });
  expect(await backup(at, elsewhere)).toEqual(saying(`--data ${first ?? ''}`));
  expect(await backup(at, elsewhere, '--data', elsewhere ?? '')).toEqual(saying('There is no database in'));

  await other.start();
  expect(await backup(at, undefined)).toEqual(saying('Say which one is meant'));
  expect(await backup(at, second)).toEqual({ code: 0, error: '' });
  await other.stop();
  expect(await backup(at, undefined)).toEqual({ code: 0, error: '' });

  // The entry of a killed server does not count.
  await node.kill();
  expect(await backup(at, undefined)).toEqual(saying('There is no database in'));
});
