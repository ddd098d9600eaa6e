import { limits } from '@parley/shared/limits';
import type { UserView } from '@parley/shared/users';
import { trusted } from 'mongoose';
import { describe, expect, it } from 'vitest';
import { generalRoom, nowhere, say } from '../../test/build.js';
import { startServer, type Person, type TestServer } from '../../test/startServer.js';
import { findUserIdsByName } from './users.access.js';
import { Users } from './users.model.js';

const rename = (person: Person, username: unknown) => person.put('/me/username', { username });
const newcomer = (server: TestServer, username: string) =>
  server
    .api()
    .post('/api/v1/auth/register')
    .send({ username, displayName: username, password: `${username} has a long password` });
const signIn = (server: TestServer, login: string, password: string) =>
  server.api().post('/api/v1/auth/login').send({ login, password });

/** Ends the time for which former names are reserved. */
const letNamesLapse = (server: TestServer) =>
  Users(server.app.server).updateMany(
    { formerNames: trusted({ $exists: true }) },
    { $set: { 'formerNames.$[].until': new Date(0) } },
  );

describe('a user name', () => {
  it('is changed by oneself, everybody hears, and the old one still calls, signs in and is nobody else’s', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    const ears = await bob.connect();
    const me = (await rename(alice, 'Alicia').expect(200)).body as UserView;
    expect(me).toMatchObject({ username: 'alicia', formerNames: ['alice'] });
    const received = (await ears.wait('user:changed', ({ user }) => user.username === 'alicia')).user;
    expect(received).toMatchObject({ userId: alice.userId, formerNames: ['alice'] });
    const roomId = await generalRoom(bob);
    expect((await say(bob, roomId, 'ask @alice and @alicia')).mentionIds).toEqual([alice.userId]);
    await signIn(server, 'ALICE', 'alice has a long password').expect(200);
    await signIn(server, 'alicia', 'alice has a long password').expect(200);
    await newcomer(server, 'alice').expect(409);
    expect((await rename(eve, 'alice').expect(409)).body).toMatchObject({
      fields: { username: 'is taken' },
    });
    // The same name changes nothing, and the old one can be taken back at once.
    await rename(alice, 'alicia').expect(200);
    expect((await rename(alice, 'alice').expect(200)).body).toMatchObject({
      username: 'alice',
      formerNames: ['alicia'],
    });
    expect((await say(bob, roomId, 'still @alicia')).mentionIds).toEqual([alice.userId]);
  });

  it('is refused when it is no name, is reserved, is taken, or one is not signed in', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    for (const wrong of ['x', 'a b', '-a', 'here', 'room', '', null, { $ne: 1 }, 'a'.repeat(33)])
      await rename(bob, wrong).expect(400);
    await rename(bob, 'alice').expect(409);
    await server.api().put('/api/v1/me/username').send({ username: 'nobody' }).expect(401);
    expect((await bob.get('/me')).body).toMatchObject({ username: 'bob', formerNames: [] });
    expect((await alice.get('/me')).body).toMatchObject({ username: 'alice', formerNames: [] });
  });

  it('is free for others after thirty days, and calls its first owner no more once it was taken', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    await rename(bob, 'robert').expect(200);
    await letNamesLapse(server);
    const roomId = await generalRoom(alice);
    // Nobody has taken it: it still mentions them.
    expect((await say(alice, roomId, '@bob?')).mentionIds).toEqual([bob.userId]);
    const ears = await alice.connect();
    const { me } = (await newcomer(server, 'bob').expect(201)).body as { me: UserView };
    const lost = await ears.wait('user:changed', ({ user }) => user.userId === bob.userId);
    expect(lost.user.formerNames).toEqual([]);
    expect((await say(alice, roomId, '@bob')).mentionIds).toEqual([me.userId]);
    await signIn(server, 'bob', 'bob has a long password').expect(200);
    await rename(alice, 'robert').expect(409);
  });

  it('goes to one of those who take it at the same moment', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    await rename(alice, 'ann').expect(200);
    await letNamesLapse(server);
    for (const name of ['fresh', 'alice']) {
      const answers = await Promise.all([
        rename(bob, name),
        rename(eve, name),
        newcomer(server, name),
        newcomer(server, name),
      ]);
      expect(answers.map(({ status }) => status < 300).filter(Boolean), name).toHaveLength(1);
      expect((await findUserIdsByName(server.app.server, [name])).size).toBe(1);
    }
    // Concurrent changes of one person are all stored.
    await Promise.all([
      rename(alice, 'a1').expect(200),
      rename(alice, 'a2').expect(200),
      alice.patch('/me', { displayName: 'Ann' }).expect(200),
    ]);
    const { username, formerNames, displayName } = (await alice.get('/me')).body as UserView;
    expect(displayName).toBe('Ann');
    expect([username, ...formerNames].sort()).toEqual(['a1', 'a2', 'ann']);
  });

  it('can be changed so often that nobody collects them, and taken back even then', async () => {
    await using server = await startServer();
    const { bob } = await server.cast();
    for (let i = 0; i < limits.formerNames; i++) await rename(bob, `bob${i}`).expect(200);
    await rename(bob, 'one.more').expect(409);
    await rename(bob, 'bob').expect(200);
    await letNamesLapse(server);
    await rename(bob, 'one.more').expect(200);
    expect(((await bob.get('/me')).body as UserView).formerNames).toHaveLength(limits.formerNames);
  });

  it('is tried for only so often', async () => {
    await using server = await startServer({ RATE_LIMITS: 'true' });
    const { bob } = await server.cast();
    const answers = [];
    for (let i = 0; i < 31; i++) answers.push((await rename(bob, 'alice')).status);
    expect(answers.slice(0, 3)).toEqual([409, 409, 409]);
    expect(answers.at(-1)).toBe(429);
  });

  it('is changed by those who run the workspace, also where people may not, and by nobody else', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    const set = (by: Person, userId: string, username: string) =>
      by.put(`/users/${userId}/username`, { username });
    await alice.patch('/workspace', { renaming: false }).expect(200);
    await rename(bob, 'robert').expect(403);
    expect((await set(alice, bob.userId, 'robert').expect(200)).body).toMatchObject({
      username: 'robert',
      formerNames: ['bob'],
    });
    await rename(alice, 'ally').expect(200);
    await set(bob, eve.userId, 'evil').expect(403);
    await set(bob, bob.userId, 'bobby').expect(403);
    await set(alice, nowhere, 'nobody').expect(404);
    await set(alice, eve.userId, 'no name').expect(400);
    await set(alice, eve.userId, 'bob').expect(409);
    await alice.patch(`/users/${bob.userId}`, { role: 'admin' }).expect(200);
    await set(bob, alice.userId, 'alice').expect(403);
    await rename(bob, 'rob').expect(200);
    await set(bob, bob.userId, 'bobby').expect(200);
    await alice.patch('/workspace', { renaming: true }).expect(200);
    await rename(eve, 'eva').expect(200);
  });

  it('of somebody who has left is theirs as before, and calls nobody', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    await rename(bob, 'robert').expect(200);
    await alice.patch(`/users/${bob.userId}`, { active: false }).expect(200);
    for (const name of ['bob', 'robert']) await rename(eve, name).expect(409);
    const roomId = await generalRoom(alice);
    expect((await say(alice, roomId, '@bob @robert')).mentionIds).toEqual([]);
  });
});
