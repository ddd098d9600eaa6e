import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type Person, type TestServer } from '../../test/startServer.js';
import { OpenidBrowser, PUBLIC, callbackAddress, type Outcome } from './test/browser.js';
import { LyingProvider } from './test/lyingProvider.js';

describe('GitHub, which speaks plain OAuth 2', () => {
  let github: LyingProvider;
  let server: TestServer;
  let boss: Person;
  beforeAll(async () => {
    github = await LyingProvider.start();
    server = await startServer({
      PUBLIC_URL: PUBLIC,
      OIDC_PROVIDERS: JSON.stringify([github.settingOf('github', { preset: 'github' })]),
    });
    boss = await server.register('boss', { email: 'boss@example.org' });
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    await github[Symbol.asyncDispose]();
  });

  const answers = (user: object, emails: object[]): void => {
    github.others = { '/api/v3/user': user, '/api/v3/user/emails': emails };
  };

  async function through(browser: OpenidBrowser, extra: Record<string, string> = {}): Promise<Outcome> {
    const page = await browser.begin('github');
    expect(page.href.startsWith(`${github.issuer}/login/oauth/authorize?`)).toBe(true);
    expect(page.searchParams.get('scope')).toBe('read:user user:email');
    expect(page.searchParams.get('code_challenge')).not.toBeNull();
    const callback = new URL(callbackAddress('github'));
    const state = page.searchParams.get('state') ?? '';
    callback.search = new URLSearchParams({ code: 'c', state, ...extra }).toString();
    return await browser.comeBack(callback);
  }

  it('signs in by the number of the account, with its primary address', async () => {
    answers({ id: 7, login: 'Octo', name: null }, [
      { email: 'other@hub.example', primary: false, verified: true },
      { email: 'Octo@hub.example', primary: true, verified: true },
    ]);
    const browser = new OpenidBrowser(server);
    expect(await through(browser)).toMatchObject({ result: 'signed-in', provider: 'github' });
    const octo = await browser.who();
    expect(octo?.granted.me).toMatchObject({
      username: 'octo',
      displayName: 'Octo',
      email: 'octo@hub.example',
    });
    // The login has another owner now.
    answers({ id: 8, login: 'Octo' }, []);
    const other = new OpenidBrowser(server);
    expect(await through(other)).toMatchObject({ result: 'signed-in' });
    expect((await other.who())?.granted.me).toMatchObject({ username: 'octo2', email: null });
    answers({ id: 7, login: 'renamed' }, []);
    const again = new OpenidBrowser(server);
    await through(again);
    expect((await again.who())?.userId).toBe(octo?.userId);
  });

  it('makes no account with an address that is not verified, is another’s, or for an answer of another issuer', async () => {
    answers({ id: 9, login: 'eve' }, [{ email: 'boss@example.org', primary: true, verified: false }]);
    expect(await through(new OpenidBrowser(server))).toMatchObject({ result: 'unverified' });
    answers({ id: 9, login: 'eve' }, [{ email: 'boss@example.org', primary: true, verified: true }]);
    expect(await through(new OpenidBrowser(server))).toMatchObject({ result: 'emailTaken' });
    answers({ id: 'nine', login: 'eve' }, []);
    expect(await through(new OpenidBrowser(server))).toMatchObject({ result: 'invalid' });
    answers({ id: 9, login: 'eve' }, []);
    const elsewhere = { iss: 'https://elsewhere.example' };
    expect(await through(new OpenidBrowser(server), elsewhere)).toMatchObject({ result: 'invalid' });
  });

  it('is forgotten with an erased person, who can come again as a stranger', async () => {
    answers({ id: 20, login: 'canarybird', name: 'Canary' }, [
      { email: 'canarybird@hub.example', primary: true, verified: true },
    ]);
    const browser = new OpenidBrowser(server);
    await through(browser);
    const bird = await browser.who();
    await browser.begin('github');
    await boss
      .post(`/users/${bird?.userId}/erase`, { username: 'canarybird', messages: 'remove' })
      .expect(200);
    await expect
      .poll(async () => (await boss.get(`/users/${bird?.userId}/erasure`)).body as unknown)
      .toMatchObject({ step: 'done' });
    const { connection } = server.app.server;
    for (const name of ['identities', 'openidsessions']) {
      const left = await connection.collection(name).find().toArray();
      expect(JSON.stringify(left)).not.toContain(String(bird?.userId));
      expect(JSON.stringify(left)).not.toContain('canarybird');
    }
    const again = new OpenidBrowser(server);
    expect(await through(again)).toMatchObject({ result: 'signed-in' });
    expect((await again.who())?.userId).not.toBe(bird?.userId);
  });
});
