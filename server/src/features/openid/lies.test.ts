import { createHash } from 'node:crypto';
import { SignJWT, generateKeyPair } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startServer, type Person, type TestServer } from '../../test/startServer.js';
import { OpenidBrowser, PUBLIC, callbackAddress, type Outcome } from './test/browser.js';
import { LyingProvider } from './test/lyingProvider.js';

const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const now = (): number => Math.floor(Date.now() / 1000);

describe('a provider that lies', () => {
  let liar: LyingProvider;
  let other: LyingProvider;
  let server: TestServer;
  let boss: Person;
  beforeAll(async () => {
    [liar, other] = [await LyingProvider.start(), await LyingProvider.start()];
    server = await startServer({
      PUBLIC_URL: PUBLIC,
      OIDC_PROVIDERS: JSON.stringify([liar.settingOf('liar'), other.settingOf('other')]),
    });
    boss = await server.register('boss', { email: 'boss@example.org' });
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    await liar[Symbol.asyncDispose]();
    await other[Symbol.asyncDispose]();
  });
  beforeEach(() => {
    liar.accessToken = 'access';
    liar.metadata = {};
  });

  /** The parameters that the provider receives. */
  interface Asked {
    state: string;
    nonce: string;
    page: URL;
  }

  async function begin(browser: OpenidBrowser, id = 'liar'): Promise<Asked> {
    const page = await browser.begin(id);
    const value = (name: string): string => page.searchParams.get(name) ?? '';
    expect(value('redirect_uri')).toBe(callbackAddress(id));
    expect(value('code_challenge_method')).toBe('S256');
    return { state: value('state'), nonce: value('nonce'), page };
  }

  const answer = (id: string, parameters: Record<string, string>): URL => {
    const address = new URL(callbackAddress(id));
    address.search = new URLSearchParams(parameters).toString();
    return address;
  };

  /** What nobody may change: accounts, sessions, identities. */
  const stored = async (): Promise<Record<string, number>> => {
    const { connection } = server.app.server;
    const names = ['users', 'sessions', 'identities', 'openidsessions'];
    const counts = names.map((name) => connection.collection(name).countDocuments());
    const found = await Promise.all(counts);
    return Object.fromEntries(names.map((name, index): [string, number] => [name, found[index] ?? -1]));
  };

  /** Nothing is made, linked or entered, and the address has the reason. */
  async function expectRefused(
    browser: OpenidBrowser,
    callback: URL,
    reason: Outcome['result'],
  ): Promise<void> {
    const before = await stored();
    expect(await browser.comeBack(callback)).toEqual({
      result: reason,
      provider: expect.any(String) as string,
      path: '/',
    });
    expect(await browser.who()).toBeUndefined();
    expect(await stored()).toEqual(before);
  }

  /** Goes to the provider and back with a token of these claims. */
  async function withToken(make: (nonce: string) => Promise<string>, reason: Outcome['result'] = 'invalid') {
    const browser = new OpenidBrowser(server);
    const { state, nonce } = await begin(browser);
    liar.idToken = () => make(nonce);
    await expectRefused(browser, answer('liar', { code: 'c', state }), reason);
  }
  const withClaims = (extra: Record<string, unknown>, reason: Outcome['result'] = 'invalid') =>
    withToken((nonce) => liar.sign(liar.claims(nonce, extra)), reason);

  it('is believed when it tells the truth, with the verifier of the challenge', async () => {
    const browser = new OpenidBrowser(server);
    const { state, nonce, page } = await begin(browser);
    liar.idToken = () => liar.sign(liar.claims(nonce, { sub: 'honest', email: 'honest@lies.example' }));
    expect(await browser.comeBack(answer('liar', { code: 'c', state }))).toMatchObject({
      result: 'signed-in',
    });
    expect((await browser.who())?.granted.me.email).toBe('honest@lies.example');
    const { verifier } = liar.redeemed.at(-1) ?? { verifier: '' };
    expect(createHash('sha256').update(verifier).digest('base64url')).toBe(
      page.searchParams.get('code_challenge'),
    );
    // The same answer again: its state was used up.
    const again = new OpenidBrowser(server);
    for (const [name, value] of browser.jar.cookies)
      if (name.endsWith('openid')) again.jar.cookies.set(name, value);
    await expectRefused(again, answer('liar', { code: 'c', state }), 'over');
  });

  it('cannot swap the state', async () => {
    const browser = new OpenidBrowser(server);
    const { nonce } = await begin(browser);
    liar.idToken = () => liar.sign(liar.claims(nonce));
    await expectRefused(browser, answer('liar', { code: 'c', state: 'another' }), 'over');
    await expectRefused(browser, answer('liar', { code: 'c' }), 'over');
  });

  it('cannot be answered from another browser, which has no cookie or its own', async () => {
    const [attacker, victim] = [new OpenidBrowser(server), new OpenidBrowser(server)];
    const { state, nonce } = await begin(attacker);
    await begin(victim);
    liar.idToken = () => liar.sign(liar.claims(nonce, { sub: 'attacker', email: undefined }));
    const callback = answer('liar', { code: 'c', state });
    await expectRefused(victim, callback, 'over');
    await expectRefused(new OpenidBrowser(server), callback, 'over');
    expect(await attacker.comeBack(callback)).toMatchObject({ result: 'signed-in' });
  });

  it('cannot connect its account to that of a person whose browser did not begin it', async () => {
    const [attacker, victim] = [new OpenidBrowser(server), new OpenidBrowser(server)];
    const mallory = await server.register('mallory2');
    const page = await attacker.beginLink(mallory, 'liar');
    const state = page.searchParams.get('state') ?? '';
    liar.idToken = () => liar.sign(liar.claims(page.searchParams.get('nonce') ?? '', { sub: 'victim' }));
    await expectRefused(victim, answer('liar', { code: 'c', state }), 'over');
  });

  it('cannot replay an id token, whose nonce is another’s', async () => {
    const taken = await liar.sign(liar.claims('of another sign-in'));
    await withToken(() => Promise.resolve(taken));
    await withClaims({ nonce: undefined });
  });

  it('cannot use a token for another client, or of another issuer', async () => {
    await withClaims({ aud: 'another' });
    await withClaims({ aud: ['another', LyingProvider.clientId], azp: 'another' });
    await withClaims({ iss: 'https://accounts.example.org' });
    await withClaims({ iss: other.issuer });
    await withClaims({ sub: undefined });
  });

  it('cannot use a token that has expired, or is not yet valid, beyond a minute', async () => {
    await withClaims({ exp: now() - 61, iat: now() - 400 });
    await withClaims({ nbf: now() + 120 });
    const browser = new OpenidBrowser(server);
    const { state, nonce } = await begin(browser);
    // Clocks differ.
    liar.idToken = () => liar.sign(liar.claims(nonce, { sub: 'late', email: undefined, exp: now() - 50 }));
    expect(await browser.comeBack(answer('liar', { code: 'c', state }))).toMatchObject({
      result: 'signed-in',
    });
  });

  it('cannot leave out the signature, use the secret as its key, or another key', async () => {
    await withToken((nonce) => Promise.resolve(`${base64({ alg: 'none' })}.${base64(liar.claims(nonce))}.`));
    await withToken((nonce) =>
      new SignJWT(liar.claims(nonce))
        .setProtectedHeader({ alg: 'HS256' })
        .sign(Buffer.from(LyingProvider.clientSecret)),
    );
    const { privateKey } = await generateKeyPair('RS256');
    await withToken((nonce) =>
      new SignJWT(liar.claims(nonce)).setProtectedHeader({ alg: 'RS256', kid: 'its' }).sign(privateKey),
    );
    await withToken((nonce) =>
      liar
        .sign(liar.claims(nonce))
        .then((token) => token.replace(/\.[^.]+\./, `.${base64({ ...liar.claims(nonce), sub: 'boss' })}.`)),
    );
  });

  it('cannot give an access token that is not the one of at_hash', async () => {
    const half = createHash('sha256').update('access').digest().subarray(0, 16).toString('base64url');
    liar.accessToken = 'another';
    await withClaims({ at_hash: half });
    liar.accessToken = 'access';
    const browser = new OpenidBrowser(server);
    const { state, nonce } = await begin(browser);
    liar.idToken = () => liar.sign(liar.claims(nonce, { sub: 'hashed', email: undefined, at_hash: half }));
    expect(await browser.comeBack(answer('liar', { code: 'c', state }))).toMatchObject({
      result: 'signed-in',
    });
  });

  it('makes no account by an address it has not verified, whether that is the owner’s or nobody’s', async () => {
    await withClaims({ email: 'boss@example.org', email_verified: false }, 'unverified');
    await withClaims({ email: 'nobody@example.org', email_verified: false }, 'unverified');
    await withClaims({ email: 'BOSS@example.org', email_verified: true }, 'emailTaken');
    // It says nothing about it: the account has no address.
    const browser = new OpenidBrowser(server);
    const { state, nonce } = await begin(browser);
    const claims = { sub: 'silent', email: 'boss@example.org', email_verified: undefined };
    liar.idToken = () => liar.sign(liar.claims(nonce, claims));
    await browser.comeBack(answer('liar', { code: 'c', state }));
    const who = await browser.who();
    expect(who?.granted.me.email).toBeNull();
    expect(who?.userId).not.toBe(boss.userId);
  });

  it('cannot have its answer taken for another’s (mix-up)', async () => {
    const browser = new OpenidBrowser(server);
    const { state, nonce } = await begin(browser, 'other');
    other.idToken = () => other.sign(other.claims(nonce));
    // The state of one provider at the callback of another.
    await expectRefused(browser, answer('liar', { code: 'c', state }), 'over');
    // RFC 9207: the answer names another issuer.
    await expectRefused(browser, answer('other', { code: 'c', state, iss: liar.issuer }), 'invalid');
    expect(other.redeemed).toEqual([]);
  });

  it('must name the issuer where it has promised to', async () => {
    const strict = await LyingProvider.start();
    strict.metadata = { authorization_response_iss_parameter_supported: true };
    await using another = await startServer({
      PUBLIC_URL: PUBLIC,
      OIDC_PROVIDERS: JSON.stringify([strict.settingOf('strict')]),
    });
    await another.register('boss');
    const browser = new OpenidBrowser(another);
    const page = await browser.begin('strict');
    const state = page.searchParams.get('state') ?? '';
    expect(await browser.comeBack(answer('strict', { code: 'c', state }))).toMatchObject({
      result: 'invalid',
    });
    await strict[Symbol.asyncDispose]();
  });

  it('has its errors shown as one sentence, and nothing of what it writes', async () => {
    const browser = new OpenidBrowser(server);
    const { state } = await begin(browser);
    const error = { error: 'server_error', error_description: '<script>', state };
    await expectRefused(browser, answer('liar', error), 'invalid');
  });

  it('is not requested in a private network unless the settings say so', async () => {
    const hidden = await LyingProvider.start();
    await using another = await startServer({
      PUBLIC_URL: PUBLIC,
      OIDC_PROVIDERS: JSON.stringify([
        hidden.settingOf('hidden', { issuer: 'https://127.0.0.1', private: false }),
      ]),
    });
    await another.register('boss');
    const app = await new OpenidBrowser(another).begin('hidden');
    expect(app.searchParams.get('openid')).toBe('unreachable');
    expect(hidden.requests).toEqual([]);
    await hidden[Symbol.asyncDispose]();
  });

  it('is not requested by an address that has begun too often', async () => {
    const quiet = await LyingProvider.start();
    await using another = await startServer({
      PUBLIC_URL: PUBLIC,
      RATE_LIMITS: 'true',
      SIGN_INS_PER_15_MINUTES: '1',
      OIDC_PROVIDERS: JSON.stringify([quiet.settingOf('quiet')]),
    });
    await another.register('boss');
    const browser = new OpenidBrowser(another);
    for (let i = 0; i < 10; i++) await browser.begin('quiet');
    const made = await another.app.server.connection.collection('openidattempts').countDocuments();
    expect((await browser.begin('quiet')).searchParams.get('openid')).toBe('tooMany');
    expect(await another.app.server.connection.collection('openidattempts').countDocuments()).toBe(made);
    await quiet[Symbol.asyncDispose]();
  });
});
