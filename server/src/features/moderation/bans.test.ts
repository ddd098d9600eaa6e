import { randomUUID } from 'node:crypto';
import type { RestrictedView, AddressBanView } from '@parley/shared/moderation/moderation';
import type { SignedIn } from '@parley/shared/sessions';
import { expect, it } from 'vitest';
import { privateRoom, say } from '../../test/build.js';
import { describeOverTwoServers } from '../../test/twoServers.js';
import { Person, startServer, type TestServer } from '../../test/startServer.js';
import { Users } from '../users/users.model.js';
import { tomorrow } from './test/permissions.js';

const signIn = (server: TestServer, { username }: Person, password = `${username} has a long password`) =>
  server.api().post('/api/v1/auth/login').send({ login: username, password });
const keyOf = ({ body }: { body: unknown }): string => (body as { key: string }).key;
const role = (owner: Person, person: Person, to: string) =>
  owner.patch(`/users/${person.userId}`, { role: to }).expect(200);
const registration = (username = `new${randomUUID().slice(0, 8)}`) => ({
  username,
  displayName: 'New',
  password: 'a long password of theirs',
});

it('a ban ends everything at once, shows after the right password alone, and ends by itself', async () => {
  await using server = await startServer();
  const { alice, bob, eve } = await server.cast();
  await role(alice, eve, 'moderator');
  const { roomId } = await privateRoom(alice, [bob]);
  await say(bob, roomId, 'hello');
  const { token } = (await bob.post('/me/tokens', { name: 't', scope: 'write' }).expect(201)).body as {
    token: string;
  };
  const program = new Person(server, { ...bob.granted, accessToken: token }, 'bob');
  const ears = await bob.connect();
  const ended = new Promise((resolve) => ears.socket.once('disconnect', resolve));
  const until = tomorrow();
  await eve.put(`/users/${bob.userId}/ban`, { until, reason: 'spam' }).expect(204);
  await ended;
  await bob.get('/me').expect(401);
  await program.get('/me').expect(401);
  await expect(program.connect()).rejects.toThrow();
  // Nobody learns of it without the password.
  expect(keyOf(await signIn(server, bob, 'a wrong password').expect(401))).toBe('sessions.wrong');
  const refused = await signIn(server, bob).expect(403);
  expect(refused.body).toMatchObject({ key: 'bans.until', params: { reason: 'spam' } });
  // Again it changes; without an end.
  await eve.put(`/users/${bob.userId}/ban`, { until: null, reason: 'more spam' }).expect(204);
  expect(keyOf(await signIn(server, bob).expect(403))).toBe('bans.forever');
  const { people } = (await eve.get('/moderation/restricted').expect(200)).body as {
    people: RestrictedView[];
  };
  expect(people).toEqual([{ userId: bob.userId, mutes: [], ban: { until: null, reason: 'more spam' } }]);
  // Who is above cannot be banned, nor oneself, nor with a time that is past.
  await eve.put(`/users/${alice.userId}/ban`, { until, reason: 'x' }).expect(403);
  await eve.put(`/users/${eve.userId}/ban`, { until, reason: 'x' }).expect(409);
  await eve.put(`/users/${bob.userId}/ban`, { until: new Date(0).toISOString(), reason: 'x' }).expect(400);
  // What an owner has decided no moderator lifts.
  await alice.put(`/users/${bob.userId}/ban`, { until: null, reason: 'more spam' }).expect(204);
  expect(keyOf(await eve.delete(`/users/${bob.userId}/ban`).expect(403))).toBe('bans.rank');
  expect(keyOf(await signIn(server, bob).expect(403))).toBe('bans.forever');
  // It ends: the account is as it was.
  await Users(server.app.server).updateOne({ _id: bob.userId }, { $set: { 'ban.until': new Date(0) } });
  const back = (await signIn(server, bob).expect(200)).body as SignedIn;
  await say(new Person(server, back, 'bob'), roomId, 'I am back');
});

it('a ban and a deactivation are two things: the end of one is not that of the other', async () => {
  await using server = await startServer();
  const { alice, bob, eve } = await server.cast();
  await alice.put(`/users/${bob.userId}/ban`, { until: null, reason: 'spam' }).expect(204);
  await alice.patch(`/users/${bob.userId}`, { active: false }).expect(200);
  await alice.delete(`/users/${bob.userId}/ban`).expect(204);
  await alice.delete(`/users/${bob.userId}/ban`).expect(204);
  await signIn(server, bob).expect(401);
  await alice.patch(`/users/${eve.userId}`, { active: false }).expect(200);
  await alice.put(`/users/${eve.userId}/ban`, { until: null, reason: 'spam' }).expect(204);
  // Who is deactivated does not learn of the ban either.
  expect(keyOf(await signIn(server, eve).expect(401))).toBe('sessions.wrong');
  await alice.patch(`/users/${eve.userId}`, { active: true }).expect(200);
  expect(keyOf(await signIn(server, eve).expect(403))).toBe('bans.forever');
  // A new password by a link of an admin ends no ban.
  await alice.delete(`/users/${eve.userId}/ban`).expect(204);
  await signIn(server, eve).expect(200);
});

it('an address makes no new accounts while it is banned, but by invitation', async () => {
  await using server = await startServer();
  const { alice, bob, eve } = await server.cast();
  await alice
    .put(`/users/${bob.userId}/ban`, { until: tomorrow(), reason: 'spam', addresses: true })
    .expect(204);
  const register = (body: object) => server.api().post('/api/v1/auth/register').send(body);
  expect(keyOf(await register(registration()).expect(403))).toBe('bans.address');
  const { code } = (await alice.post('/invites', {}).expect(201)).body as { code: string };
  await register({ ...registration(), inviteCode: code }).expect(201);
  // Others sign in from there as before.
  await signIn(server, eve).expect(200);
  const { addresses } = (await alice.get('/moderation/restricted').expect(200)).body as {
    addresses: AddressBanView[];
  };
  expect(addresses.map(({ address }) => address)).toEqual(['127.0.0.1']);
  await alice.delete(`/moderation/addresses/${addresses[0]?.addressBanId ?? ''}`).expect(204);
  await register(registration()).expect(201);
});

describeOverTwoServers('a workspace', (open, itIf) => {
  itIf('has an owner left, by whatever two owners remove each other at once', async () => {
    await using servers = await open();
    const { first, second } = servers;
    const boss = await first.register('boss');
    const acts = {
      demote: (by: Person, of: Person) => by.patch(`/users/${of.userId}`, { role: 'member' }),
      deactivate: (by: Person, of: Person) => by.patch(`/users/${of.userId}`, { active: false }),
      ban: (by: Person, of: Person) => by.put(`/users/${of.userId}/ban`, { until: null, reason: 'x' }),
      erase: (by: Person, of: Person) =>
        by.post(`/users/${of.userId}/erase`, { username: of.username, messages: 'keep' }),
    };
    const names = Object.keys(acts) as (keyof typeof acts)[];
    const pairs = names.flatMap((one, i) => names.slice(i).map((other) => [one, other] as const));
    let keeper = boss;
    for (const [one, other] of pairs) {
      const rival = await first.register(`r${randomUUID().slice(0, 8)}`);
      await role(keeper, rival, 'owner');
      const there = new Person(second, rival.granted, rival.username);
      await Promise.all([acts[one](keeper, rival), acts[other](there, keeper)]);
      const owners = await Users(first.app.server).find({ role: 'owner', active: true }).lean();
      const able = owners.filter(({ ban }) => !ban);
      expect(able.length, `${one} and ${other}`).toBeGreaterThan(0);
      const left = able.map(({ username }) => username);
      const found = [keeper, rival].filter(({ username }) => left.includes(username))[0];
      // The one who is left goes on; a refused pair leaves both.
      if (!found) throw new Error(`${one} and ${other} left ${left.join()}`);
      const signedIn = (await signIn(first, found).expect(200)).body as SignedIn;
      keeper = new Person(first, signedIn, found.username);
      for (const rest of able.filter(({ username }) => username !== found.username))
        await role(
          keeper,
          new Person(first, { ...signedIn, me: { ...signedIn.me, userId: String(rest._id) } }, rest.username),
          'member',
        );
    }
    // Admins do not remove each other at all, so both are left.
    const [ada, abe] = [await first.register('ada'), await first.register('abe')];
    for (const admin of [ada, abe]) await role(keeper, admin, 'admin');
    const abeThere = new Person(second, abe.granted, 'abe');
    const tried = await Promise.all([acts.demote(ada, abe), acts.ban(abeThere, ada), acts.erase(ada, abe)]);
    expect(tried.map(({ status }) => status)).toEqual([403, 403, 403]);
    // The last one cannot be removed by any of them.
    await keeper.patch(`/users/${keeper.userId}`, { role: 'member' }).expect(409);
    await keeper.put(`/users/${keeper.userId}/ban`, { until: null, reason: 'x' }).expect(409);
  });
});
