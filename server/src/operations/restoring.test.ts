import { spawnSync } from 'node:child_process';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { bearer, expectWhole, folderOf, operate, workspace } from '../test/operate.js';
import { ServerProcess } from '../test/serverProcess.js';

describe('a backup and what was there', () => {
  it('keeps pictures, needs no room in /tmp, and leaves no file of the workspace it replaces', async () => {
    await using server = await ServerProcess.start({ RATE_LIMITS: 'false' });
    const place = await workspace(server);
    const square = await sharp({ create: { width: 40, height: 40, channels: 3, background: '#a40' } })
      .png()
      .toBuffer();
    const { userId } = (
      await server
        .api()
        .put('/me/picture')
        .set(...bearer(place.token))
        .attach('file', square, 'me.png')
        .expect(200)
    ).body as { userId: string };
    const folder = await folderOf();
    const archive = join(folder, 'backup.tar.gz');
    const nowhere = { TMPDIR: '/dev/null', TSX_DISABLE_CACHE: '1' };
    expect(
      await operate('backup', ['--to', archive], { PARLEY_DATA: server.folder, ...nowhere }),
    ).toMatchObject({
      code: 0,
      out: { files: 2 },
    });
    expect(await readdir(folder)).toEqual(['backup.tar.gz']);

    await using other = await ServerProcess.start({ RATE_LIMITS: 'false' });
    const former = await workspace(other);
    const inUse = await operate('restore', ['--from', archive, '--force'], { PARLEY_DATA: other.folder });
    expect(inUse).toMatchObject({
      code: 1,
      error: expect.stringMatching(/in use|running|already/i) as string,
    });
    await other.stop();
    expect(
      await operate('restore', ['--from', archive, '--force'], { PARLEY_DATA: other.folder, ...nowhere }),
    ).toMatchObject({
      code: 0,
    });
    const left = (await readdir(other.folder, { recursive: true })).map((path) => basename(path));
    expect(left).not.toContain(former.fileId);
    expect(left).toContain(place.fileId);
    expect(left.filter((name) => name.startsWith('.') && name !== '.half')).toEqual([]);
    expect(await readdir(join(other.folder, 'files', '.half'))).toEqual([]);
    await using again = await ServerProcess.start({ RATE_LIMITS: 'false' }, other.folder);
    await expectWhole({ ...place, server: again }, 30);
    await again
      .api()
      .get(`/files/people/${userId}`)
      .set(...bearer(place.token))
      .expect(200);
    await rm(folder, { recursive: true, force: true });
  }, 300_000);

  it('is refused before it begins where there is no room, and says how much it needs', async () => {
    await using server = await ServerProcess.start();
    await server.register('alice');
    const small = await folderOf();
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', small]).status === 0;
    if (!mounted) return console.warn('not tried: this user may not mount a small file system');
    try {
      const full = await operate('backup', ['--to', join(small, 'b.tar.gz')], { PARLEY_DATA: server.folder });
      expect(full).toMatchObject({
        code: 1,
        error: expect.stringMatching(/needs up to .*B in .* are free/) as string,
      });
      expect(await readdir(small)).toEqual([]);
    } finally {
      spawnSync('umount', [small]);
      await rm(small, { recursive: true, force: true });
    }
  }, 180_000);
});

describe('the data folder of a command', () => {
  it('is that of the server’s unit, or is said', async () => {
    await using server = await ServerProcess.start();
    await server.register('alice');
    const folder = await folderOf();
    const root = join(import.meta.dirname, '../../..');
    await writeFile(join(folder, 'settings'), `# of the server\nPARLEY_DATA="${server.folder}"\n`);
    await writeFile(
      join(folder, 'chat.service'),
      `[Service]\nWorkingDirectory=${root}\nEnvironment=NODE_ENV=production "WORKSPACE_NAME=Two words"\nEnvironmentFile=${join(folder, 'settings')}\nExecStart=/usr/bin/node --max-semi-space-size=64 server/dist/main.js\n`,
    );
    await writeFile(
      join(folder, 'other.service'),
      `[Service]\nWorkingDirectory=/srv/other\nExecStart=/usr/bin/node server/dist/main.js\n`,
    );
    const unit = { SYSTEMD_UNIT_PATH: folder };
    const archive = join(folder, 'b.tar.gz');
    const backup = (data: string, more: string[] = []) =>
      operate('backup', ['--to', archive, ...more], { ...unit, PARLEY_DATA: data });
    // An empty variable counts as unset.
    expect(await backup('')).toMatchObject({ code: 0 });
    expect(await backup(server.folder)).toMatchObject({ code: 0 });
    await rm(archive);
    const elsewhere = join(folder, 'elsewhere');
    expect(await backup(elsewhere)).toMatchObject({
      code: 1,
      error: expect.stringContaining(`--data ${server.folder}`) as string,
    });
    expect(await backup(elsewhere, ['--data', elsewhere])).toMatchObject({
      code: 1,
      error: expect.stringContaining(`no database in ${elsewhere}`) as string,
    });
    expect(await backup(elsewhere, ['--data', server.folder])).toMatchObject({ code: 0 });
    await rm(folder, { recursive: true, force: true });
  }, 180_000);
});
