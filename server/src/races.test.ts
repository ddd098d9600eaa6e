import type { SignedIn } from '@parley/shared/sessions';
import type { InviteView } from '@parley/shared/workspace';
import { afterAll, beforeAll, expect } from 'vitest';
import { OpenidBrowser, PUBLIC, callbackAddress } from './features/openid/test/browser.js';
import { LyingProvider } from './features/openid/test/lyingProvider.js';
import type { TestServer } from './test/startServer.js';
import { describeOverTwoServers, many } from './test/twoServers.js';

let provider: LyingProvider;
beforeAll(async () => {
  provider = await LyingProvider.start();
});
afterAll(() => provider[Symbol.asyncDispose]());

/** Goes to the provider; the answer, with which to come back, is of this person there. */
async function answerOf(sub: string, page: URL): Promise<URL> {
  const value = (name: string): string => page.searchParams.get(name) ?? '';
  const token = await provider.sign(provider.claims(value('nonce'), { sub, email: undefined }));
  const code = `code of ${value('state')}`;
  tokens.set(code, token);
  provider.idToken = (redeemed) => Promise.resolve(tokens.get(redeemed.code) ?? '');
  const callback = new URL(callbackAddress('it'));
  callback.search = new URLSearchParams({ code, state: value('state') }).toString();
  return callback;
}
const tokens = new Map<string, string>();

const identities = ({ app }: TestServer, subject: string) =>
  app.server.connection.collection('identities').find({ subject }).toArray();

describeOverTwoServers('of several at once', (open, it) => {
  const start = () =>
    open({ PUBLIC_URL: PUBLIC, OIDC_PROVIDERS: JSON.stringify([provider.settingOf('it')]) });

  it('one has the last use of an invitation', async () => {
    await using servers = await start();
    const alice = await servers.first.register('alice');
    await alice.patch('/workspace', { registration: 'invitation' }).expect(200);
    const { code } = (await alice.post('/invites', { uses: 1 }).expect(201)).body as InviteView;
    const answers = await Promise.all(
      many(6, (i) =>
        (i % 2 === 0 ? servers.first : servers.second)
          .api()
          .post('/api/v1/auth/register')
          .send({
            username: `p${i}`,
            displayName: 'P',
            password: 'a long password of mine',
            inviteCode: code,
          }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 403, 403, 403, 403, 403]);
    expect(
      await servers.first.app.server.connection.collection('users').countDocuments({ username: /^p\d/ }),
    ).toBe(1);
    // Who was refused has left nothing, and the invitation is used up.
    expect(await servers.first.app.server.connection.collection('credentials').countDocuments({})).toBe(2);
    await servers.second.api().get(`/api/v1/invitations/${code}`).expect(404);
  });

  it('one account is made of somebody who signs in by a provider for the first time', async () => {
    await using servers = await start();
    await servers.first.register('alice');
    const browsers = many(6, (i) => new OpenidBrowser(i % 2 === 0 ? servers.first : servers.second));
    const callbacks = await Promise.all(
      browsers.map(async (browser) => await answerOf('ana', await browser.begin('it'))),
    );
    const outcomes = await Promise.all(
      browsers.map((browser, i) => browser.comeBack(callbacks[i] ?? expect.fail())),
    );
    expect(outcomes.filter(({ result }) => result === 'signed-in').length).toBeGreaterThan(0);
    const people = new Set(
      (await Promise.all(browsers.map((one) => one.who()))).flatMap((who) => who?.userId ?? []),
    );
    expect(people.size).toBe(1);
    expect((await identities(servers.first, 'ana')).map(({ userId }) => String(userId))).toEqual([...people]);
    expect(
      await servers.first.app.server.connection.collection('users').countDocuments({ bot: { $ne: true } }),
    ).toBe(2);
  });

  it('one of two people connects an account of a provider, and the other keeps theirs as it was', async () => {
    await using servers = await start();
    await servers.first.register('alice');
    const [bob, eve] = [await servers.first.register('bob'), await servers.first.register('eve')];
    const tries = await Promise.all(
      [bob, eve].map(async (person, i) => {
        const browser = new OpenidBrowser(i === 0 ? servers.first : servers.second);
        return { browser, callback: await answerOf('shared', await browser.beginLink(person, 'it')) };
      }),
    );
    const outcomes = await Promise.all(tries.map(({ browser, callback }) => browser.comeBack(callback)));
    expect(outcomes.filter(({ result }) => result === 'connected')).toHaveLength(1);
    expect(await identities(servers.first, 'shared')).toHaveLength(1);
    const winner = outcomes[0]?.result === 'connected' ? bob : eve;
    const later = new OpenidBrowser(servers.second);
    await later.comeBack(await answerOf('shared', await later.begin('it')));
    expect((await later.who())?.userId).toBe(winner.userId);
  });

  it('one answer of a provider, and one link for a new password, is used', async () => {
    await using servers = await start();
    const alice = await servers.first.register('alice');
    const browser = new OpenidBrowser(servers.first);
    const callback = await answerOf('replayed', await browser.begin('it'));
    const twin = new OpenidBrowser(servers.second);
    for (const [name, value] of browser.jar.cookies) twin.jar.cookies.set(name, value);
    const outcomes = await Promise.all([browser.comeBack(callback), twin.comeBack(callback)]);
    expect(outcomes.map(({ result }) => result).sort()).toEqual(['over', 'signed-in']);
    const made = await alice.post(`/users/${alice.userId}/reset-link`);
    if (made.status !== 201) return;
    const { token } = made.body as { token: string };
    const used = await Promise.all(
      [servers.first, servers.second].map((server, i) =>
        server
          .api()
          .post('/api/v1/auth/reset-password')
          .send({ token, password: `a new long password ${i}` }),
      ),
    );
    const won = used.filter(({ status }) => status === 200);
    expect(won).toHaveLength(1);
    expect((won[0]?.body as SignedIn | undefined) ?? {}).not.toHaveProperty('accessToken');
  });
});
