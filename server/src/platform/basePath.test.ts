import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { io } from 'socket.io-client';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { PROTOCOL_VERSION } from '@parley/shared/protocol';
import { readConfig } from '../config.js';
import { startServer } from '../test/startServer.js';
import { staticClient } from './staticClient.js';

const PUBLIC_URL = 'https://example.org/chat';

/** A socket below a path, over one transport; the outcome. */
async function connected(
  url: string,
  { path, token, transport }: { path: string; token: string; transport: 'websocket' | 'polling' },
): Promise<string> {
  const socket = io(url, {
    path,
    transports: [transport],
    reconnection: false,
    forceNew: true,
    auth: { token, protocol: PROTOCOL_VERSION },
  });
  try {
    return await new Promise<string>((resolve) => {
      socket.once('connect', () => resolve('connected'));
      socket.once('connect_error', (error) => resolve(error.message));
    });
  } finally {
    socket.disconnect();
  }
}

describe('a PUBLIC_URL with a path', () => {
  it('is served with its path and without it, for proxies that pass it on or strip it', async () => {
    await using app = await startServer({ PUBLIC_URL });
    for (const base of ['', '/chat']) {
      await app.api().get(`${base}/health/ready`).expect(200);
      await app.api().get(`${base}/api/v1/openapi.json`).expect(200);
      await app.api().get(`${base}/api/v1/me`).expect(401);
    }
    for (const path of ['/other/api/v1/openapi.json', '/chatter/api/v1/openapi.json'])
      await app.api().get(path).expect(404);
  });

  it('lets sockets in with it and without it, over both transports', async () => {
    await using app = await startServer({ PUBLIC_URL });
    const alice = await app.register('alice');
    const token = alice.granted.accessToken;
    for (const transport of ['websocket', 'polling'] as const) {
      for (const path of ['/socket.io', '/chat/socket.io'])
        expect(await connected(app.url, { path, token, transport })).toBe('connected');
      expect(await connected(app.url, { path: '/else/socket.io', token, transport })).toMatch(/error/);
    }
  });

  it('keeps cookies below it, and names it in the addresses of webhooks and of the API’s description', async () => {
    await using app = await startServer({ PUBLIC_URL: `${PUBLIC_URL}/`, TRUSTED_PROXIES: '1' });
    const answer = await app
      .api()
      .post('/chat/api/v1/auth/register')
      .set('x-forwarded-proto', 'https')
      .send({ username: 'alice', displayName: 'Alice', password: 'alice has a long password' })
      .expect(201);
    const cookies = answer.headers['set-cookie'] as unknown as string[];
    expect(cookies.length).toBeGreaterThan(1);
    // Not `__Host-`, which would send them to everything that this host serves.
    for (const cookie of cookies)
      expect(cookie).toMatch(/^__Secure-parley_.* Path=\/chat\/api\/v1\/(auth|files);/);
    const { accessToken } = answer.body as { accessToken: string };
    const rooms = await app.api().get('/api/v1/sync').set('authorization', `Bearer ${accessToken}`);
    const { roomId } = (rooms.body as { rooms: { room: { roomId: string } }[] }).rooms[0]?.room ?? {};
    const hook = await app
      .api()
      .post(`/api/v1/rooms/${roomId ?? ''}/webhooks`)
      .set('authorization', `Bearer ${accessToken}`)
      .send({ name: 'build' })
      .expect(201);
    const { path } = hook.body as { path: string };
    expect(path).toMatch(/^\/chat\/api\/v1\/hooks\//);
    await app.api().post(path).send({ text: 'built' }).expect(200);
    const description = await app.api().get('/chat/api/v1/openapi.json').expect(200);
    expect((description.body as { servers: object[] }).servers).toEqual([{ url: '/chat/api/v1' }]);
  });

  it.each([
    ['https://example.org/rooms', 'own'],
    ['https://example.org/api/chat', 'own'],
    ['https://example.org/a"b', 'letters'],
    ['https://example.org/a%20b', 'letters'],
    ['https://example.org/chat?x=1', 'without user'],
    ['https://jo@example.org/chat', 'without user'],
    ['ftp://example.org/chat', 'http'],
  ])('%s is refused', (url, why) => {
    expect(() => readConfig({ PUBLIC_URL: url })).toThrow(new RegExp(`PUBLIC_URL.*${why}`));
  });
});

/** The built page as Vite leaves it, served below a path. */
async function servePage(
  publicUrl: string | undefined,
): Promise<{ url: string; close: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-page-'));
  const page = '<link href="./icon.svg"><script type="module" src="./assets/start.js"></script>';
  await writeFile(join(folder, 'index.html'), page);
  const http = express().use(staticClient(folder, publicUrl)).listen(0, '127.0.0.1');
  await once(http, 'listening');
  return {
    url: `http://127.0.0.1:${(http.address() as { port: number }).port}`,
    close: async () => {
      http.close();
      await rm(folder, { recursive: true });
    },
  };
}

describe('the page', () => {
  it('names its files below the path, for deep addresses too', async () => {
    for (const [publicUrl, base] of [
      [undefined, ''],
      ['https://example.org', ''],
      [PUBLIC_URL, '/chat'],
    ] as const) {
      const { url, close } = await servePage(publicUrl);
      for (const path of ['/', '/rooms/6741f0c2a9b3d4e5f6a7b8c9', '/join/abc']) {
        const { text } = await request(url).get(path).set('accept', 'text/html').expect(200);
        expect(text).toBe(
          `<link href="${base}/icon.svg"><script type="module" src="${base}/assets/start.js"></script>`,
        );
      }
      await close();
    }
  });

  it('is reached without the slash at the end of its path, with what follows a question mark', async () => {
    const { url, close } = await servePage(PUBLIC_URL);
    const answer = await request(url).get('/chat?from=mail').expect(308);
    expect(answer.headers['location']).toBe('/chat/?from=mail');
    await close();
  });

  it('has a manifest that is good for any path', async () => {
    const path = join(import.meta.dirname, '../../../client/public/manifest.webmanifest');
    const manifest = JSON.parse(await readFile(path, 'utf8')) as {
      id?: string;
      start_url: string;
      scope: string;
      icons: { src: string }[];
    };
    // An id would be taken from the root of the host: two workspaces on one host would be one app.
    expect(manifest.id).toBeUndefined();
    for (const address of [manifest.start_url, manifest.scope, ...manifest.icons.map(({ src }) => src)])
      expect(new URL(address, 'https://example.org/chat/manifest.webmanifest').pathname).toMatch(/^\/chat\//);
  });
});
