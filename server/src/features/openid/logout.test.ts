import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type Person, type TestServer } from '../../test/startServer.js';
import { OpenidBrowser, PUBLIC, callbackAddress } from './test/browser.js';
import { LyingProvider } from './test/lyingProvider.js';

const EVENTS = { 'http://schemas.openid.net/event/backchannel-logout': {} };

describe('signing out at a provider', () => {
  let provider: LyingProvider;
  let server: TestServer;
  beforeAll(async () => {
    provider = await LyingProvider.start();
    provider.metadata = { end_session_endpoint: `${provider.issuer}/end` };
    server = await startServer({
      PUBLIC_URL: PUBLIC,
      OIDC_PROVIDERS: JSON.stringify([
        provider.settingOf('it'),
        { id: 'github', preset: 'github', clientId: 'c', clientSecret: 's' },
      ]),
    });
    await server.register('boss');
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    await provider[Symbol.asyncDispose]();
  });

  /** Somebody who has signed in by the provider. */
  async function signedIn(sub: string, sid: string): Promise<Person> {
    const browser = new OpenidBrowser(server);
    const page = await browser.begin('it');
    const nonce = page.searchParams.get('nonce') ?? '';
    provider.idToken = () => provider.sign(provider.claims(nonce, { sub, sid, email: `${sub}@it.example` }));
    const callback = new URL(callbackAddress('it'));
    callback.search = `?code=c&state=${page.searchParams.get('state')}`;
    expect(await browser.comeBack(callback)).toMatchObject({ result: 'signed-in' });
    return (await browser.who()) as Person;
  }

  let serial = 0;
  const tokenOf = (
    extra: Record<string, unknown>,
    header: object = { typ: 'logout+jwt' },
  ): Promise<string> => {
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: provider.issuer, aud: LyingProvider.clientId, iat: now, exp: now + 120 };
    return provider.sign({ ...claims, jti: `jti ${serial++}`, events: EVENTS, ...extra }, header);
  };
  const send = (token: string, id = 'it') =>
    server.api().post(`/api/v1/auth/openid/${id}/logout`).type('form').send({ logout_token: token });

  it('ends the session it names, with its sockets, and a token is valid once', async () => {
    const [phone, laptop] = [await signedIn('ana', 'phone'), await signedIn('ana', 'laptop')];
    const ears = await phone.connect();
    const token = await tokenOf({ sub: 'ana', sid: 'phone' });
    await send(token).expect(200, 'ok');
    await ears.wait('session:ended');
    await phone.get('/me').expect(401);
    await laptop.get('/me').expect(200);
    await send(token).expect(400);
  });

  it('ends all sessions of a person by this provider, where it names none', async () => {
    const [phone, laptop] = [await signedIn('bo', 'one'), await signedIn('bo', 'two')];
    const other = await signedIn('cleo', 'three');
    await send(await tokenOf({ sub: 'bo' })).expect(200);
    await phone.get('/me').expect(401);
    await laptop.get('/me').expect(401);
    await other.get('/me').expect(200);
  });

  it('needs a token of this provider for this client, about signing out, and fresh', async () => {
    const dora = await signedIn('dora', 'hers');
    const now = Math.floor(Date.now() / 1000);
    const named = { sub: 'dora', sid: 'hers' };
    const wrong = await Promise.all([
      tokenOf({ ...named, iss: 'https://accounts.example.org' }),
      tokenOf({ ...named, aud: 'another' }),
      tokenOf({ ...named, iat: now - 600, exp: now + 60 }),
      tokenOf({ ...named, iat: undefined }),
      tokenOf({ ...named, jti: undefined }),
      tokenOf({ ...named, events: undefined }),
      tokenOf({ ...named, events: { other: {} } }),
      tokenOf({ ...named, nonce: 'n' }),
      tokenOf({ sub: undefined, sid: undefined }),
      tokenOf(named, { typ: 'at+jwt' }),
      // An id token is none.
      provider.sign(provider.claims('n', named)),
    ]);
    const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const good = await tokenOf(named);
    const [, body = ''] = good.split('.');
    wrong.push(`${base64({ alg: 'none', typ: 'logout+jwt' })}.${body}.`, 'nonsense');
    for (const token of wrong) await send(token).expect(400);
    await send(good, 'nowhere').expect(404);
    await dora.get('/me').expect(200);
    await send(good).expect(200);
    await dora.get('/me').expect(401);
  });

  it('is offered where the provider has a page for it, with an address of this app to return to', async () => {
    const browser = new OpenidBrowser(server);
    const response = await browser.request('/auth/openid/it/logout');
    expect(response.status).toBe(302);
    const address = new URL(response.headers.get('location') ?? '');
    expect(address.href.startsWith(`${provider.issuer}/end`)).toBe(true);
    expect(address.searchParams.get('post_logout_redirect_uri')).toBe(`${PUBLIC}/`);
    expect(address.searchParams.get('client_id')).toBe(LyingProvider.clientId);
    // GitHub has none.
    const github = await browser.request('/auth/openid/github/logout');
    expect(github.headers.get('location')).toBe(`${PUBLIC}/`);
  });
});
