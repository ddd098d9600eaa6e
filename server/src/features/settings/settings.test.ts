import type { SettingChange, SettingSection } from '@parley/shared/settings';
import { describe, expect, it } from 'vitest';
import { describeOverTwoServers } from '../../test/twoServers.js';
import { startServer, type Person, type TestServer } from '../../test/startServer.js';
import { liveSettings } from '../../platform/liveSettings.js';
import { rateLimitsSection } from './rateLimits.live.js';
import { refreshSettings } from './settings.access.js';
import { SettingsDocs } from './settings.model.js';

const sectionOf = async (person: Person, name: string): Promise<SettingSection> => {
  const { sections } = (await person.get('/settings').expect(200)).body as { sections: SettingSection[] };
  const found = sections.find((one) => one.name === name);
  if (!found) throw new Error(`there is no section ${name}`);
  return found;
};
const fieldOf = ({ fields }: SettingSection, name: string) => fields.find((field) => field.name === name);
const historyOf = async (person: Person, name: string): Promise<SettingChange[]> =>
  ((await person.get(`/settings/${name}/history`).expect(200)).body as { changes: SettingChange[] }).changes;
const limitsOn = ({ app }: TestServer) => liveSettings(app.server, rateLimitsSection);
const set = (version: number, field: string, value: unknown) => ({ version, changes: [{ field, value }] });

describe('settings', () => {
  it('are changed by admins, have a history, and are undone; nobody else sees them', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const before = await sectionOf(alice, 'rateLimits');
    expect(before.version).toBe(0);
    expect(fieldOf(before, 'sends')).toEqual({
      name: 'sends',
      kind: 'number',
      whole: true,
      min: 1,
      max: 1_000_000,
      optional: false,
      fixedBy: null,
      default: 60,
      value: 60,
      isSet: false,
    });
    const after = (await alice.patch('/settings/rateLimits', set(0, 'sends', 70)).expect(200))
      .body as SettingSection;
    expect(fieldOf(after, 'sends')).toMatchObject({ value: 70, isSet: true });
    expect(limitsOn(server).sends).toBe(70);
    expect(server.app.server.config.SENDS_PER_10_SECONDS).toBe(70);
    // A page that has not seen this change overwrites nothing.
    await alice.patch('/settings/rateLimits', set(0, 'sends', 80)).expect(409);
    // The same again is no change.
    await alice.patch('/settings/rateLimits', set(1, 'sends', 70)).expect(200);
    const [change, ...others] = await historyOf(alice, 'rateLimits');
    expect(others).toEqual([]);
    expect(change).toMatchObject({
      by: alice.userId,
      undone: false,
      fields: [{ field: 'sends', secret: false, before: null, after: 70 }],
    });
    const undo = `/settings/rateLimits/history/${change?.changeId ?? ''}/undo`;
    await alice.patch('/settings/rateLimits', set(1, 'sends', 90)).expect(200);
    await alice.post(undo).expect(409);
    await alice.patch('/settings/rateLimits', set(2, 'sends', 70)).expect(200);
    await alice.post(undo).expect(204);
    expect(limitsOn(server).sends).toBe(60);
    await alice.post(undo).expect(409);
    const changes = await historyOf(alice, 'rateLimits');
    expect(changes.map(({ undone }) => undone)).toEqual([false, false, false, true]);
    expect(changes[0]?.undoes).toBe(change?.changeId);
    await bob.get('/settings').expect(403);
    await bob.get('/settings/rateLimits/history').expect(403);
    await bob.patch('/settings/rateLimits', set(4, 'sends', 1)).expect(403);
    await bob.post(undo).expect(403);
    await alice.get('/settings/nothing/history').expect(404);
    await alice.post(`/settings/rateLimits/history/${'0'.repeat(24)}/undo`).expect(404);
  });

  it('that are not valid are refused by the field’s name, and so are those that the environment fixes', async () => {
    await using server = await startServer({ SENDS_PER_10_SECONDS: '61' });
    const { alice } = await server.cast();
    const section = await sectionOf(alice, 'rateLimits');
    expect(fieldOf(section, 'sends')).toMatchObject({ value: 61, fixedBy: 'SENDS_PER_10_SECONDS' });
    for (const [field, value, why] of [
      ['sends', 70, 'is fixed by the environment variable SENDS_PER_10_SECONDS'],
      ['nothing', 1, 'is not known here'],
      ['constructor', 1, 'is not known here'],
      ['reads', 0, 'must be at least 1'],
      ['reads', 'many', 'must be of the type number'],
    ] as const) {
      const { fields } = (await alice.patch('/settings/rateLimits', set(0, field, value)).expect(400))
        .body as {
        fields: Record<string, string>;
      };
      expect(fields[field]).toBe(why);
    }
    expect(await historyOf(alice, 'rateLimits')).toEqual([]);
  });

  it('that this program does not understand leave a server that starts, and the rest as it was', async () => {
    await using first = await startServer();
    await first.cast();
    await SettingsDocs(first.app.server).create({
      _id: 'rateLimits',
      version: 3,
      values: { sends: 'plenty', reads: 5, formerly: true },
      history: [],
    });
    await refreshSettings(first.app.server);
    expect(limitsOn(first)).toMatchObject({ sends: 60, reads: 5 });
    const name = first.uri.replace(/^.*\//, '').replace(/\?.*$/, '');
    await using second = await startServer({}, name);
    expect(limitsOn(second)).toMatchObject({ sends: 60, reads: 5 });
  });

  it('by which an admin would become an owner are for owners alone, and a mail server is an address and nothing else', async () => {
    await using server = await startServer({ PUBLIC_URL: 'https://chat.example.org' });
    const { alice, bob } = await server.cast();
    await alice.patch(`/users/${bob.userId}`, { role: 'admin' }).expect(200);
    const mailServer = (url: string) => set(0, 'smtpUrl', url);
    for (const [section, change] of [
      ['mail', mailServer('smtp://mail.example.org')],
      ['secondFactor', set(0, 'graceDays', 100)],
      ['rateLimits', set(0, 'enabled', false)],
      ['signInLinks', set(0, 'enabled', true)],
      ['audit', set(0, 'days', 1)],
      ['exports', set(0, 'includePrivate', true)],
      ['ldap', set(0, 'groupRules', [])],
    ] as const)
      await bob.patch(`/settings/${section}`, change).expect(403);
    await bob.patch('/settings/passwords', set(0, 'minLength', 10)).expect(200);
    for (const url of [
      'smtp://mail.example.org?sendmail=true&path=/bin/sh&args=-c&args=id',
      'smtp://mail.example.org/?proxy=http://10.0.0.1',
      'smtp://mail.example.org/a',
      'smtp://mail.example.org#a',
      'smtp://[',
      'smtp://a b',
      'smtp://',
    ]) {
      const refused = await alice.patch('/settings/mail', mailServer(url)).expect(400);
      expect(Object.keys((refused.body as { fields: object }).fields)).toEqual(['smtpUrl']);
    }
    await alice
      .patch('/settings/mail', mailServer('smtps://somebody:a%20word@mail.example.org:465'))
      .expect(200);
    await alice.get('/workspace').expect(200);
  });

  it('of the workspace have a history too', async () => {
    await using server = await startServer();
    const { alice } = await server.cast();
    await alice.patch('/workspace', { name: 'Kites', storage: { file: 5 } }).expect(200);
    const [change] = await historyOf(alice, 'workspace');
    expect(change?.fields).toEqual([
      { field: 'name', secret: false, before: 'Parley', after: 'Kites' },
      { field: 'fileMegabytes', secret: false, before: 100, after: 5 },
    ]);
    const undo = `/settings/workspace/history/${change?.changeId ?? ''}/undo`;
    await alice.post(undo).expect(204);
    expect((await alice.get('/workspace')).body).toMatchObject({ name: 'Parley', storage: { file: 100 } });
    await alice.post(undo).expect(409);
    expect((await historyOf(alice, 'workspace'))[1]?.undone).toBe(true);
  });
});

describe('a limit that was changed', () => {
  it('holds from the next request on', async () => {
    await using server = await startServer({ RATE_LIMITS: '' });
    const { alice } = await server.cast();
    await alice.patch('/settings/rateLimits', set(0, 'searches', 1)).expect(200);
    await alice.get('/search?q=kite').expect(200);
    await alice.get('/search?q=kite').expect(429);
    await alice.patch('/settings/rateLimits', set(1, 'searches', 100)).expect(200);
    await alice.get('/search?q=kite').expect(200);
    await alice.patch('/settings/rateLimits', set(2, 'enabled', false)).expect(200);
    await alice.get('/search?q=kite').expect(200);
  });
});

describeOverTwoServers('a changed setting', (open, it) => {
  it('arrives at the other server, and of two changes at once one is refused', async () => {
    await using servers = await open();
    const alice = await servers.first.register('alice');
    const applied = [servers.first, servers.second].map(
      ({ app }) =>
        new Promise<void>((resolve) =>
          app.server.bus.on('settings.changed', ({ section }) => {
            if (section === 'rateLimits') resolve();
          }),
        ),
    );
    const answers = await Promise.all(
      [0, 1, 2, 3].map((i) => servers.at(alice, i).patch('/settings/rateLimits', set(0, 'sends', 70 + i))),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    await Promise.all(applied);
    expect(limitsOn(servers.second).sends).toBe(limitsOn(servers.first).sends);
    expect(await historyOf(alice, 'rateLimits')).toHaveLength(1);
  });
});

describe('rules for accounts', () => {
  it('let in only addresses of the allowed domains, also later, and longer passwords', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    await alice.patch('/settings/registration', set(0, 'emailDomains', ['not a domain'])).expect(400);
    await alice.patch('/settings/registration', set(0, 'emailDomains', ['Example.org'])).expect(200);
    await alice.patch('/settings/passwords', set(0, 'minLength', 14)).expect(200);
    const register = (input: object) =>
      server
        .api()
        .post('/api/v1/auth/register')
        .send({
          username: 'carol',
          displayName: 'Carol',
          password: 'quite a long one indeed',
          ...input,
        });
    for (const email of [
      undefined,
      'carol@example.com',
      'carol@sub.example.org',
      'carol@example.org.evil.net',
    ])
      expect((await register({ email })).body).toMatchObject({
        fields: { email: 'must be an address of one of these domains: example.org' },
      });
    expect((await register({ email: 'carol@example.org', password: 'a bit short' })).body).toMatchObject({
      fields: { password: 'must have at least 14 characters' },
    });
    await register({ email: 'Carol@Example.ORG' }).expect(201);
    await bob.patch('/me', { email: 'bob@example.com' }).expect(400);
    await bob.patch('/me', { email: 'bob@example.org' }).expect(200);
  });

  it('of a mail server change while it runs, and its password is sent to nobody', async () => {
    await using server = await startServer({ PUBLIC_URL: 'http://chat.example.org' });
    const { alice } = await server.cast();
    expect((await alice.get('/workspace')).body).toMatchObject({ mail: false });
    const secret = 'smtp://jo:a-secret-word@127.0.0.1:9';
    await alice.patch('/settings/mail', set(0, 'smtpUrl', 'http://127.0.0.1')).expect(400);
    const changes = [
      { field: 'smtpUrl', value: secret },
      { field: 'mailFrom', value: 'chat@example.org' },
    ];
    const changed = await alice.patch('/settings/mail', { version: 0, changes }).expect(200);
    expect(fieldOf(changed.body as SettingSection, 'smtpUrl')).toMatchObject({
      kind: 'secret',
      value: null,
      isSet: true,
    });
    expect((await alice.get('/workspace')).body).toMatchObject({ mail: true });
    const stored = JSON.stringify(await SettingsDocs(server.app.server).find().lean());
    const sent = [changed, await alice.get('/settings'), await alice.get('/settings/mail/history')];
    for (const text of [stored, ...sent.map((answer) => JSON.stringify(answer.body))])
      expect(text).not.toContain('a-secret-word');
    await alice.patch('/me', { email: 'alice@example.org' }).expect(200);
    expect((await alice.post('/workspace/test-mail')).body).toMatchObject({ key: 'mail.unreachable' });
    const [change] = await historyOf(alice, 'mail');
    await alice.post(`/settings/mail/history/${change?.changeId ?? ''}/undo`).expect(204);
    expect((await alice.get('/workspace')).body).toMatchObject({ mail: false });
  });

  it('a second factor that a role needs is demanded from the next minute', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const changes = [
      { field: 'roles', value: ['member'] },
      { field: 'graceDays', value: 0 },
    ];
    const ears = await bob.connect();
    await alice.patch('/settings/secondFactor', { version: 0, changes }).expect(200);
    expect(await ears.wait('session:ended')).toEqual({ reason: 'revoked' });
    await alice.get('/me').expect(200);
  });
});
