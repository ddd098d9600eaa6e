import { signedIn } from '@parley/shared/sessions';
import { describe, expect, it } from 'vitest';
import { isInstalled, proxyKinds, serveBehind } from './proxies';
import { ask, form, json, socketThrough, type Answer } from './through';

/** Parley puts an id into each of its responses. */
const isOurs = ({ headers }: Answer): boolean => headers['x-request-id'] !== undefined;
const isOurPage = (body: unknown): boolean => typeof body === 'string' && body.includes('<div id="root">');

describe.each(proxyKinds)('%s below /chat/ as docs/deploy.md has it', (kind) => {
  if (!isInstalled(kind))
    process.stdout.write(`${kind} is not installed: its line for a path in the docs is not run.\n`);

  it.skipIf(!isInstalled(kind))(
    'brings through the page, its parts, sockets, polling and files, and nothing of the rest of the host',
    async () => {
      await using served = await serveBehind(kind, '/chat');
      const { host, url } = served;
      const page = await ask(`${url}/`);
      expect([page.status, isOurs(page), isOurPage(page.body)]).toEqual([200, true, true]);
      expect(isOurPage((await ask(`${url}/rooms/0123456789abcdef01234567`)).body)).toBe(true);
      const script = /src="(?:\.|\/chat)\/(assets\/[^"]+\.js)"/.exec(page.body as string)?.[1] ?? '';
      expect((await ask(`${url}/${script}`)).status).toBe(200);
      // Without the slash one is redirected; a longer first segment belongs to another program.
      const bare = await ask(url);
      expect(bare.status).toBeGreaterThanOrEqual(301);
      expect(bare.status).toBeLessThanOrEqual(308);
      expect(new URL(bare.headers.location ?? '', url).href).toBe(`${url}/`);
      for (const path of ['/', '/chatter', '/api/v1/connection', '/health/ready']) {
        expect([path, isOurs(await ask(`${host}${path}`))]).toEqual([path, false]);
      }

      const made = { username: 'jo', displayName: 'Jo', password: 'jo has a long password' };
      const registered = await ask(`${url}/api/v1/auth/register`, json(host, made));
      expect(registered.status).toBe(201);
      for (const cookie of registered.cookies)
        expect(cookie).toMatch(/^__Secure-.*Path=\/chat\/api\/v1\/.*; Secure/);
      const { accessToken: token } = signedIn.parse(registered.body);
      const authorization = { authorization: `Bearer ${token}` };
      for (const transport of ['websocket', 'polling'] as const)
        expect(await socketThrough(url, token, transport), transport).toBe('connected');

      const { rooms } = (await ask(`${url}/api/v1/rooms`, { headers: authorization })).body as {
        rooms: { room: { roomId: string } }[];
      };
      const { headers, body } = form(Buffer.from('in the file'));
      const uploaded = await ask(`${url}/api/v1/rooms/${rooms[0]?.room.roomId ?? ''}/files`, {
        method: 'POST',
        headers: { ...headers, ...authorization },
        body,
      });
      expect(uploaded.status).toBe(201);
      const { fileId } = uploaded.body as { fileId: string };
      const cookie = registered.cookies.map((one) => one.split(';')[0]).join('; ');
      const read = await ask(`${url}/api/v1/files/${fileId}`, { headers: { cookie } });
      expect([read.status, read.body]).toEqual([200, 'in the file']);
    },
  );
});
