import type { ManagedProviders, ProviderTest } from '@parley/shared/openidAdmin';
import { describe, expect, it } from 'vitest';
import { startServer, type Person, type TestServer } from '../../test/startServer.js';
import { refreshProviders } from './managed.access.js';
import { ManagedProviderDocs } from './managed.model.js';
import { RealProvider } from './test/realProvider.js';

const PUBLIC_URL = 'https://chat.example.org';
const setting = {
  preset: 'google',
  name: null,
  issuer: null,
  tenant: null,
  clientId: 'client',
  scopes: null,
  private: false,
  domains: null,
  require: null,
  disabled: false,
};
const list = async (person: Person): Promise<ManagedProviders> =>
  (await person.get('/providers').expect(200)).body as ManagedProviders;
const buttons = async (server: TestServer): Promise<string[]> =>
  (
    (await server.api().get('/api/v1/auth/openid').expect(200)).body as { providers: { provider: string }[] }
  ).providers.map(({ provider }) => provider);

describe('the sign-in providers of the admin area', () => {
  it('are added, changed, ordered, disabled and removed; a secret is never shown again', async () => {
    await using server = await startServer({
      PUBLIC_URL,
      OIDC_PROVIDERS: JSON.stringify([{ id: 'fixed', preset: 'google', clientId: 'x' }]),
    });
    const { alice, bob } = await server.cast();
    const put = (id: string, extra: object) => alice.put(`/providers/${id}`, { ...setting, ...extra });
    const added = await put('git', { version: 0, preset: 'github', clientSecret: 'very secret' }).expect(200);
    expect(added.body).toMatchObject({
      version: 1,
      publicUrl: PUBLIC_URL,
      providers: [
        { provider: 'fixed', fixedBy: 'OIDC_PROVIDERS', hasSecret: false },
        {
          provider: 'git',
          fixedBy: null,
          hasSecret: true,
          callback: `${PUBLIC_URL}/api/v1/auth/openid/git/callback`,
        },
      ],
    });
    expect(JSON.stringify(added.body)).not.toContain('very secret');
    const stored = await ManagedProviderDocs(server.app.server).findById('providers').lean();
    expect(JSON.stringify(stored)).not.toContain('very secret');
    expect(await buttons(server)).toEqual(['fixed', 'git']);
    // Its secret stays when it is not given.
    await put('git', { version: 1, preset: 'github', name: 'Code' }).expect(200);
    expect((await list(alice)).providers[1]).toMatchObject({ name: 'Code', hasSecret: true });
    await alice.put('/providers', { version: 2, order: ['git', 'fixed'] }).expect(200);
    expect(await buttons(server)).toEqual(['git', 'fixed']);
    await put('git', { version: 3, preset: 'github', disabled: true }).expect(200);
    expect(await buttons(server)).toEqual(['fixed']);
    await alice.post('/auth/openid/git/link').expect(404);
    // What somebody else has changed meanwhile is not overwritten, and what is fixed stays.
    expect((await put('git', { version: 3 }).expect(409)).body).toMatchObject({
      key: 'settings.changedSince',
    });
    expect((await put('fixed', { version: 4 }).expect(409)).body).toMatchObject({ key: 'openid.fixed' });
    await bob.get('/providers').expect(403);
    await bob.put('/providers/git', { ...setting, version: 4 }).expect(403);
    await alice.delete('/providers/git?version=4').expect(200);
    await alice.delete('/providers/git?version=5').expect(404);
    const { entries } = (await alice.get('/audit').expect(200)).body as { entries: { action: string }[] };
    expect(entries.map(({ action }) => action).filter((action) => action.startsWith('provider.'))).toEqual([
      'provider.removed',
      'provider.changed',
      'provider.ordered',
      'provider.changed',
      'provider.added',
    ]);
    expect(JSON.stringify(entries)).not.toContain('very secret');
  });

  it('have group rules, which owners alone change; an admin may disable such a provider', async () => {
    await using server = await startServer({ PUBLIC_URL });
    const { alice, bob } = await server.cast();
    await alice.patch(`/users/${bob.userId}`, { role: 'admin' }).expect(200);
    const groups = { claim: 'groups', rules: ['Staff => admin, #design', 'visitors => guest'] };
    const put = (by: Person, version: number, extra: object) =>
      by.put('/providers/work', { ...setting, version, ...extra });
    expect((await put(bob, 0, { groups }).expect(403)).body).toMatchObject({ key: 'settings.ownersOnly' });
    await put(alice, 0, { groups: { claim: 'groups', rules: ['nonsense'] } }).expect(400);
    await put(alice, 0, { groups: { claim: 'nickname', rules: groups.rules } }).expect(400);
    await put(alice, 0, { groups }).expect(200);
    expect((await list(bob)).providers[0]).toMatchObject({ groups, silent: false });
    // Who is believed decides as much as what is given.
    for (const extra of [{}, { groups, clientId: 'mine' }, { groups, clientSecret: 'mine' }])
      await put(bob, 1, extra).expect(403);
    await put(bob, 1, { groups, disabled: true }).expect(200);
    await put(alice, 2, { silent: true }).expect(200);
    expect((await list(alice)).providers[0]).toMatchObject({ groups: null, silent: true });
    await put(bob, 3, { name: 'Work' }).expect(200);
    const audit = JSON.stringify((await alice.get('/audit?action=provider.changed').expect(200)).body);
    expect(audit).toContain('Staff => admin, #design');
  });

  it('are held to the rules of the variable, and name the field', async () => {
    await using server = await startServer({ PUBLIC_URL });
    const { alice } = await server.cast();
    for (const [wrong, field] of [
      [{ preset: 'keycloak' }, 'issuer'],
      [{ preset: 'oidc', issuer: 'http://id.example.org' }, 'issuer'],
      [{ preset: 'oidc', issuer: 'not an address' }, 'issuer'],
      [{ preset: 'microsoft' }, 'tenant'],
      [{ preset: 'github' }, 'clientSecret'],
      [{ domains: ['no domain'] }, 'domains.0'],
      [{ clientId: '' }, 'clientId'],
    ] as const) {
      const refused = await alice.put('/providers/one', { ...setting, version: 0, ...wrong }).expect(400);
      expect((refused.body as { errors: { field: string }[] }).errors[0]?.field).toBe(field);
    }
    await using without = await startServer();
    const owner = await without.register('alice');
    const refused = await owner.put('/providers/one', { ...setting, version: 0 }).expect(409);
    expect(refused.body).toMatchObject({ key: 'openid.publicUrl' });
  });

  it('hold on another node; of two changes at once one is refused', async () => {
    await using one = await startServer({ PUBLIC_URL });
    const database = one.uri.split('/').at(-1)?.split('?')[0];
    await using two = await startServer({ PUBLIC_URL }, database);
    const { alice } = await one.cast();
    const both = await Promise.all(
      ['a', 'b'].map((id) => alice.put(`/providers/${id}`, { ...setting, version: 0 })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    await refreshProviders(two.app.server);
    expect(await buttons(two)).toEqual(await buttons(one));
    expect(await buttons(two)).toHaveLength(1);
  });
});

describe('the test of a provider', () => {
  it('says in steps what is wrong: unreachable, another issuer, a wrong secret, or nothing', async () => {
    await using server = await startServer({ PUBLIC_URL });
    const { alice } = await server.cast();
    await using provider = await RealProvider.start(
      { redirectUri: `${PUBLIC_URL}/api/v1/auth/openid/real/callback` },
      {},
    );
    let version = 0;
    const tried = async (extra: object): Promise<[string, string, string | null][]> => {
      await alice
        .put('/providers/real', { ...setting, preset: 'oidc', private: true, version: version++, ...extra })
        .expect(200);
      const { steps } = (await alice.post('/providers/real/test').expect(200)).body as ProviderTest;
      return steps.map(({ step, outcome, problem }) => [step, outcome, problem]);
    };
    const real = { issuer: provider.issuer, clientId: RealProvider.clientId };
    expect(await tried({ ...real, clientSecret: RealProvider.clientSecret })).toEqual([
      ['address', 'good', null],
      ['discovery', 'good', null],
      ['keys', 'good', null],
      ['client', 'good', null],
    ]);
    expect((await tried({ ...real, clientSecret: 'another secret' })).at(-1)).toEqual([
      'client',
      'bad',
      'badClient',
    ]);
    expect((await tried({ ...real, issuer: `${provider.issuer}/` })).at(-1)?.[2]).toBe('issuerDiffers');
    expect((await tried({ ...real, issuer: `${provider.issuer}/elsewhere` })).at(-1)?.[2]).toBe('status');
    expect((await tried({ ...real, issuer: 'http://127.0.0.1:9' })).at(-1)?.[2]).toBe('unreachable');
    expect((await tried({ ...real, issuer: 'https://127.0.0.1:9', private: false })).at(-1)?.[2]).toBe(
      'privateAddress',
    );
  });
});
