import type { AuditPageView } from '@parley/shared/audit';
import type { RoomView } from '@parley/shared/rooms';
import type { SignedIn } from '@parley/shared/sessions';
import type { UserView } from '@parley/shared/users';
import type { mongo } from 'mongoose';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { Person, startServer, type TestServer } from '../../test/startServer.js';
import { groupDn, hasSlapd, personDn, Slapd } from './test/slapd.js';

async function enter(server: TestServer, login: string): Promise<Person> {
  const sent = { login, password: `${login} in the directory` };
  const granted = (await server.api().post('/api/v1/auth/directory').send(sent).expect(200)).body as SignedIn;
  return new Person(server, granted, granted.me.username);
}

const readAgain = (server: TestServer): Promise<void> => server.app.server.jobs.runNow('directory.readAgain');
const roleOf = async (person: Person): Promise<string> =>
  ((await person.get('/me').expect(200)).body as { role: string }).role;
const room = async (owner: Person, name: string, type = 'private'): Promise<string> =>
  ((await owner.post('/rooms', { type, name }).expect(201)).body as RoomView).roomId;
const isIn = async (boss: Person, roomId: string, who: Person): Promise<boolean> => {
  const answer = await boss.get(`/rooms/${roomId}/members`).expect(200);
  return JSON.stringify(answer.body).includes(who.userId);
};

it.skipIf(!hasSlapd)(
  'groups of the directory, also those in groups, give a role and rooms, and take them away',
  async () => {
    await using slapd = await Slapd.start();
    for (const uid of ['ana', 'bo', 'cy']) await slapd.add(uid, uid);
    await slapd.group('inner', [personDn('ana')]);
    await slapd.group('middle', [groupDn('inner')]);
    // A circle ends.
    await slapd.group('outer', [groupDn('middle'), groupDn('circle')]);
    await slapd.group('circle', [groupDn('outer')]);
    await slapd.group('visitors', [personDn('bo')]);
    await using server = await startServer(slapd.settings);
    const boss = await server.register('boss');
    const [secret, open] = [await room(boss, 'secret'), await room(boss, 'open', 'public')];
    const rules = [
      `CN=outer, dc=example,dc=org => moderator, ${secret}`,
      'middle => #open',
      'visitors => guest',
      'nothing => admin',
    ];
    const change = (value: string[]) =>
      boss.patch('/settings/ldap', { version: 0, changes: [{ field: 'groupRules', value }] });
    await change(['outer => owner']).expect(400);
    await change(['outer']).expect(400);
    await change(rules).expect(200);
    const ana = await enter(server, 'ana');
    const [bo, cy] = [await enter(server, 'bo'), await enter(server, 'cy')];
    expect([await roleOf(ana), await roleOf(bo), await roleOf(cy)]).toEqual(['moderator', 'guest', 'member']);
    expect([await isIn(boss, secret, ana), await isIn(boss, open, ana)]).toEqual([true, true]);
    expect([await isIn(boss, secret, cy), await isIn(boss, open, cy)]).toEqual([false, false]);
    const test = await boss.post('/directory/test').expect(200);
    expect(test.body).toMatchObject({ failed: null, people: 3, missingGroups: ['nothing'] });

    // By hand: cy is made a moderator and put into the room; ana leaves one.
    await boss.patch(`/users/${cy.userId}`, { role: 'moderator' }).expect(200);
    await boss.put(`/rooms/${secret}/members/${cy.userId}`).expect(200);
    await ana.delete(`/rooms/${open}/members/${ana.userId}`).expect(204);
    await slapd.set(groupDn('inner'), 'member', [personDn('ana'), personDn('cy')]);
    await readAgain(server);
    expect([await isIn(boss, open, ana), await isIn(boss, open, cy)]).toEqual([false, true]);

    // The group is lost: what a rule gave goes, what was given by hand stays.
    const ears = await ana.connect();
    await slapd.set(groupDn('inner'), 'member', [personDn('bo')]);
    await readAgain(server);
    await ears.wait('membership:changed', ({ member }) => member.roomId === secret && !member.present);
    expect([await roleOf(ana), await roleOf(cy)]).toEqual(['member', 'moderator']);
    expect([await isIn(boss, secret, ana), await isIn(boss, secret, cy)]).toEqual([false, true]);
    expect(await isIn(boss, open, cy)).toBe(false);
    await ana.get(`/rooms/${secret}/messages`).expect(404);
    // The higher of two roles counts, and the other comes back.
    expect(await roleOf(bo)).toBe('moderator');
    await slapd.asAdmin((client) => client.del(groupDn('middle')));
    await readAgain(server);
    expect(await roleOf(bo)).toBe('guest');
    const page = (await boss.get('/audit?by=directory').expect(200)).body as AuditPageView;
    const of = (person: Person): string[] =>
      page.entries.filter(({ on }) => on?.id === person.userId).map(({ action }) => action);
    expect(of(ana)).toEqual([
      'room.memberRemoved',
      'person.roleChanged',
      'room.memberAdded',
      'room.memberAdded',
      'person.roleChanged',
    ]);
  },
);

it.skipIf(!hasSlapd)(
  'a rule makes nobody an owner, and leaves an owner and what an admin decided',
  async () => {
    await using slapd = await Slapd.start();
    for (const uid of ['ana', 'bo']) await slapd.add(uid, uid);
    await slapd.group('staff', [personDn('ana'), personDn('bo')]);
    await using server = await startServer({ ...slapd.settings, LDAP_GROUP_RULES: 'staff => admin;' });
    const boss = await server.register('boss');
    const [ana, bo] = [await enter(server, 'ana'), await enter(server, 'bo')];
    expect(await roleOf(ana)).toBe('admin');
    await boss.patch(`/users/${ana.userId}`, { role: 'owner' }).expect(200);
    await boss.patch(`/users/${bo.userId}`, { role: 'member' }).expect(200);
    await readAgain(server);
    expect([await roleOf(ana), await roleOf(bo)]).toEqual(['owner', 'member']);
    await enter(server, 'bo');
    expect(await roleOf(bo)).toBe('member');
    await slapd.set(groupDn('staff'), 'member', [personDn('bo')]);
    await readAgain(server);
    expect([await roleOf(ana), await roleOf(bo)]).toEqual(['owner', 'member']);
    // Admins alone do not write rules: they would make others admins.
    await boss.patch(`/users/${bo.userId}`, { role: 'admin' }).expect(200);
    await bo
      .patch('/settings/ldap', { version: 0, changes: [{ field: 'groupRules', value: [] }] })
      .expect(403);
  },
);

it.skipIf(!hasSlapd)('who is disabled or over there is shut out, and pictures are taken over', async () => {
  await using slapd = await Slapd.start();
  const picture = await sharp({ create: { width: 64, height: 64, channels: 3, background: '#c00' } })
    .jpeg()
    .toBuffer();
  for (const uid of ['ana', 'bo', 'cy', 'di']) await slapd.add(uid, uid);
  await slapd.add('eva', 'Eva', { jpegPhoto: picture });
  await using server = await startServer(slapd.settings);
  const boss = await server.register('boss');
  const [ana, bo, cy, di] = [
    await enter(server, 'ana'),
    await enter(server, 'bo'),
    await enter(server, 'cy'),
    await enter(server, 'di'),
  ];
  const eva = await enter(server, 'eva');
  const pictureOf = async (): Promise<UserView['picture']> => {
    return ((await boss.get(`/users/${eva.userId}`).expect(200)).body as UserView).picture;
  };
  const first = await pictureOf();
  expect(first).not.toBeNull();
  // In steps of 100 ns since 1601: yesterday, and tomorrow.
  const steps = (ms: number): string => String((BigInt(ms) + 11_644_473_600_000n) * 10_000n);
  await slapd.set(personDn('ana'), 'userAccountControl', ['514']);
  await slapd.set(personDn('bo'), 'accountExpires', [steps(Date.now() - 86_400_000)]);
  await slapd.set(personDn('cy'), 'shadowExpire', ['10000']);
  await slapd.set(personDn('di'), 'accountExpires', [steps(Date.now() + 86_400_000)]);
  await slapd.set(personDn('eva'), 'description', ['changed, but for the picture']);
  await readAgain(server);
  for (const person of [ana, bo, cy]) await person.get('/me').expect(401);
  await di.get('/me').expect(200);
  expect(await pictureOf()).toBe(first);
  for (const login of ['ana', 'bo', 'cy'])
    await server
      .api()
      .post('/api/v1/auth/directory')
      .send({ login, password: `${login} in the directory` })
      .expect(401);
  // What is no image is left out; without one there the picture goes.
  await slapd.set(personDn('eva'), 'jpegPhoto', [Buffer.from('no image')]);
  await readAgain(server);
  expect(await pictureOf()).toBe(first);
  await slapd.set(personDn('eva'), 'jpegPhoto', []);
  await slapd.set(personDn('ana'), 'userAccountControl', ['512']);
  await slapd.set(personDn('bo'), 'accountExpires', ['9223372036854775807']);
  await readAgain(server);
  expect(await pictureOf()).toBeNull();
  await enter(server, 'ana');
  await enter(server, 'bo');
});

it.skipIf(!hasSlapd)('a name that is there costs as much as one that is not', async () => {
  await using slapd = await Slapd.start();
  await slapd.add('ana', 'Ana');
  await slapd.add('off', 'Off', { userAccountControl: '514' });
  await using server = await startServer(slapd.settings);
  await server.register('boss');
  await enter(server, 'ana');
  const work = async (login: string): Promise<string[]> => {
    await slapd.settled();
    const began = slapd.log.length;
    const queries: string[] = [];
    const count = ({ commandName, command }: mongo.CommandStartedEvent): void => {
      // Of this request, and not of a job: requests name themselves in their queries.
      if (command['comment'] !== undefined) queries.push(`${commandName} ${String(command[commandName])}`);
    };
    const client = server.app.server.connection.getClient();
    client.on('commandStarted', count);
    await server.api().post('/api/v1/auth/directory').send({ login, password: 'wrong' }).expect(401);
    client.off('commandStarted', count);
    await slapd.settled();
    const calls = slapd.log.slice(began).match(/ (BIND|SRCH) (dn|base)/g) ?? [];
    return [...calls, ...queries];
  };
  const known = await work('ana');
  expect(known.filter((line) => line.includes('BIND')).length).toBeGreaterThan(1);
  expect(await work('nobody')).toEqual(known);
  expect(await work('off')).toEqual(known);
});
