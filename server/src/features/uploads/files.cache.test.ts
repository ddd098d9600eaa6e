import { expect, it } from 'vitest';
import { generalRoom, picture, uploaded } from '../../test/build.js';
import { startServer } from '../../test/startServer.js';

it('files and thumbnails are in no cache, and signing out clears what a browser has of this server', async () => {
  await using server = await startServer();
  const { alice } = await server.cast();
  const file = await uploaded(
    alice,
    await generalRoom(alice),
    await picture(900, 600).png().toBuffer(),
    'a.png',
  );
  for (const path of ['', '/thumbnail'])
    for (const range of ['', 'bytes=0-9']) {
      const request = alice.get(`/files/${file.fileId}${path}`);
      const answer = await (range === '' ? request : request.set('range', range));
      expect([200, 206]).toContain(answer.status);
      expect(answer.headers['cache-control']).toMatch(/^no-store\b/);
    }
  const left = await alice.post('/auth/logout').expect(204);
  // Not the storage: what waits to be sent is in it. Not the cookies: all ports of a host share them.
  expect(left.headers['clear-site-data']).toBe('"cache"');
  expect(left.headers['cache-control']).toBe('no-store');
});
