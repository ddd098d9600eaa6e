import { randomUUID } from 'node:crypto';
import type { SignedIn } from '@parley/shared/sessions';
import type { NewcomersView } from '@parley/shared/moderation/newcomers';
import type { MeView } from '@parley/shared/users';
import { expect, it } from 'vitest';
import { bodyOf, MailServer } from '../../test/mailServer.js';
import { Person, startServer, type TestServer } from '../../test/startServer.js';
import { describeOverTwoServers } from '../../test/twoServers.js';
import { liveSettings } from '../../platform/liveSettings.js';
import { Brakes } from './brake.model.js';
import { newcomersSection } from './newcomers.live.js';

interface Refused {
  key: string;
  secondStep?: { ticket: string; waiting?: true };
}

const keyOf = ({ body }: { body: unknown }): string => (body as Refused).key;
const ticketOf = ({ body }: { body: unknown }): string => (body as Refused).secondStep?.ticket ?? '';
const post = (server: TestServer, path: string, body: object) =>
  server.api().post(`/api/v1${path}`).send(body);
const come = (server: TestServer, username: string, extra: object = {}) =>
  post(server, '/auth/register', {
    username,
    displayName: 'New',
    password: `${username} has a long password`,
    ...extra,
  });
const signIn = (server: TestServer, username: string) =>
  post(server, '/auth/login', { login: username, password: `${username} has a long password` });
const wait = (server: TestServer, ticket: string) => post(server, '/auth/waiting', { ticket });
const newcomers = async (person: Person): Promise<NewcomersView> =>
  (await person.get('/moderation/newcomers').expect(200)).body as NewcomersView;
const settings = (owner: Person, version: number, values: object) =>
  owner
    .patch('/settings/newcomers', {
      version,
      changes: Object.entries(values).map(([field, value]) => ({ field, value: value as unknown })),
    })
    .expect(200);
const noticesOf = async (person: Person): Promise<string[]> =>
  (((await person.get('/me').expect(200)).body as MeView).notices ?? []).map(({ kind }) => kind);
const actionsOf = async (owner: Person): Promise<string[]> =>
  ((await owner.get('/audit').expect(200)).body as { entries: { action: string }[] }).entries.map(
    ({ action }) => action,
  );

it('a new account waits until a moderator approves it, and its page comes in by itself', async () => {
  using mail = await MailServer.start();
  await using server = await startServer(mail.settings);
  const { alice, bob, eve } = await server.cast();
  await alice.patch(`/users/${eve.userId}`, { role: 'moderator' }).expect(200);
  await settings(alice, 0, { approval: 'uninvited' });
  const held = await come(server, 'nina', { email: 'nina@example.org' }).expect(403);
  expect(keyOf(held)).toBe('newcomers.waiting');
  const ticket = ticketOf(held);
  expect(keyOf(await wait(server, ticket).expect(403))).toBe('newcomers.waiting');
  // The right password alone shows that it waits; no door is open meanwhile.
  expect(keyOf(await signIn(server, 'nina').expect(403))).toBe('newcomers.waiting');
  const wrong = await post(server, '/auth/login', { login: 'nina', password: 'a wrong password' }).expect(
    401,
  );
  expect(keyOf(wrong)).toBe('sessions.wrong');
  const list = await newcomers(eve);
  expect([list.count, list.people.map(({ username, by }) => [username, by])]).toEqual([
    1,
    [['nina', 'form']],
  ]);
  const userId = list.people[0]?.userId ?? '';
  // Nobody else sees it, nor can do anything with it.
  await bob.get('/moderation/newcomers').expect(403);
  await bob.post(`/moderation/newcomers/${userId}/approve`).expect(403);
  await bob.get(`/users/${userId}`).expect(404);
  expect(JSON.stringify((await bob.get('/users').expect(200)).body)).not.toContain('nina');
  await bob.post('/rooms', { type: 'direct', memberIds: [userId] }).expect(400);
  await alice.patch(`/users/${userId}`, { active: true }).expect(404);
  await alice.put(`/users/${userId}/ban`, { until: null, reason: 'x' }).expect(404);
  await expect.poll(() => noticesOf(eve)).toEqual(['accountsWait']);
  const ears = await bob.connect();
  const once = await Promise.all([1, 2].map(() => eve.post(`/moderation/newcomers/${userId}/approve`)));
  expect(once.map(({ status }) => status).sort()).toEqual([204, 404]);
  await ears.wait('user:changed', ({ user }) => user.userId === userId && user.active);
  const granted = (await wait(server, ticket).expect(200)).body as SignedIn;
  const nina = new Person(server, granted, 'nina');
  const { rooms } = (await nina.get('/rooms').expect(200)).body as { rooms: unknown[] };
  expect(rooms).toHaveLength(1);
  // Once.
  await wait(server, ticket).expect(401);
  await wait(server, 'made up').expect(401);
  await signIn(server, 'nina').expect(200);
  expect((await newcomers(eve)).count).toBe(0);
  await expect
    .poll(() => mail.letters.map(bodyOf).filter((text) => text.includes('has been approved')))
    .toHaveLength(1);
  expect(await actionsOf(alice)).toContain('person.approved');
});

it('a declined account is gone with all that was entered, and its name is free', async () => {
  await using server = await startServer();
  const { alice } = await server.cast();
  await settings(alice, 0, { approval: 'uninvited' });
  const ticket = ticketOf(await come(server, 'nina').expect(403));
  const userId = (await newcomers(alice)).people[0]?.userId ?? '';
  await alice.post(`/moderation/newcomers/${userId}/decline`).expect(204);
  await alice.post(`/moderation/newcomers/${userId}/decline`).expect(404);
  await alice.post(`/moderation/newcomers/${userId}/approve`).expect(404);
  expect(keyOf(await wait(server, ticket).expect(404))).toBe('newcomers.declined');
  expect(keyOf(await signIn(server, 'nina').expect(401))).toBe('sessions.wrong');
  expect(await actionsOf(alice)).toContain('person.declined');
  await come(server, 'nina').expect(403);
  expect((await newcomers(alice)).count).toBe(1);
});

it('the invited come in, unless they are to wait as well; nothing holds the first', async () => {
  await using server = await startServer();
  const { alice } = await server.cast();
  const { code } = (await alice.post('/invites', {}).expect(201)).body as { code: string };
  await settings(alice, 0, { approval: 'uninvited' });
  await come(server, 'ivy', { inviteCode: code }).expect(201);
  await settings(alice, 1, { approval: 'everybody' });
  await come(server, 'ida', { inviteCode: code }).expect(403);
  expect((await newcomers(alice)).people.map(({ by }) => by)).toEqual(['invitation']);
  await alice
    .patch('/settings/newcomers', { version: 2, changes: [{ field: 'approval', value: 'no' }] })
    .expect(400);
});

describeOverTwoServers('the brake', (open, itIf) => {
  itIf('counts over all nodes, is pulled once, and ends by hand or by itself', async () => {
    await using servers = await open();
    const { first, second } = servers;
    const { alice, eve } = await first.cast();
    await alice.patch(`/users/${eve.userId}`, { role: 'moderator' }).expect(200);
    await settings(alice, 0, { mostAccounts: 3, brake: 'invitations', windowMinutes: 1440 });
    await expect.poll(() => liveSettings(second.app.server, newcomersSection).mostAccounts).toBe(3);
    for (let i = 0; i < 4; i++)
      await come(i % 2 ? first : second, `n${i}${randomUUID().slice(0, 6)}`).expect(201);
    expect(keyOf(await come(second, 'late').expect(403))).toBe('newcomers.brake');
    expect(keyOf(await come(first, 'later').expect(403))).toBe('newcomers.brake');
    const { code } = (await alice.post('/invites', {}).expect(201)).body as { code: string };
    await come(second, 'invited', { inviteCode: code }).expect(201);
    await expect.poll(() => noticesOf(eve)).toEqual(['brakePulled']);
    await expect.poll(() => noticesOf(alice)).toEqual(['brakePulled']);
    const pulled = (await actionsOf(alice)).filter((action) => action === 'brake.pulled');
    expect(pulled).toHaveLength(1);
    expect((await newcomers(eve)).brake).toMatchObject({ holds: 'invitations' });
    await eve.delete('/moderation/brake').expect(204);
    await eve.delete('/moderation/brake').expect(404);
    expect(await actionsOf(alice)).toContain('brake.released');
    await come(second, 'after').expect(201);
  });
});

it('the brake lets new accounts wait where that is chosen; joins pull it as well', async () => {
  await using server = await startServer();
  const { alice, bob, eve } = await server.cast();
  await settings(alice, 0, { mostJoins: 2, brake: 'approval', windowMinutes: 1440 });
  const rooms: string[] = [];
  for (const name of ['one', 'two', 'three'])
    rooms.push(
      ((await alice.post('/rooms', { type: 'public', name }).expect(201)).body as { roomId: string }).roomId,
    );
  await bob.post(`/rooms/${rooms[0] ?? ''}/join`).expect(200);
  await eve.post(`/rooms/${rooms[0] ?? ''}/join`).expect(200);
  expect((await newcomers(alice)).brake).toBeNull();
  await bob.post(`/rooms/${rooms[1] ?? ''}/join`).expect(200);
  expect((await newcomers(alice)).brake).toMatchObject({ holds: 'approval' });
  await come(server, 'nina').expect(403);
  await Brakes(server.app.server).updateOne({ _id: 'brake' }, { $set: { until: new Date(0) } });
  await come(server, 'nora').expect(201);
  expect((await newcomers(alice)).count).toBe(1);
});
