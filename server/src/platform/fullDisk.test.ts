import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MessagePage } from '@parley/shared/messages';
import { expect, it } from 'vitest';
import { bearer } from '../test/operate.js';
import { ServerProcess } from '../test/serverProcess.js';

it('a server starts on a full disk, is read from, refuses what is to be written, and takes it when there is room', async () => {
  const small = await mkdtemp(join(tmpdir(), 'parley-full-'));
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', small]).status !== 0)
    return console.warn('not tried: this user may not mount a small file system');
  const filling = join(small, 'filling');
  try {
    const first = await ServerProcess.start({ RATE_LIMITS: 'false' }, small);
    const { accessToken } = await first.register('alice');
    const mine = bearer(accessToken);
    const { rooms } = (
      await first
        .api()
        .get('/rooms')
        .set(...mine)
    ).body as {
      rooms: { room: { roomId: string } }[];
    };
    const at = `/rooms/${rooms[0]?.room.roomId ?? ''}/messages`;
    await first
      .api()
      .post(at)
      .set(...mine)
      .send({ text: 'before' })
      .expect(201);
    await first.stop();
    spawnSync('dd', ['if=/dev/zero', `of=${filling}`, 'bs=64k']);

    const second = await ServerProcess.start({ RATE_LIMITS: 'false' }, small);
    expect(second.url, second.output).not.toBe('');
    expect(second.output).toContain('the disk is full: this server can be read from');
    const { messages } = (
      await second
        .api()
        .get(at)
        .set(...mine)
        .expect(200)
    ).body as MessagePage;
    expect(messages.map(({ text }) => text)).toContain('before');
    const refused = await second
      .api()
      .post(at)
      .set(...mine)
      .send({ text: 'now' });
    expect(refused.body).toMatchObject({
      status: 503,
      code: 'unavailable',
      detail: expect.stringContaining('disk of the server is full') as string,
    });
    await rm(filling);
    await second
      .api()
      .post(at)
      .set(...mine)
      .send({ text: 'after' })
      .expect(201);
    await second.stop();
  } finally {
    spawnSync('umount', [small]);
    await rm(small, { recursive: true, force: true });
  }
}, 180_000);
