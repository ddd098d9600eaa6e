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
  // Not the storage: the outbox is in it. Not the cookies: all ports of a host share them.
  expect(left.headers['clear-site-data']).toBe('"cache"');
  expect(left.headers['cache-control']).toBe('no-store');
});

it('a store that fails in the middle is logged and cuts the answer; a reader that goes away is neither', async () => {
  const lines: string[] = [];
  await using server = await startServer({ LOG_LEVEL: 'error' }, undefined, {
    write: (line) => void lines.push(line),
  });
  const { alice } = await server.cast();
  const bytes = Buffer.alloc(2_000_000, 'a');
  const file = await uploaded(alice, await generalRoom(alice), bytes, 'a.txt');
  const { files } = server.app.server;
  const read = files.read.bind(files);
  files.read = async (key, range) => {
    const stream = await read(key, range);
    stream.once('data', () => stream.destroy(new Error('the disk is broken')));
    return stream;
  };
  await expect(alice.get(`/files/${file.fileId}`).then(() => undefined)).rejects.toThrow();
  expect(lines.filter((line) => line.includes('the disk is broken'))).toHaveLength(1);

  files.read = read;
  lines.length = 0;
  const reader = new AbortController();
  const url = `${server.url}/api/v1/files/${file.fileId}`;
  const answer = await fetch(url, {
    headers: { authorization: `Bearer ${alice.granted.accessToken}` },
    signal: reader.signal,
  });
  expect(answer.status).toBe(200);
  await answer.body?.getReader().read();
  reader.abort();
  // All writes caused by it are done when the next request is answered.
  await alice.get(`/files/${file.fileId}`).expect(200);
  expect(lines).toEqual([]);
});
