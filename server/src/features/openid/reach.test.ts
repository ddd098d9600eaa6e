import { describe, expect, it } from 'vitest';
import { startServer } from '../../test/startServer.js';
import { OpenidBrowser, PUBLIC, callbackAddress } from './test/browser.js';
import { LyingProvider } from './test/lyingProvider.js';

const answer = (id: string, parameters: Record<string, string>): URL => {
  const address = new URL(callbackAddress(id));
  address.search = new URLSearchParams(parameters).toString();
  return address;
};

describe('a provider that is not one’s own', () => {
  it('confirms an address only in the document that has it', async () => {
    const apart = await LyingProvider.start();
    apart.metadata = { userinfo_endpoint: `${apart.issuer}/userinfo` };
    const require = { claim: 'email', values: ['ceo@example.org'] };
    await using another = await startServer({
      PUBLIC_URL: PUBLIC,
      OIDC_PROVIDERS: JSON.stringify([apart.settingOf('apart', { require })]),
    });
    await another.register('boss');
    const outcome = async (token: Record<string, unknown>, info: Record<string, unknown>) => {
      const browser = new OpenidBrowser(another);
      const page = await browser.begin('apart');
      const value = (name: string): string => page.searchParams.get(name) ?? '';
      const extra = { email: undefined, email_verified: undefined, ...token };
      apart.idToken = () => apart.sign(apart.claims(value('nonce'), extra));
      apart.others = { '/userinfo': { sub: 'mallory', ...info } };
      return (await browser.comeBack(answer('apart', { code: 'c', state: value('state') }))).result;
    };
    const [ceo, own] = [{ email: 'ceo@example.org' }, { email: 'mallory@lies.example' }];
    const yes = { email_verified: true };
    expect(await outcome(ceo, { ...own, ...yes })).toBe('unverified');
    expect(await outcome(ceo, yes)).toBe('unverified');
    expect(await outcome(yes, ceo)).toBe('unverified');
    expect(await outcome(ceo, {})).toBe('unverified');
    expect(await outcome(own, { ...own, ...yes })).toBe('notAllowed');
    expect(await outcome(ceo, { ...ceo, ...yes })).toBe('signed-in');
    await apart[Symbol.asyncDispose]();
  });

  it('is not reached because another site says so, which also counts for nothing', async () => {
    const liar = await LyingProvider.start();
    await using server = await startServer({
      PUBLIC_URL: PUBLIC,
      OIDC_PROVIDERS: JSON.stringify([liar.settingOf('liar')]),
    });
    await server.register('boss');
    const browser = new OpenidBrowser(server);
    const elsewhere: Record<string, string>[] = [
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' },
      { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'navigate' },
      { 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'no-cors' },
    ];
    for (const headers of elsewhere)
      for (const step of ['begin', 'logout']) {
        const response = await browser.request(`/auth/openid/liar/${step}`, { headers });
        expect(response.headers.get('location')).toBe('/parley/');
        expect(response.headers.getSetCookie()).toEqual([]);
      }
    const page = await browser.begin('liar');
    const value = (name: string): string => page.searchParams.get(name) ?? '';
    const [state, nonce] = [value('state'), value('nonce')];
    liar.idToken = () => liar.sign(liar.claims(nonce, { sub: 'sent', email: undefined }));
    const path = answer('liar', { code: 'c', state }).href.replace(`${PUBLIC}/api/v1`, '');
    const fetched = await browser.request(path, { headers: { 'sec-fetch-mode': 'no-cors' } });
    expect(fetched.headers.get('location')).toBe('/parley/');
    const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
    const back = await browser.request(path, { headers });
    expect(back.headers.get('location')).toContain('openid=signed-in');
    // Another tab needs the cookie of the attempt; that of the device did not come along and stays as it is.
    const names = [...browser.jar.cookies.keys()].join(' ');
    expect(names).toContain('_openid');
    expect(names).not.toContain('_device');
    await liar[Symbol.asyncDispose]();
  });
});
