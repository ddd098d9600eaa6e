import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FileView } from '@parley/shared/files';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../config.js';
import { filesLeft, generalRoom, picture, uploaded } from '../../test/build.js';
import { LARGE_AVIF } from '../../test/largeAvif.js';
import { startServer } from '../../test/startServer.js';
import { boundsOf, DrawingPool, type DrawingBounds } from './drawingPool.js';

const MB = 1024 * 1024;
const large = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#a33' }, limitInputPixels: false });

describe('what is costly to decode', { timeout: 90_000 }, () => {
  it('costs the server nothing, and is kept as a document', async () => {
    await using server = await startServer();
    const { alice } = await server.cast();
    const roomId = await generalRoom(alice);
    const before = process.memoryUsage.rss();
    const files = await Promise.all(
      Array.from({ length: 6 }, () => uploaded(alice, roomId, LARGE_AVIF, 'small.avif')),
    );
    expect(process.memoryUsage.rss() - before).toBeLessThan(200 * MB);
    for (const file of files)
      expect(file).toMatchObject({ kind: 'document', type: 'image/avif', bytes: LARGE_AVIF.length });
    expect(await uploaded(alice, roomId, await picture().png().toBuffer(), 'red.png')).toMatchObject({
      kind: 'image',
    });
  });

  it('ends its own process alone: the next picture is drawn', async () => {
    await using server = await startServer({ PICTURE_MEMORY_MB: '64', PICTURE_SECONDS: '60' });
    const { alice } = await server.cast();
    const roomId = await generalRoom(alice);
    // An interlaced one has to be in memory as a whole: 430 MB.
    const interlaced = await large(12_000, 9000).png({ progressive: true }).toBuffer();
    const [heavy, light] = await Promise.all([
      uploaded(alice, roomId, interlaced, 'heavy.png'),
      uploaded(alice, roomId, await picture().png().toBuffer(), 'light.png'),
    ]);
    expect([heavy.kind, light.kind]).toEqual(['document', 'image']);
    expect(filesLeft(server)).toHaveLength(3);
    const square = await alice.putFile('/me/picture', interlaced, 'me.png');
    expect([square.status, (square.body as { fields: object }).fields]).toEqual([
      413,
      { file: 'has too many pixels' },
    ]);
  });

  it('ends when its time is over', async () => {
    await using server = await startServer({ PICTURE_SECONDS: '0.02' });
    const { alice } = await server.cast();
    const bytes = await large(9000, 9000).png().toBuffer();
    const file = await uploaded(alice, await generalRoom(alice), bytes, 'slow.png');
    expect(file).toMatchObject({ kind: 'document', bytes: bytes.length });
  });

  it('is taken twice at 108 megapixels, in a process with 128 MB', async () => {
    await using server = await startServer({ PICTURE_MEMORY_MB: '128', PICTURE_SECONDS: '60' });
    const { alice } = await server.cast();
    const roomId = await generalRoom(alice);
    const bytes = await large(12_000, 9000).jpeg().toBuffer();
    const both = await Promise.all([1, 2].map((n) => uploaded(alice, roomId, bytes, `${n}.jpg`)));
    for (const file of both) expect(file).toMatchObject({ kind: 'image', width: 12_000, height: 9000 });
  });

  it('is drawn once, however often a client that lost patience sends it', async () => {
    await using server = await startServer();
    const { alice } = await server.cast();
    const roomId = await generalRoom(alice);
    const bytes = await picture(4000, 3000).png().toBuffer();
    const key = crypto.randomUUID();
    const answers = await Promise.all(
      [1, 2, 3].map(() => alice.upload(roomId, bytes, { name: 'a.png', key })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 201]);
    expect(new Set(answers.map(({ body }) => (body as FileView).fileId)).size).toBe(1);
    expect(filesLeft(server)).toHaveLength(2);
  });
});

describe('the processes that draw', () => {
  const bounds: DrawingBounds = { memoryBytes: 128 * MB, ms: 10_000, atOnce: 1 };

  it('let so many wait and no more, and go on afterwards', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'parley-drawing-'));
    const pool = new DrawingPool(bounds);
    const job = async (n: number) => {
      const path = join(folder, String(n));
      await writeFile(path, await picture(20, 20).png().toBuffer());
      return await pool.draw({ kind: 'image', path, type: 'image/png' });
    };
    const settled = await Promise.allSettled(Array.from({ length: 80 }, (_, n) => job(n)));
    const refused = settled.filter(({ status }) => status === 'rejected');
    expect(refused.length).toBeGreaterThanOrEqual(80 - 65);
    for (const { reason } of refused as PromiseRejectedResult[])
      expect(reason).toMatchObject({ code: 'unavailable', extra: { retryAfter: 5 } });
    expect(await job(80)).toMatchObject({ width: 20, height: 20 });
    await rm(folder, { recursive: true });
  });

  it.each([
    [512 * MB, 1, { memoryBytes: 128 * MB, atOnce: 1 }],
    [1024 * MB, 2, { memoryBytes: 256 * MB, atOnce: 1 }],
    [64 * 1024 * MB, 16, { memoryBytes: 512 * MB, atOnce: 2 }],
  ])('of a machine with %d bytes and %d cores take what it can spare', (memory, cores, expected) => {
    expect(boundsOf(readConfig({}), memory, cores)).toMatchObject(expected);
  });
});
