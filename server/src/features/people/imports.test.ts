import type { ImportPlan, ImportView } from '@parley/shared/people';
import { describe, expect, it } from 'vitest';
import { generalRoom } from '../../test/build.js';
import { MailServer } from '../../test/mailServer.js';
import { startServer, type Person, type TestServer } from '../../test/startServer.js';
import { Users } from '../users/users.model.js';
import { IMPORT_JOB } from './imports.actions.js';
import { ImportRows, Imports } from './imports.model.js';

const check = async (person: Person, csv: string, extra: object = {}): Promise<ImportPlan> =>
  (await person.post('/people/imports/check', { csv, ...extra }).expect(200)).body as ImportPlan;

/** Imports, and waits until it has finished. */
async function imported(
  { app }: TestServer,
  person: Person,
  csv: string,
  extra: object = {},
): Promise<ImportView> {
  const begun = (await person.post('/people/imports', { csv, ...extra }).expect(201)).body as ImportView;
  await app.server.jobs.runNow(IMPORT_JOB);
  return (await person.get(`/people/imports/${begun.importId}`).expect(200)).body as ImportView;
}

describe('an import of people', () => {
  it('says what it would do, with each bad line and field, and changes nothing', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const csv = [
      '\uFEFFName;E-mail;User name;Role;Shoe size',
      'Kim;kim@example.org;;;43',
      '"Li; Na";li@example.org;li;moderator;',
      'Bob B;;bob;guest;',
      ';nobody@example.org;;;',
      'Ed;not an address;;;',
      'Kim again;KIM@example.org;;;',
      'Vera;vera@example.org;eve;;',
      'Zed;zed@example.org;;king;',
      '',
    ].join('\r\n');
    const plan = await check(alice, csv, { update: ['name', 'role'] });
    expect(plan).toMatchObject({ create: 2, update: 1, same: 0, bad: 5, ignored: ['Shoe size'] });
    expect(plan.faults.map(({ line, field, key }) => [line, field, key])).toEqual([
      [5, 'name', 'missing'],
      [6, 'email', 'email'],
      [7, 'email', 'csvTwice'],
      [8, 'username', 'usernameTaken'],
      [9, 'role', 'oneOf'],
    ]);
    // By itself nobody who is there changes.
    expect(await check(alice, csv)).toMatchObject({ create: 2, update: 0, same: 1 });
    expect(await Users(server.app.server).countDocuments({})).toBe(3);
    for (const [bad, key] of [
      ['name\nKim\n', 'csvColumns'],
      ['email\n"kim@example.org\n', 'csv'],
      [`email\n${'a@example.org\n'.repeat(2001)}`, 'csvLines'],
    ] as const) {
      const refused = await alice.post('/people/imports/check', { csv: bad }).expect(400);
      expect(refused.body).toMatchObject({ errors: [{ field: 'csv', key }] });
    }
    await bob.post('/people/imports/check', { csv }).expect(403);
    await bob.post('/people/imports', { csv }).expect(403);
  });

  it('makes accounts with links for a first password, and changes nothing when it is repeated', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const csv = 'name,email,role\nKim Lo,kim.lo@example.org,\nKim Lo,kim.lo@example.com,guest\n';
    const done = await imported(server, alice, csv);
    expect(done).toMatchObject({ total: 2, created: 2, updated: 0, failed: [], finished: true });
    const users = await Users(server.app.server).find({ displayName: 'Kim Lo' }).sort({ username: 1 }).lean();
    expect(users.map(({ username, role, email }) => [username, role, email])).toEqual([
      ['kim.lo', 'member', 'kim.lo@example.org'],
      ['kim.lo2', 'guest', 'kim.lo@example.com'],
    ]);
    // A guest is in the rooms they were added to; who becomes a member is in General.
    const general = await generalRoom(alice);
    const inGeneral = async (): Promise<string> =>
      JSON.stringify((await alice.get(`/rooms/${general}/members`).expect(200)).body);
    const [member, guest] = users.map(({ _id }) => String(_id));
    expect(await inGeneral()).toContain(member);
    expect(await inGeneral()).not.toContain(guest);
    await alice.patch(`/users/${guest}`, { role: 'member' }).expect(200);
    expect(await inGeneral()).toContain(guest);
    expect(await imported(server, alice, csv)).toMatchObject({ total: 0, created: 0, finished: true });
    await bob.post(`/people/imports/${done.importId}/links`, { address: server.url }).expect(403);
    const { csv: links } = (
      await alice.post(`/people/imports/${done.importId}/links`, { address: `${server.url}/` }).expect(200)
    ).body as { csv: string };
    const token = /\/reset\/#([\w-]{43})/.exec(links)?.[1];
    expect(links).toContain(`"${server.url}/reset/#`);
    await server
      .api()
      .post('/api/v1/auth/reset-password')
      .send({ token, password: 'a quite long password' })
      .expect(200);
    await server
      .api()
      .post('/api/v1/auth/login')
      .send({ login: 'kim.lo@example.org', password: 'a quite long password' })
      .expect(200);
  });

  it('continues after a crash where it was, and makes nobody twice', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const csv = 'name,email\nAn,an@example.org\nBe,be@example.org\n';
    const { importId } = await imported(server, alice, csv);
    // As if the server had stopped after the first account was stored, and before that was noted.
    await ImportRows(server.app.server).updateMany({}, { $set: { state: 'waiting' } });
    await Users(server.app.server).deleteOne({ email: 'be@example.org' });
    await Imports(server.app.server).updateMany({}, { $set: { running: 1 } });
    const busy = await alice.post('/people/imports', { csv: 'name,email\nCe,ce@example.org\n' }).expect(409);
    expect(busy.body).toMatchObject({ key: 'people.importRunning' });
    await server.app.server.jobs.runNow(IMPORT_JOB);
    expect((await alice.get(`/people/imports/${importId}`)).body).toMatchObject({
      created: 2,
      failed: [],
      finished: true,
    });
    expect(await Users(server.app.server).countDocuments({ email: /@example\.org$/ })).toBe(2);
    expect(bob.userId).toBeDefined();
  });

  it('by an admin gives no role that owners alone give, and stops with the admin’s own power', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    await alice.patch(`/users/${bob.userId}`, { role: 'admin' }).expect(200);
    const plan = await check(bob, 'name,email,role\nKim,kim@example.org,owner\n');
    expect(plan.faults).toMatchObject([{ field: 'role', key: 'ownersGive' }]);
    const mine = await check(alice, 'username,role\nalice,guest\n', { update: ['role'] });
    expect(mine).toMatchObject({ update: 0, same: 1 });
    const csv = 'name,email\nKim,kim@example.org\n';
    const begun = (await bob.post('/people/imports', { csv }).expect(201)).body as ImportView;
    await server.app.server.jobs.runNow(IMPORT_JOB);
    await ImportRows(server.app.server).updateMany({}, { $set: { state: 'waiting' } });
    await Users(server.app.server).deleteOne({ email: 'kim@example.org' });
    await Imports(server.app.server).updateMany({}, { $set: { running: 1 } });
    await alice.patch(`/users/${bob.userId}`, { role: 'member' }).expect(200);
    await server.app.server.jobs.runNow(IMPORT_JOB);
    const after = (await alice.get(`/people/imports/${begun.importId}`)).body as ImportView;
    expect(after).toMatchObject({ created: 0, failed: [{ line: 2, key: 'workspace.adminsOnly' }] });
  });

  it('sends the links by e-mail where there is a mail server', async () => {
    using mail = await MailServer.start();
    await using server = await startServer(mail.settings);
    const { alice } = await server.cast();
    await imported(server, alice, 'name,email\nKim,kim@example.org\n', { mail: true });
    const letter = await mail.letter(0);
    expect(letter.to).toEqual(['kim@example.org']);
    expect(letter.raw).toContain('/reset/');
  });
});

describe('the export of people', () => {
  it('has no formulas, and can be imported again', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    await alice.patch(`/users/${bob.userId}/account`, { displayName: '=HYPERLINK("x")' }).expect(200);
    const { text } = await alice.get('/people/export').expect(200);
    expect(text).toContain(`"'=HYPERLINK(""x"")"`);
    expect(text.split('\r\n')).toHaveLength(5);
    expect(await check(alice, text, { update: ['name', 'role'] })).toMatchObject({
      create: 0,
      update: 0,
      same: 3,
      bad: 0,
    });
    const only = await alice.get('/people/export?q=bob').expect(200);
    expect(only.text.split('\r\n')).toHaveLength(3);
    await bob.get('/people/export').expect(403);
  });
});
