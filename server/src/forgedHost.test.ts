import type { ManagedProvider } from '@parley/shared/openidAdmin';
import type { InviteView } from '@parley/shared/workspace';
import type { Test } from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { IMPORT_JOB } from './features/people/imports.actions.js';
import { LyingProvider } from './features/openid/test/lyingProvider.js';
import { program } from './features/scim/test/program.js';
import { bodyOf, MailServer } from './test/mailServer.js';
import { startServer, type Person, type TestServer } from './test/startServer.js';

const ORIGIN = 'https://chat.example.org';

/** Who sends a request can write these; a cache or a careless proxy passes them on. */
const forgeries: Record<string, string>[] = [
  { host: 'evil.example' },
  { host: 'chat.example.org@evil.example' },
  { host: 'evil.example:8443', origin: 'https://evil.example:8443' },
  { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https', 'x-forwarded-port': '8443' },
  { 'x-forwarded-host': 'chat.example.org, evil.example', 'x-forwarded-prefix': '//evil.example' },
  { forwarded: 'for=192.0.2.9;host=evil.example;proto=https' },
  { 'x-host': 'evil.example', 'x-http-host-override': 'evil.example', 'x-original-host': 'evil.example' },
  { 'x-original-url': '//evil.example/', 'x-rewrite-url': 'https://evil.example/' },
  { referer: 'https://evil.example/', 'x-forwarded-for': '192.0.2.9' },
];

let mail: MailServer;
let provider: LyingProvider;
let server: TestServer;
let alice: Person;
beforeAll(async () => {
  mail = await MailServer.start();
  provider = await LyingProvider.start();
  provider.metadata = { end_session_endpoint: `${provider.issuer}/end` };
  server = await startServer({
    ...mail.settings,
    SIGN_IN_LINKS: 'true',
    TRUSTED_PROXIES: '1',
    OIDC_PROVIDERS: JSON.stringify([provider.settingOf('it')]),
  });
  alice = await server.register('alice', { email: 'alice@example.org' });
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await provider[Symbol.asyncDispose]();
  mail[Symbol.dispose]();
});

describe.each(forgeries)('with %j', (forged) => {
  const nth = forgeries.indexOf(forged);
  const forge = (test: Test): Test => test.set(forged);
  const post = (path: string, body: object) => forge(server.api().post(`/api/v1${path}`).send(body));

  /** The addresses in the next mail, which another host is in no part of. */
  async function linksIn(send: () => PromiseLike<unknown>): Promise<string[]> {
    const at = mail.letters.length;
    await send();
    const letter = await mail.letter(at);
    expect(`${letter.raw}${bodyOf(letter)}`).not.toContain('evil');
    return (bodyOf(letter).match(/\S+:\/\/\S+/g) ?? []).map((one) => one.replace(/[\w.-]{20,}.*$/, ''));
  }

  it('every link that is sent is of the address in the settings', async () => {
    const email = 'alice@example.org';
    expect(await linksIn(() => post('/auth/forgot-password', { email }).expect(204))).toEqual([
      `${ORIGIN}/reset/#`,
    ]);
    expect(await linksIn(() => post('/auth/sign-in-link', { email }).expect(204))).toEqual([
      `${ORIGIN}/sign-in/#`,
    ]);
    const password = 'alice has a long password';
    expect(await linksIn(() => post('/auth/login', { login: 'alice', password }).expect(200))).toEqual([
      `${ORIGIN}/device/#`,
    ]);
    const invite = (await forge(alice.post('/invites', {})).expect(201)).body as InviteView;
    expect(JSON.stringify(invite)).not.toContain('evil');
    expect(
      await linksIn(() =>
        forge(alice.post(`/invites/${invite.inviteId}/mail`, { email: 'carol@example.org' })).expect(204),
      ),
    ).toEqual([`${ORIGIN}/join/`]);
    const csv = `name,email\nKim,kim${nth}@example.org\n`;
    expect(
      await linksIn(async () => {
        await forge(alice.post('/people/imports', { csv, mail: true })).expect(201);
        await server.app.server.jobs.runNow(IMPORT_JOB);
      }),
    ).toEqual([`${ORIGIN}/reset/#`]);
    // The code has no link beside it.
    expect(
      await linksIn(() => forge(alice.patch('/me', { email: `alice${nth}@example.org` })).expect(200)),
    ).toEqual([]);
  });

  it('a provider sends people back to the address in the settings', async () => {
    const get = (path: string) => forge(server.api().get(`/api/v1/auth/openid/it${path}`));
    const begun = new URL((await get('/begin?returnTo=/rooms/5').expect(302)).headers['location'] as string);
    expect([begun.origin, begun.searchParams.get('redirect_uri')]).toEqual([
      provider.issuer,
      `${ORIGIN}/api/v1/auth/openid/it/callback`,
    ]);
    const linked = (await forge(alice.post('/auth/openid/it/link')).expect(200)).body as { url: string };
    expect(new URL(linked.url).searchParams.get('redirect_uri')).toBe(
      `${ORIGIN}/api/v1/auth/openid/it/callback`,
    );
    expect((await get('/callback?error=access_denied&state=x').expect(302)).headers['location']).toMatch(
      /^https:\/\/chat\.example\.org\/\?/,
    );
    const out = new URL((await get('/logout').expect(302)).headers['location'] as string);
    expect(out.searchParams.get('post_logout_redirect_uri')).toBe(`${ORIGIN}/`);
    const { providers } = (await forge(alice.get('/providers')).expect(200)).body as {
      providers: ManagedProvider[];
    };
    expect(JSON.stringify(providers)).not.toContain('evil');
  });

  it('what programs and passkeys are given is of that address, too', async () => {
    const okta = await program(alice, server);
    const made = await forge(okta.send('post', '/Users'))
      .send(JSON.stringify({ userName: `lou${nth}`, displayName: 'Kim' }))
      .expect(201);
    expect(made.headers['location']).toMatch(/^https:\/\/chat\.example\.org\/scim\/v2\/Users\/\w+$/);
    const found = await forge(okta.send('get', '/Users'));
    expect(JSON.stringify([made.body, found.body])).not.toContain('evil');
    // A page elsewhere has no passkey of here, and is shown the right address.
    const options = await post('/auth/passkey/options', {});
    if (options.status === 200) expect(options.body).toMatchObject({ rpId: 'chat.example.org' });
    else expect(options.body).toMatchObject({ key: 'factors.passkeyAddress' });
    expect(JSON.stringify(options.body)).not.toContain('evil');
  });
});
