import type { BulkResult, PeoplePage, PersonAccess } from '@parley/shared/people';
import type { SignedIn } from '@parley/shared/sessions';
import { Types } from 'mongoose';
import { describe, expect, it } from 'vitest';
import { startServer, type Person, type TestServer } from '../../test/startServer.js';
import { Users } from '../users/users.model.js';
import { hasOwner } from '../users/users.change.js';

const pageOf = async (person: Person, query = ''): Promise<PeoplePage> =>
  (await person.get(`/people${query}`).expect(200)).body as PeoplePage;
const namesOf = ({ people }: PeoplePage): string[] => people.map(({ user }) => user.username);
const bulk = async (person: Person, input: object): Promise<BulkResult['results']> =>
  ((await person.post('/people/bulk', input).expect(200)).body as BulkResult).results;

/** Stores many accounts that nobody has signed in to. */
async function crowd({ app }: TestServer, many: number): Promise<void> {
  await Users(app.server).collection.insertMany(
    Array.from({ length: many }, (_, at) => {
      const username = `crowd${String(at).padStart(5, '0')}`;
      return {
        _id: new Types.ObjectId(),
        version: 1,
        username,
        names: [username],
        displayName: `Crowd ${at % 7}`,
        email: null,
        statusText: '',
        statusEmoji: '',
        role: 'member' as const,
        active: true,
        showReceipts: true,
        presenceMode: 'auto' as const,
        createdAt: new Date(),
      };
    }),
  );
}

describe('the list of people', () => {
  it('is searched, filtered and sorted by those who manage people, and by nobody else', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const carol = await server.register('carol');
    await alice.patch(`/users/${carol.userId}/account`, { email: 'carol@example.org' }).expect(200);
    await alice.patch(`/users/${bob.userId}`, { role: 'guest' }).expect(200);
    await alice.patch(`/users/${carol.userId}`, { active: false }).expect(200);
    await crowd(server, 1);
    expect(namesOf(await pageOf(alice, '?q=CAROL@exa'))).toEqual(['carol']);
    expect(namesOf(await pageOf(alice, '?role=guest'))).toEqual(['bob']);
    expect(namesOf(await pageOf(alice, '?status=deactivated'))).toEqual(['carol']);
    expect(namesOf(await pageOf(alice, '?seen=never'))).toEqual(['crowd00000']);
    expect(namesOf(await pageOf(alice, '?signIn=none'))).toEqual(['crowd00000']);
    expect(namesOf(await pageOf(alice, '?signIn=password'))).toContain('bob');
    expect((await pageOf(alice, '?factor=with')).total).toBe(0);
    expect(namesOf(await pageOf(alice, '?sort=role'))[0]).toBe('alice');
    const names = namesOf(await pageOf(alice, '?sort=name&descending=true'));
    expect(names).toEqual([...names].sort().reverse());
    await bob.get('/people').expect(403);
    await server.api().get('/api/v1/people').expect(401);
    const wrong = await alice.get('/people?after=nothing').expect(400);
    expect(wrong.body).toMatchObject({ errors: [{ field: 'after', key: 'cursor' }] });
  });

  it('does not show an admin the addresses of owners, by search neither', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    await alice.patch('/me', { email: 'boss@example.org' });
    await Users(server.app.server).updateOne({ _id: alice.userId }, { $set: { email: 'boss@example.org' } });
    await alice.patch(`/users/${bob.userId}`, { role: 'admin' }).expect(200);
    const found = (await pageOf(bob)).people.find(({ user }) => user.userId === alice.userId);
    expect(found?.email).toBeNull();
    expect((await pageOf(bob, '?q=boss@example')).total).toBe(0);
    expect((await pageOf(alice, '?q=boss@example')).total).toBe(1);
    await bob.get(`/people/${alice.userId}`).expect(403);
  });

  it('has everybody exactly once over its pages, with thousands, also when some leave meanwhile', async () => {
    await using server = await startServer();
    const { alice } = await server.cast();
    await crowd(server, 3000);
    const seen: string[] = [];
    let after: string | null = '';
    for (let pages = 0; after !== null; pages++) {
      const page = await pageOf(alice, `?limit=100&q=crowd${after === '' ? '' : `&after=${after}`}`);
      seen.push(...namesOf(page));
      after = page.next;
      if (pages === 3) await Users(server.app.server).deleteOne({ username: seen[5] ?? '' });
    }
    expect(seen).toHaveLength(3000);
    expect(new Set(seen).size).toBe(3000);
  });
});

describe('a change of many', () => {
  it('does what it may, and names who was refused and why', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    const carol = await server.register('carol');
    await alice.patch(`/users/${bob.userId}`, { role: 'admin' }).expect(200);
    const ears = await eve.connect();
    const nobody = '0'.repeat(24);
    const all = [alice, bob, carol, eve].map(({ userId }) => userId);
    const results = await bulk(bob, { change: 'deactivate', userIds: [...all, nobody, nobody] });
    expect(results.map(({ userId, refused }) => [userId, refused?.key ?? null])).toEqual([
      [alice.userId, 'accounts.ownersOnly'],
      [bob.userId, 'people.self'],
      [carol.userId, null],
      [eve.userId, null],
      [nobody, 'not_found'],
    ]);
    await ears.wait('session:ended', ({ reason }) => reason === 'deactivated');
    await carol.get('/me').expect(401);
    // Again, with the same result.
    expect(await bulk(bob, { change: 'deactivate', userIds: [carol.userId] })).toEqual([
      { userId: carol.userId, refused: null },
    ]);
    await bulk(bob, { change: 'reactivate', userIds: [carol.userId] });
    expect((await pageOf(alice, '?q=carol&status=active')).total).toBe(1);
    await bulk(alice, { change: 'role', role: 'moderator', userIds: [carol.userId] });
    expect(namesOf(await pageOf(alice, '?role=moderator'))).toEqual(['carol']);
    await alice.post('/people/bulk', { change: 'role', userIds: [carol.userId] }).expect(400);
    await alice.post('/people/bulk', { change: 'signOut', userIds: [] }).expect(400);
  });

  it('never leaves the workspace without an owner, when owners act on each other at once', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const carol = await server.register('carol');
    await bulk(alice, { change: 'role', role: 'owner', userIds: [bob.userId, carol.userId] });
    const owners = [alice, bob, carol];
    for (const change of [{ change: 'role', role: 'member' }, { change: 'deactivate' }]) {
      // Who is not an owner any more is refused, or has no session.
      await Promise.all(
        owners.map((owner) =>
          owner.post('/people/bulk', {
            ...change,
            userIds: owners.filter((other) => other !== owner).map(({ userId }) => userId),
          }),
        ),
      );
      expect(await hasOwner(server.app.server)).toBe(true);
    }
  });
});

describe('one person', () => {
  it('has sessions that those who manage people end, one or all, which is recorded', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    const again = await server
      .api()
      .post('/api/v1/auth/login')
      .send({ login: 'bob', password: 'bob has a long password' })
      .expect(200);
    const read = async () => (await alice.get(`/people/${bob.userId}`).expect(200)).body as PersonAccess;
    const before = await read();
    expect(before.person).toMatchObject({ signIn: ['password'], factor: false });
    expect(before.person.seenAt).not.toBeNull();
    expect(before.sessions).toHaveLength(2);
    const [latest] = before.sessions;
    await eve.delete(`/people/${bob.userId}/sessions/${latest?.sessionId}`).expect(403);
    await alice.delete(`/people/${eve.userId}/sessions/${latest?.sessionId}`).expect(404);
    await alice.delete(`/people/${bob.userId}/sessions/${latest?.sessionId}`).expect(204);
    await alice.delete(`/people/${bob.userId}/sessions/${latest?.sessionId}`).expect(404);
    expect((await read()).sessions).toHaveLength(1);
    await alice.delete(`/people/${bob.userId}/sessions`).expect(204);
    await alice.delete(`/people/${bob.userId}/sessions`).expect(204);
    expect((await read()).sessions).toHaveLength(0);
    await bob.get('/me').expect(401);
    await server
      .api()
      .get('/api/v1/me')
      .set('authorization', `Bearer ${(again.body as SignedIn).accessToken}`)
      .expect(401);
    const { entries } = (await alice.get('/audit?action=person.signedOut').expect(200)).body as {
      entries: object[];
    };
    expect(entries).toHaveLength(2);
  });
});
