import type { SignedIn } from '@parley/shared/sessions';
import type { MeView } from '@parley/shared/users';
import { expect, it } from 'vitest';
import { Person, startServer, type TestServer } from '../../test/startServer.js';
import { escapeFilter } from './connection.js';
import { hasSlapd, Slapd } from './test/slapd.js';

if (!hasSlapd) process.stdout.write('slapd is not here: the tests of directories are skipped.\n');

const attempt = (server: TestServer, login: string, password = `${login} in the directory`) =>
  server.api().post('/api/v1/auth/directory').send({ login, password });

async function enter(server: TestServer, login: string): Promise<Person> {
  const granted = (await attempt(server, login).expect(200)).body as SignedIn;
  return new Person(server, granted, granted.me.username);
}

const readAgain = (server: TestServer): Promise<void> => server.app.server.jobs.runNow('directory.readAgain');

it('escapes what was typed as RFC 4515 says', () => {
  expect(escapeFilter('a*)(uid=\\b\0')).toBe('a\\2a\\29\\28uid=\\5cb\\00');
});

it.skipIf(!hasSlapd)(
  'signs in who is in the directory, and enters no account of the same name or address',
  async () => {
    await using slapd = await Slapd.start();
    await slapd.add('alice', 'Alice of the directory', { mail: 'alice@example.org' });
    await slapd.add('dora', 'Dora', { mail: 'dora@example.org' });
    await using server = await startServer(slapd.settings);
    // The first account is made with a password.
    expect((await attempt(server, 'alice').expect(409)).body).toMatchObject({ key: 'directory.firstRun' });
    const local = await server.register('alice', { email: 'alice@example.org' });
    const namesake = await enter(server, 'alice');
    expect(namesake.userId).not.toBe(local.userId);
    expect((await namesake.get('/me').expect(200)).body).toMatchObject({
      username: 'alice2',
      displayName: 'Alice of the directory',
      // Not confirmed: who else has it does not show.
      email: 'alice@example.org',
      emailConfirmed: false,
      role: 'member',
    });
    const again = await enter(server, 'alice');
    expect(again.userId).toBe(namesake.userId);
    const many = await Promise.all([1, 2, 3].map(() => attempt(server, 'dora')));
    const ids = many.flatMap(({ status, body }) => (status === 200 ? [(body as SignedIn).me.userId] : []));
    expect(new Set(ids).size).toBe(1);
    // Wrong, empty, injected, several at once, and the password of the account here.
    for (const [login, password] of [
      ['alice', 'wrong'],
      ['alice', 'alice has a long password'],
      ['nobody', 'nobody in the directory'],
      ['*', 'alice in the directory'],
      ['alice)(uid=*', 'alice in the directory'],
    ] as const)
      expect((await attempt(server, login, password).expect(401)).body).toMatchObject({
        key: 'sessions.wrong',
      });
    await attempt(server, 'alice', '').expect(400);
    const login = { login: 'alice2', password: 'alice in the directory' };
    await server.api().post('/api/v1/auth/login').send(login).expect(401);
    const test = await local.post('/directory/test').expect(200);
    expect(test.body).toEqual({ failed: null, detail: null, people: 2, missingGroups: [] });
  },
);

it.skipIf(!hasSlapd)(
  'shuts out who has left it, lets them in again, and nobody while it is away',
  async () => {
    await using slapd = await Slapd.start();
    await slapd.add('bo', 'Bo');
    await slapd.add('cy', 'Cy');
    await using server = await startServer(slapd.settings);
    const boss = await server.register('boss');
    const [bo, cy] = [await enter(server, 'bo'), await enter(server, 'cy')];
    const ears = await bo.connect();
    await readAgain(server);
    await bo.get('/me').expect(200);
    await slapd.asAdmin((client) =>
      client.modifyDN('uid=bo,dc=example,dc=org', 'uid=robert,dc=example,dc=org'),
    );
    expect((await attempt(server, 'robert', 'bo in the directory').expect(200)).body).toMatchObject({
      me: { userId: bo.userId },
    });
    await slapd.remove('robert');
    await readAgain(server);
    expect(await ears.wait('session:ended')).toEqual({ reason: 'deactivated' });
    await bo.get('/me').expect(401);
    await cy.get('/me').expect(200);
    // Somebody new with a name that was used is another person.
    await slapd.add('bo', 'Another Bo');
    expect((await enter(server, 'bo')).userId).not.toBe(bo.userId);
    // The directory does not restore somebody an admin has deactivated.
    await boss.patch(`/users/${cy.userId}`, { active: false }).expect(200);
    await attempt(server, 'cy').expect(404);
    await readAgain(server);
    await attempt(server, 'cy').expect(404);
    const other = await enter(server, 'bo');
    await slapd.stop();
    await readAgain(server).catch(() => undefined);
    await other.get('/me').expect(200);
    expect((await attempt(server, 'bo').expect(503)).body).toMatchObject({ key: 'directory.unreachable' });
    expect((await boss.post('/directory/test').expect(200)).body).toMatchObject({ failed: 'connect' });
  },
);

it.skipIf(!hasSlapd)('confirms an address only where the operator says so', async () => {
  await using slapd = await Slapd.start();
  await slapd.add('ana', 'Ana', { mail: 'boss@example.org' });
  await slapd.add('bo', 'Bo', { mail: 'bo@example.org' });
  const addressOf = async (person: Person) => {
    const { email, emailConfirmed } = (await person.get('/me').expect(200)).body as MeView;
    return { email, emailConfirmed };
  };
  await using server = await startServer(slapd.settings);
  await server.register('boss');
  const ana = await enter(server, 'ana');
  expect(await addressOf(ana)).toEqual({ email: 'boss@example.org', emailConfirmed: false });
  // It signs in to nothing, and stays free for whose it is.
  const login = { login: 'boss@example.org', password: 'ana in the directory' };
  await server.api().post('/api/v1/auth/login').send(login).expect(401);
  await using trusting = await startServer({ ...slapd.settings, LDAP_EMAIL_CONFIRMED: 'true' });
  await trusting.register('boss', { email: 'boss@example.org' });
  expect(await addressOf(await enter(trusting, 'bo'))).toEqual({
    email: 'bo@example.org',
    emailConfirmed: true,
  });
  expect(await addressOf(await enter(trusting, 'ana'))).toEqual({ email: null, emailConfirmed: false });
});

it.skipIf(!hasSlapd)('is called encrypted, and only where its certificate is trusted', async () => {
  await using slapd = await Slapd.start();
  await slapd.add('ana', 'Ana');
  for (const encrypted of [{ LDAP_URL: slapd.tlsUrl }, { LDAP_START_TLS: 'true' }] as Record<
    string,
    string
  >[]) {
    await using trusting = await startServer({ ...slapd.settings, ...encrypted, LDAP_CA: slapd.ca });
    const boss = await trusting.register('boss');
    await enter(trusting, 'ana');
    expect((await boss.post('/directory/test').expect(200)).body).toMatchObject({ failed: null, people: 1 });
    await using strict = await startServer({ ...slapd.settings, ...encrypted });
    await strict.register('boss');
    await attempt(strict, 'ana').expect(503);
  }
});

it.skipIf(!hasSlapd)('lets somebody new wait for a moderator where new accounts do', async () => {
  await using slapd = await Slapd.start();
  await slapd.add('dora', 'Dora', { mail: 'dora@example.org' });
  await using server = await startServer(slapd.settings);
  const boss = await server.register('boss');
  await boss
    .patch('/settings/newcomers', { version: 0, changes: [{ field: 'approval', value: 'uninvited' }] })
    .expect(200);
  const refused = await attempt(server, 'dora').expect(403);
  const { key, secondStep } = refused.body as { key: string; secondStep: { ticket: string } };
  expect(key).toBe('newcomers.waiting');
  const { people } = (await boss.get('/moderation/newcomers').expect(200)).body as {
    people: { userId: string; by: string }[];
  };
  expect(people).toMatchObject([{ by: 'directory' }]);
  await boss.post(`/moderation/newcomers/${people[0]?.userId ?? ''}/approve`).expect(204);
  await server.api().post('/api/v1/auth/waiting').send({ ticket: secondStep.ticket }).expect(200);
});
