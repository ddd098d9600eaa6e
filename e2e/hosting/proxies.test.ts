import { randomBytes } from 'node:crypto';
import { signedIn } from '@parley/shared/sessions';
import { describe, expect, it } from 'vitest';
import { until } from '../world/until';
import { isInstalled, proxyKinds, serveBehind, type ProxyKind } from './proxies';
import { ask, form, json, socketThrough } from './through';

/** More than nginx' default of 1 MB, and than any proxy buffers in memory. */
const LARGE_BYTES = 30_000_000;

/** Those that hold a request back while Parley restarts; the others respond with 502 or 503, and pages retry. */
const waits: Partial<Record<ProxyKind, true>> = { caddy: true, haproxy: true };

describe.each(proxyKinds)('%s as docs/deploy.md has it', (kind) => {
  if (!isInstalled(kind))
    process.stdout.write(`${kind} is not installed: its block in the docs is not run.\n`);

  it.skipIf(!isInstalled(kind))(
    'brings through sockets, polling, large files, addresses and origins, and finds a server that starts again',
    async () => {
      await using served = await serveBehind(kind);
      const { url, node } = served;
      const made = { username: 'jo', displayName: 'Jo', password: 'jo has a long password' };
      const registered = await ask(`${url}/api/v1/auth/register`, json(url, made));
      expect(registered.status).toBe(201);
      // It has learnt that people use https, and accepts pages of that origin; not of others.
      for (const cookie of registered.cookies) expect(cookie).toMatch(/^__Host-.*; Secure/);
      expect((await ask(`${url}/api/v1/auth/register`, json('https://evil.example', made))).status).toBe(403);
      const { accessToken: token } = signedIn.parse(registered.body);
      const authorization = { authorization: `Bearer ${token}` };

      for (const transport of ['websocket', 'polling'] as const)
        expect(await socketThrough(url, token, transport), transport).toBe('connected');

      // A claimed address is ignored: only the one that the proxy has seen counts.
      const claimed = await ask(`${url}/api/v1/connection`, {
        headers: { 'x-forwarded-for': '203.0.113.7' },
      });
      expect(claimed.body).toMatchObject({ address: '127.0.0.1', secure: true, originAllowed: true });

      const { rooms } = (await ask(`${url}/api/v1/rooms`, { headers: authorization })).body as {
        rooms: { room: { roomId: string } }[];
      };
      const { headers, body } = form(randomBytes(LARGE_BYTES));
      const uploaded = await ask(`${url}/api/v1/rooms/${rooms[0]?.room.roomId ?? ''}/files`, {
        method: 'POST',
        headers: { ...headers, ...authorization },
        body,
      });
      expect([uploaded.status, (uploaded.body as { bytes?: number }).bytes]).toEqual([201, LARGE_BYTES]);

      await node.kill();
      const back = node.start();
      const first = ask(`${url}/health/ready`);
      await back;
      if (waits[kind]) expect((await first).status).toBe(200);
      else expect((await first).status).toBeGreaterThanOrEqual(200);
      await until(async () => (await ask(`${url}/health/ready`)).status === 200, 'the proxy finds it again');
      expect(await socketThrough(url, token, 'websocket')).toBe('connected');
    },
  );
});
