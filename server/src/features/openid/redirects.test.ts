import express from 'express';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { staticClient } from '../../platform/staticClient.js';
import { bodyOf, MailServer } from '../../test/mailServer.js';
import { startServer, type TestServer } from '../../test/startServer.js';
import { Jar } from './test/jar.js';
import { LyingProvider } from './test/lyingProvider.js';

/** Without a path of its own: there `//evil.example` behind the origin would be another host. */
const ORIGIN = 'https://chat.example.org';
const API = `${ORIGIN}/api/v1`;

/** Ways in which browsers, servers or libraries have read another host or a script, once decoded or twice. */
const elsewhere = [
  'https://evil.example/',
  'https:evil.example',
  'https:/evil.example',
  'https:///evil.example',
  'HTTPS:\\\\evil.example',
  '//evil.example/rooms',
  '///evil.example',
  '/\\evil.example',
  '\\/evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '\t//evil.example',
  '/\r\n/evil.example',
  '/\n\nSet-Cookie: a=b',
  '/\0/evil.example',
  ' //evil.example',
  '/ /evil.example',
  '/.//evil.example',
  '/..//evil.example',
  '/rooms/..//evil.example',
  '/rooms/%2e%2e//evil.example',
  '//evil.example@chat.example.org',
  '@evil.example',
  '.evil.example',
  ':80@evil.example',
  '/\u2044evil.example',
  '/\uff0fevil.example',
  '/\u202egro.live',
  'javascript:alert(1)',
  'java\nscript:alert(1)',
  'JavaScript://chat.example.org/%0aalert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:x',
  'blob:https://chat.example.org/5',
  '/api/v1/auth/openid/it/logout',
  '/%61pi/../api/v1/auth/openid/it/logout',
];

/** Paths of the app, whatever they are called: they stay encoded, and lead nowhere else. */
const encoded = ['/%2f%2fevil.example', '/%5cevil.example', '/%2Fevil.example', '/rooms%0d%0aSet-Cookie:a'];

describe('no address leads from here to another site', () => {
  let mail: MailServer;
  let provider: LyingProvider;
  let server: TestServer;
  beforeAll(async () => {
    mail = await MailServer.start();
    provider = await LyingProvider.start();
    provider.metadata = { end_session_endpoint: `${provider.issuer}/end` };
    server = await startServer({
      ...mail.settings,
      SIGN_IN_LINKS: 'true',
      OIDC_PROVIDERS: JSON.stringify([provider.settingOf('it')]),
    });
    await server.register('boss', { email: 'boss@example.org' });
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    await provider[Symbol.asyncDispose]();
    mail[Symbol.dispose]();
  });

  /** Signs in by the provider and comes back. @returns where the browser is sent then */
  async function landing(query: string): Promise<string> {
    const jar = new Jar();
    const visit = async (path: string): Promise<string> =>
      (await jar.fetch(`${server.url}/api/v1${path}`)).headers.get('location') ?? '';
    const page = new URL(await visit(`/auth/openid/it/begin?${query}`));
    expect(page.origin).toBe(provider.issuer);
    const value = (name: string): string => page.searchParams.get(name) ?? '';
    provider.idToken = () => provider.sign(provider.claims(value('nonce'), { sub: 'ana', email: undefined }));
    return await visit(`/auth/openid/it/callback?code=c&state=${value('state')}`);
  }

  it.each(elsewhere)('after a sign-in that wants to return to %j', async (wanted) => {
    expect(await landing(`returnTo=${encodeURIComponent(wanted)}`)).toBe(
      `${ORIGIN}/?openid=signed-in&provider=it&signsOut=1`,
    );
  });

  it.each(encoded)('also encoded twice, which is a path here: %j', async (wanted) => {
    const address = await landing(`returnTo=${encodeURIComponent(wanted)}`);
    expect(address).toBe(`${ORIGIN}${wanted}?openid=signed-in&provider=it&signsOut=1`);
    expect(new URL(address).origin).toBe(ORIGIN);
  });

  it('also named twice, as a list or an object, and within a query', async () => {
    const begin = (query: string) => server.api().get(`/api/v1/auth/openid/it/begin?${query}`);
    for (const query of [
      'returnTo=/&returnTo=//evil.example',
      'returnTo[]=//evil.example',
      'returnTo[href]=//evil.example',
      'returnto=//evil.example',
      'redirect_uri=https://evil.example',
    ])
      expect((await begin(query).expect(400)).headers).not.toHaveProperty('location');
    expect(await landing(`returnTo=${encodeURIComponent('/rooms/5?next=//evil.example#//evil')}`)).toBe(
      `${ORIGIN}/rooms/5?next=%2F%2Fevil.example&openid=signed-in&provider=it&signsOut=1`,
    );
  });

  it('after connecting a provider, whose answer is an address of the provider', async () => {
    const boss = await server.register('link');
    for (const returnTo of elsewhere) {
      const answer = await boss.post('/auth/openid/it/link', { returnTo }).expect(200);
      expect(answer.headers).not.toHaveProperty('location');
      const { origin, searchParams } = new URL((answer.body as { url: string }).url);
      expect([origin, searchParams.get('redirect_uri')]).toEqual([
        provider.issuer,
        `${API}/auth/openid/it/callback`,
      ]);
    }
    const stored = await server.app.server.connection.collection('openidattempts').find().toArray();
    const wanted = stored.filter(({ linkTo }) => linkTo !== undefined && linkTo !== null);
    expect(wanted).toHaveLength(elsewhere.length);
    for (const { returnTo } of wanted) expect(returnTo).toBe('/');
  });

  it('when a sign-in fails, is cancelled or is nobody’s', async () => {
    for (const query of [
      'error=access_denied',
      'code=c&state=x&returnTo=//evil.example',
      '',
      'iss=https://evil',
    ])
      expect(
        (await server.api().get(`/api/v1/auth/openid/it/callback?${query}`).expect(302)).headers['location'],
      ).toMatch(/^https:\/\/chat\.example\.org\/\?openid=\w+&provider=it$/);
  });

  it('when one signs out, whatever the address says', async () => {
    const named = 'https%3A%2F%2Fevil.example';
    const answered = await server
      .api()
      .get(`/api/v1/auth/openid/it/logout?post_logout_redirect_uri=${named}&returnTo=${named}`)
      .expect(302);
    const address = new URL(answered.headers['location'] as string);
    expect(address.origin).toBe(provider.issuer);
    expect(address.searchParams.getAll('post_logout_redirect_uri')).toEqual([`${ORIGIN}/`]);
    // Of another site's making: to the start alone.
    const forced = await server
      .api()
      .get(`/api/v1/auth/openid/it/logout?returnTo=${named}`)
      .set('sec-fetch-site', 'cross-site')
      .expect(302);
    expect(forced.headers['location']).toBe('/');
    const answer = await server.api().post('/api/v1/auth/logout').send({ returnTo: '//evil.example' });
    expect(answer.headers).not.toHaveProperty('location');
  });

  it('by a link of an e-mail, which takes none', async () => {
    const at = mail.letters.length;
    const post = (path: string, body: object) => server.api().post(`/api/v1/auth${path}`).send(body);
    const email = 'boss@example.org';
    for (const returnTo of ['//evil.example', '/rooms/5']) {
      await post('/sign-in-link', { email, returnTo }).expect(400);
      await post('/forgot-password', { email, returnTo }).expect(400);
    }
    await post('/sign-in-link', { email }).expect(204);
    const letter = bodyOf(await mail.letter(at));
    expect(letter.match(/https?:\S+/g)).toEqual([
      expect.stringMatching(/^https:\/\/chat\.example\.org\/sign-in\/#[\w-]+$/),
    ]);
    const token = letter.split('#')[1]?.trim().split(/\s/)[0];
    await post('/sign-in-link/use', { token, returnTo: '//evil.example' }).expect(400);
    const used = await post('/sign-in-link/use', { token }).expect(200);
    expect(used.headers).not.toHaveProperty('location');
  });

  it.each([undefined, 'https://chat.example.org/parley'])(
    'by a path of the page, below %s',
    async (publicUrl) => {
      const folder = mkdtempSync(join(tmpdir(), 'parley-page-'));
      writeFileSync(join(folder, 'index.html'), '<!doctype html>');
      const app = express().use(staticClient(folder, publicUrl));
      for (const path of [
        '//evil.example',
        '//evil.example/..',
        '/%2f/evil.example/%2e%2e',
        '/%5cevil.example/',
        '/parley?//evil.example',
        '//evil.example/parley',
        '/parley//evil.example',
      ]) {
        const { headers } = await request(app).get(path).set('accept', 'text/html');
        const { location } = headers as { location?: string };
        if (location !== undefined) expect(location, path).toMatch(/^\/parley\/(\?.*)?$/);
      }
      rmSync(folder, { recursive: true });
    },
  );
});
