import type { IdentityView } from '@parley/shared/openid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type Person, type TestServer } from '../../test/startServer.js';
import { OpenidBrowser, PUBLIC, callbackAddress, type Outcome } from './test/browser.js';
import { RealProvider } from './test/realProvider.js';

const people = { ana: { email: 'ana@north.example', email_verified: true, preferred_username: 'ana' } };

describe('accounts of providers as a proof', () => {
  let north: RealProvider;
  beforeAll(async () => {
    north = await RealProvider.start({ redirectUri: callbackAddress('north') }, people);
  });
  afterAll(() => north[Symbol.asyncDispose]());

  const start = (): Promise<TestServer> => {
    const { clientId, clientSecret } = RealProvider;
    const both = ['north', 'south'].map((id) => ({
      id,
      issuer: north.issuer,
      clientId,
      clientSecret,
      private: true,
    }));
    return startServer({ PUBLIC_URL: PUBLIC, OIDC_PROVIDERS: JSON.stringify(both) });
  };
  const through = async (browser: OpenidBrowser, id: string, account: string): Promise<Outcome> =>
    await browser.comeBack(await north.visit((await browser.begin(id)).href, account));
  const identitiesOf = async (person: Person): Promise<IdentityView[]> =>
    ((await person.get('/me/identities').expect(200)).body as { identities: IdentityView[] }).identities;

  it('prove who somebody is as freshly as they have signed in there', async () => {
    await using server = await start();
    await server.register('boss');
    const silent = new OpenidBrowser(server);
    await through(silent, 'north', 'ana');
    const link = (browser: OpenidBrowser, person?: Person): Promise<Response> =>
      browser.request('/auth/openid/south/link', {
        method: 'POST',
        headers: {
          authorization: `Bearer ${person?.granted.accessToken}`,
          'content-type': 'application/json',
        },
        body: '{}',
      });
    expect((await link(silent, await silent.who())).status).toBe(403);
    const again = new OpenidBrowser(server);
    const page = await again.begin('north', '?again=true');
    expect(page.searchParams.get('prompt')).toBe('login');
    await again.comeBack(await north.visit(page.href, 'ana'));
    expect((await link(again, await again.who())).status).toBe(200);
  });

  it('are disconnected by a new password, unless what was made with the old one stays', async () => {
    await using server = await start();
    const boss = await server.register('boss');
    const browser = new OpenidBrowser(server);
    const page = await browser.beginLink(boss, 'north');
    await browser.comeBack(await north.visit(page.href, 'ana'));
    const [first, second] = ['the first of two new passwords', 'the second of two new passwords'];
    const change = { currentPassword: 'boss has a long password', newPassword: first };
    await boss.post('/me/password', { ...change, keepTokens: true }).expect(204);
    expect(await identitiesOf(boss)).toHaveLength(1);
    await boss.post('/me/password', { currentPassword: first, newPassword: second }).expect(204);
    expect(await identitiesOf(boss)).toEqual([]);
    // The account there is a stranger's now.
    const stranger = new OpenidBrowser(server);
    expect(await through(stranger, 'north', 'ana')).toMatchObject({ result: 'signed-in' });
    expect((await stranger.who())?.userId).not.toBe(boss.userId);
  });
});
