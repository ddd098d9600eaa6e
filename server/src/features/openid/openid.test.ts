import type { IdentityView } from '@parley/shared/openid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type Person, type TestServer } from '../../test/startServer.js';
import { enrol } from '../factors/test/enrolling.js';
import { OpenidBrowser, PUBLIC, callbackAddress, type Outcome } from './test/browser.js';
import { RealProvider } from './test/realProvider.js';

const north = {
  ana: { email: 'ana@north.example', email_verified: true, name: 'Ana North', preferred_username: 'ana' },
  bo: { email: 'bo@north.example', email_verified: true, name: 'Bo', groups: ['chat'] },
};
const south = {
  ana: { email: 'ana@south.example', email_verified: true, name: 'Ana South', preferred_username: 'ana' },
};

describe('two real providers at once', () => {
  let providers: Record<'north' | 'south', RealProvider>;
  beforeAll(async () => {
    const [northern, southern] = await Promise.all([
      RealProvider.start({ redirectUri: callbackAddress('north') }, north),
      RealProvider.start({ redirectUri: callbackAddress('south') }, south),
    ]);
    providers = { north: northern, south: southern };
  });
  afterAll(async () => {
    for (const provider of Object.values(providers)) await provider[Symbol.asyncDispose]();
  });

  const settingOf = (id: 'north' | 'south', extra: object = {}) => ({
    id,
    name: id,
    issuer: providers[id].issuer,
    clientId: RealProvider.clientId,
    clientSecret: RealProvider.clientSecret,
    private: true,
    ...extra,
  });
  const start = (rules: { north?: object; south?: object } = {}, environment = {}): Promise<TestServer> =>
    startServer({
      PUBLIC_URL: PUBLIC,
      OIDC_PROVIDERS: JSON.stringify([settingOf('north', rules.north), settingOf('south', rules.south)]),
      ...environment,
    });

  /** Goes all the way through a provider. */
  async function through(
    browser: OpenidBrowser,
    id: 'north' | 'south',
    account: string | undefined,
    query = '',
  ): Promise<Outcome> {
    const page = await browser.begin(id, query);
    return await browser.comeBack(await providers[id].visit(page.href, account));
  }

  async function peopleOf(person: Person): Promise<string[]> {
    const { users } = (await person.get('/users').expect(200)).body as { users: { username: string }[] };
    return users.map(({ username }) => username).sort();
  }

  const identitiesOf = async (person: Person): Promise<IdentityView[]> =>
    ((await person.get('/me/identities').expect(200)).body as { identities: IdentityView[] }).identities;

  it('are no new device in a browser where the person has signed in, though the way back has no strict cookies', async () => {
    await using server = await start();
    await server.register('boss');
    const browser = new OpenidBrowser(server);
    await through(browser, 'north', 'ana');
    const ana = (await browser.who()) as Person;
    const news = async (): Promise<number> =>
      ((await ana.get('/me/new-devices').expect(200)).body as { devices: unknown[] }).devices.length;
    const page = await browser.begin('north');
    const device = [...browser.jar.cookies.keys()].find((name) => name.endsWith('_device')) ?? '';
    expect(browser.jar.cookies.delete(device)).toBe(true);
    await browser.comeBack(await providers.north.visit(page.href, 'ana'));
    expect(await news()).toBe(0);
    await through(new OpenidBrowser(server), 'north', 'ana');
    expect(await news()).toBe(1);
  });

  it('are listed, and sign strangers in with accounts of their own', async () => {
    await using server = await start();
    const boss = await server.register('boss');
    expect((await server.api().get('/api/v1/auth/openid').expect(200)).body).toEqual({
      providers: [
        { provider: 'north', name: 'north' },
        { provider: 'south', name: 'south' },
      ],
    });
    const [here, there] = [new OpenidBrowser(server), new OpenidBrowser(server)];
    const outcome = await through(here, 'north', 'ana', '?returnTo=/rooms/somewhere');
    expect(outcome).toEqual({ result: 'signed-in', provider: 'north', path: '/rooms/somewhere' });
    // The same subject at another provider is somebody else.
    expect(await through(there, 'south', 'ana')).toMatchObject({ result: 'signed-in', provider: 'south' });
    const [ana, other] = [await here.who(), await there.who()];
    expect(ana?.granted.me).toMatchObject({
      username: 'ana',
      displayName: 'Ana North',
      email: 'ana@north.example',
      emailConfirmed: true,
      role: 'member',
    });
    expect(other?.granted.me).toMatchObject({ username: 'ana2', displayName: 'Ana South' });
    expect(await peopleOf(boss)).toEqual(['ana', 'ana2', 'boss']);
  });

  it('are no way around a second factor, and nobody without a password is locked out by one', async () => {
    await using server = await start();
    const boss = await server.register('boss');
    const browser = new OpenidBrowser(server);
    const page = await browser.beginLink(boss, 'north');
    await browser.comeBack(await providers.north.visit(page.href, 'ana'));
    const before = new OpenidBrowser(server);
    expect(await through(before, 'north', 'ana')).toMatchObject({ result: 'signed-in' });
    await enrol(boss);
    const after = new OpenidBrowser(server);
    expect(await through(after, 'north', 'ana')).toMatchObject({ result: 'secondFactor' });
    expect(await after.who()).toBeUndefined();

    const stranger = new OpenidBrowser(server);
    await through(stranger, 'south', 'ana', '?again=true');
    const other = await stranger.who();
    expect((await other?.post('/me/factors/totp'))?.body).toMatchObject({ key: 'factors.passwordFirst' });
    expect(await through(new OpenidBrowser(server), 'south', 'ana')).toMatchObject({ result: 'signed-in' });
  });

  it('sign the same person in again, whatever their address is now', async () => {
    await using server = await start();
    const boss = await server.register('boss', { email: 'boss@example.org' });
    const first = new OpenidBrowser(server);
    await through(first, 'north', 'bo');
    const bo = await first.who();
    try {
      await providers.north.setAccounts({
        ...north,
        bo: { ...north.bo, email: 'boss@example.org', email_verified: true },
      });
      const second = new OpenidBrowser(server);
      expect(await through(second, 'north', 'bo')).toMatchObject({ result: 'signed-in' });
      const again = await second.who();
      expect(again?.userId).toBe(bo?.userId);
      expect(again?.granted.me.email).toBe('bo@north.example');
    } finally {
      await providers.north.setAccounts(north);
    }
    expect(await peopleOf(boss)).toEqual(['bo', 'boss']);
  });

  it('make no account of somebody who cancels, and say so', async () => {
    await using server = await start();
    const boss = await server.register('boss');
    const browser = new OpenidBrowser(server);
    expect(await through(browser, 'north', undefined)).toEqual({
      result: 'cancelled',
      provider: 'north',
      path: '/',
    });
    expect(await browser.who()).toBeUndefined();
    expect(await peopleOf(boss)).toEqual(['boss']);
  });

  it('make no account with an address that an account has, nor of the first person', async () => {
    await using server = await start();
    expect(await through(new OpenidBrowser(server), 'north', 'ana')).toMatchObject({ result: 'firstRun' });
    const boss = await server.register('boss', { email: 'ana@north.example' });
    const browser = new OpenidBrowser(server);
    expect(await through(browser, 'north', 'ana')).toMatchObject({ result: 'emailTaken' });
    expect(await browser.who()).toBeUndefined();
    expect(await peopleOf(boss)).toEqual(['boss']);
  });

  it('make accounts as the registration of the workspace, or the rule of the provider, admits', async () => {
    await using server = await start({
      south: { domains: ['north.example'] },
      north: { require: { claim: 'groups', values: ['chat'] } },
    });
    const boss = await server.register('boss');
    await boss.patch('/workspace', { registration: 'invitation' }).expect(200);
    expect(await through(new OpenidBrowser(server), 'north', 'ana')).toMatchObject({ result: 'notAllowed' });
    expect(await through(new OpenidBrowser(server), 'south', 'ana')).toMatchObject({ result: 'domain' });
    expect(await through(new OpenidBrowser(server), 'north', 'bo')).toMatchObject({ result: 'signed-in' });
    const invite = (await boss.post('/invites', { uses: 1 }).expect(201)).body as { code: string };
    const query = `?inviteCode=${invite.code}`;
    expect(await through(new OpenidBrowser(server), 'south', 'ana', query)).toMatchObject({
      result: 'signed-in',
    });
    expect(await peopleOf(boss)).toEqual(['ana', 'bo', 'boss']);
  });

  it('need an invitation where the workspace does, and make no account where it is closed', async () => {
    await using server = await start();
    const boss = await server.register('boss');
    await boss.patch('/workspace', { registration: 'invitation' }).expect(200);
    expect(await through(new OpenidBrowser(server), 'north', 'ana')).toMatchObject({ result: 'invitation' });
    await boss.patch('/workspace', { registration: 'closed' }).expect(200);
    expect(await through(new OpenidBrowser(server), 'north', 'ana')).toMatchObject({ result: 'closed' });
    expect(await peopleOf(boss)).toEqual(['boss']);
  });

  it('make one account of somebody who signs in twice at once', async () => {
    await using server = await start();
    const boss = await server.register('boss');
    const browsers = [new OpenidBrowser(server), new OpenidBrowser(server), new OpenidBrowser(server)];
    await Promise.all(browsers.map((browser) => through(browser, 'north', 'ana')));
    expect(await peopleOf(boss)).toEqual(['ana', 'boss']);
  });

  it('do not admit a deactivated person, and say so', async () => {
    await using server = await start();
    const boss = await server.register('boss');
    const browser = new OpenidBrowser(server);
    await through(browser, 'north', 'ana');
    const ana = await browser.who();
    await boss.patch(`/users/${ana?.userId}`, { active: false }).expect(200);
    const again = new OpenidBrowser(server);
    expect(await through(again, 'north', 'ana')).toMatchObject({ result: 'deactivated' });
    expect(await again.who()).toBeUndefined();
  });

  it('are connected to an account by who is signed in to it, and disconnected while another way in is left', async () => {
    await using server = await start();
    const boss = await server.register('boss', { email: 'ana@north.example' });
    const browser = new OpenidBrowser(server);
    const page = await browser.beginLink(boss, 'north');
    const back = await providers.north.visit(page.href, 'ana');
    expect(await browser.comeBack(back)).toMatchObject({ result: 'connected', provider: 'north' });
    expect(await browser.who()).toBeUndefined();
    const [identity] = await identitiesOf(boss);
    expect(identity).toMatchObject({ provider: 'north', name: 'north', label: 'ana@north.example' });
    expect(await through(browser, 'north', 'ana')).toMatchObject({ result: 'signed-in' });
    expect((await browser.who())?.userId).toBe(boss.userId);
    const other = await browser.who();
    await boss.delete(`/me/identities/${identity?.identityId}`).expect(204);
    await other?.get('/me').expect(401);
    await boss.get('/me').expect(200);
    expect(await identitiesOf(boss)).toEqual([]);
    await boss.delete(`/me/identities/${identity?.identityId}`).expect(404);
    expect(await through(new OpenidBrowser(server), 'north', 'ana')).toMatchObject({ result: 'emailTaken' });
  });

  it('are not disconnected where nothing else is left, also of two at once', async () => {
    await using server = await start();
    await server.register('boss');
    const browser = new OpenidBrowser(server);
    await through(browser, 'north', 'ana', '?again=true');
    const ana = (await browser.who()) as Person;
    const page = await browser.beginLink(ana, 'south');
    await browser.comeBack(await providers.south.visit(page.href, 'ana'));
    const both = await identitiesOf(ana);
    expect(both.map(({ provider }) => provider)).toEqual(['north', 'south']);
    await Promise.all(both.map(({ identityId }) => ana.delete(`/me/identities/${identityId}`)));
    const left = await identitiesOf(ana);
    expect(left.length).toBeGreaterThan(0);
    const [last] = left.length === 1 ? left : left.slice(1);
    if (left.length === 2) await ana.delete(`/me/identities/${left[0]?.identityId}`).expect(204);
    const refused = await ana.delete(`/me/identities/${last?.identityId}`).expect(409);
    expect(refused.body).toMatchObject({ key: 'openid.lastWayIn' });
  });

  it('belong to one account, and an account has one of each', async () => {
    await using server = await start();
    const [boss, bob] = [await server.register('boss'), await server.register('bob')];
    const connect = async (person: Person, account: string): Promise<Outcome> => {
      const browser = new OpenidBrowser(server);
      const page = await browser.beginLink(person, 'north');
      return await browser.comeBack(await providers.north.visit(page.href, account));
    };
    expect(await connect(boss, 'ana')).toMatchObject({ result: 'connected' });
    expect(await connect(boss, 'ana')).toMatchObject({ result: 'connected' });
    expect(await connect(bob, 'ana')).toMatchObject({ result: 'taken' });
    expect(await connect(boss, 'bo')).toMatchObject({ result: 'another' });
    expect(await identitiesOf(bob)).toEqual([]);
  });

  it('are connected only while the session lasts in which it was begun, and with a recent proof', async () => {
    await using server = await start();
    const boss = await server.register('boss');
    const browser = new OpenidBrowser(server);
    const page = await browser.beginLink(boss, 'north');
    const back = await providers.north.visit(page.href, 'ana');
    await boss.post('/auth/logout').expect(204);
    expect(await browser.comeBack(back)).toMatchObject({ result: 'over' });
    const body = { login: 'boss', password: 'boss has a long password' };
    const granted = (await server.api().post('/api/v1/auth/login').send(body).expect(200)).body as unknown;
    const authorization = `Bearer ${(granted as { accessToken: string }).accessToken}`;
    await server.app.server.connection
      .collection('sessions')
      .updateMany({}, { $set: { provedAt: new Date(Date.now() - 601_000) } });
    const refused = await server
      .api()
      .post('/api/v1/auth/openid/north/link')
      .set('authorization', authorization)
      .send({})
      .expect(403);
    expect(refused.body).toMatchObject({ code: 'reauthentication_required' });
  });
});
