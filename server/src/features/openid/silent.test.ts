import { expect, it } from 'vitest';
import { startServer } from '../../test/startServer.js';
import { Identities } from './openid.model.js';
import { callbackAddress, OpenidBrowser, PUBLIC } from './test/browser.js';
import { Jar } from './test/jar.js';
import { RealProvider } from './test/realProvider.js';

const accounts = {
  ana: { email: 'ana@x.example', email_verified: true },
  bo: { email: 'bo@x.example', email_verified: true },
};

/** A provider, and a server whose only one it is. @param more what else its setting and the list of providers have */
async function stage(more: { silent?: boolean; second?: boolean } = {}) {
  const north = await RealProvider.start({ redirectUri: callbackAddress('north') }, accounts);
  const setting = {
    id: 'north',
    issuer: north.issuer,
    clientId: RealProvider.clientId,
    clientSecret: RealProvider.clientSecret,
    private: true,
    silent: more.silent ?? true,
  };
  const second = { id: 'google', preset: 'google', clientId: 'x' };
  const server = await startServer({
    PUBLIC_URL: PUBLIC,
    OIDC_PROVIDERS: JSON.stringify(more.second ? [setting, second] : [setting]),
  });
  await server.register('boss');
  return {
    north,
    server,
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]();
      await north[Symbol.asyncDispose]();
    },
  };
}

const offered = async (browser: OpenidBrowser): Promise<boolean> => {
  const { providers } = (await (await browser.request('/auth/openid')).json()) as {
    providers: { silent?: true }[];
  };
  return providers.some(({ silent }) => silent);
};

it('signs in who is signed in at the provider without showing anything, and shows the form to everybody else', async () => {
  await using both = await stage();
  const { north, server } = both;
  // The browser's cookies at the provider, which outlive those here.
  const there = new Jar();
  const first = new OpenidBrowser(server);
  await first.comeBack(await north.visit((await first.begin('north')).href, 'ana', there));

  const later = new OpenidBrowser(server);
  expect(await offered(later)).toBe(true);
  const page = await later.begin('north', '?silent=true');
  expect(page.searchParams.get('prompt')).toBe('none');
  expect(await later.comeBack(await north.visit(page.href, undefined, there))).toMatchObject({
    result: 'signed-in',
  });
  expect((await later.who())?.userId).toBe((await first.who())?.userId);

  // Nobody is signed in at the provider: it answers `login_required`, and nothing is said.
  const stranger = new OpenidBrowser(server);
  const asked = await stranger.begin('north', '?silent=true&returnTo=/rooms');
  const back = await north.visit(asked.href, undefined);
  expect(back.searchParams.get('error')).toBe('login_required');
  expect(await stranger.comeBack(back)).toMatchObject({ result: 'none', path: '/rooms' });
  expect(await stranger.who()).toBeUndefined();
  // Once: from here on a button is needed, which works.
  expect(await offered(stranger)).toBe(false);
  expect((await stranger.begin('north', '?silent=true')).searchParams.get('openid')).toBe('none');
  await stranger.comeBack(await north.visit((await stranger.begin('north')).href, 'ana'));
  expect(await stranger.who()).toBeDefined();
});

it('signs nobody in again who has signed out, until they press the button', async () => {
  await using both = await stage();
  const { north, server } = both;
  const there = new Jar();
  const browser = new OpenidBrowser(server);
  const press = async () =>
    await browser.comeBack(await north.visit((await browser.begin('north')).href, 'ana', there));
  await press();
  expect((await browser.request('/auth/logout', { method: 'POST' })).status).toBe(204);
  expect(await offered(browser)).toBe(false);
  // Neither does the address, which anybody may open.
  const refused = await browser.begin('north', '?silent=true');
  expect([refused.origin, refused.searchParams.get('openid')]).toEqual([new URL(PUBLIC).origin, 'none']);
  expect(await press()).toMatchObject({ result: 'signed-in' });
  expect(await offered(browser)).toBe(true);
});

it('makes no account for somebody who has pressed nothing', async () => {
  await using both = await stage();
  const { north, server } = both;
  const there = new Jar();
  // Signed in at the provider, by way of another browser here that did not come back.
  const other = new OpenidBrowser(server);
  await north.visit((await other.begin('north')).href, 'bo', there);
  const browser = new OpenidBrowser(server);
  const page = await browser.begin('north', '?silent=true');
  expect(await browser.comeBack(await north.visit(page.href, undefined, there))).toMatchObject({
    result: 'none',
  });
  expect(await Identities(server.app.server).countDocuments()).toBe(0);
});

it('is offered for a single provider alone, and where it is set', async () => {
  for (const more of [{ silent: false }, { second: true }]) {
    await using both = await stage(more);
    expect(await offered(new OpenidBrowser(both.server))).toBe(false);
  }
  await using off = await stage({ silent: false });
  const browser = new OpenidBrowser(off.server);
  expect((await browser.begin('north', '?silent=true')).searchParams.get('openid')).toBe('none');
  await expect(
    startServer({
      PUBLIC_URL: PUBLIC,
      OIDC_PROVIDERS: JSON.stringify([
        { id: 'git', preset: 'github', clientId: 'x', clientSecret: 'y', silent: true },
      ]),
    }),
  ).rejects.toThrow(/silent/);
});
