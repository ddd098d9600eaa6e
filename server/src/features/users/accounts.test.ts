import type { AccountView } from '@parley/shared/users';
import { describe, expect, it } from 'vitest';
import { generalRoom, nowhere, say } from '../../test/build.js';
import { bodyOf, MailServer } from '../../test/mailServer.js';
import { startServer } from '../../test/startServer.js';

const path = (userId: string): string => `/users/${userId}/account`;

describe('somebody else’s account', () => {
  it('is changed by an admin, everybody sees it, and the person is told at the address they had', async () => {
    using mail = await MailServer.start();
    await using server = await startServer(mail.settings);
    const { alice, bob, eve } = await server.cast();
    const ears = await eve.connect();
    // The first address replaces none: there is nowhere to send the mail.
    const set = await alice.patch(path(bob.userId), { email: 'Bob@Example.org' }).expect(200);
    expect(set.body).toMatchObject({ email: 'bob@example.org', user: { username: 'bob' } });
    // Others are not shown it.
    expect(JSON.stringify((await ears.wait('user:changed')).user)).not.toContain('example.org');
    await alice
      .patch(path(bob.userId), {
        displayName: '  Robert\r\nBcc: all@example.org ',
        email: 'robert@example.org',
      })
      .expect(200);
    const letter = await mail.letter(0);
    expect(letter.to).toEqual(['bob@example.org']);
    expect(bodyOf(letter)).toContain('Your e-mail address is robert@example.org.');
    expect(letter.raw).not.toMatch(/^Bcc:/m);
    expect((await alice.get(path(bob.userId)).expect(200)).body).toMatchObject({
      email: 'robert@example.org',
    });
    await server
      .api()
      .post('/api/v1/auth/login')
      .send({ login: 'robert@example.org', password: 'bob has a long password' })
      .expect(200);
    // The same values change nothing and publish nothing.
    const read = async () => (await alice.get(path(bob.userId)).expect(200)).body as AccountView;
    const { version } = (await read()).user;
    await alice.patch(path(bob.userId), { email: 'robert@example.org' }).expect(200);
    expect((await read()).user.version).toBe(version);

    await alice.put(`/users/${bob.userId}/username`, { username: 'robert' }).expect(200);
    // The second is about the sign-in above.
    expect(bodyOf(await mail.letter(1))).toContain('from a new device');
    expect(bodyOf(await mail.letter(2))).toContain('Your user name is @robert.');
    // The former name still mentions them.
    const { mentionIds } = await say(eve, await generalRoom(eve), 'ask @bob');
    expect(mentionIds).toEqual([bob.userId]);
    expect(mail.letters).toHaveLength(3);
  });

  it('is an admin’s to change and to read, owners’ and admins’ an owner’s', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    await bob.get(path(eve.userId)).expect(403);
    await bob.patch(path(eve.userId), { displayName: 'Mallory' }).expect(403);
    await alice.patch(`/users/${bob.userId}`, { role: 'admin' }).expect(200);
    await bob.patch(path(eve.userId), { displayName: 'Eva' }).expect(200);
    await bob.patch(path(alice.userId), { email: 'bob@example.org' }).expect(403);
    await bob.get(path(alice.userId)).expect(403);
    await bob.put(`/users/${alice.userId}/username`, { username: 'nobody' }).expect(403);
    await alice.get(path(nowhere)).expect(404);
    expect((await alice.get(path(alice.userId)).expect(200)).body).toMatchObject({
      email: null,
      user: { username: 'alice' },
    });
    const made = await alice.post('/me/tokens', { name: 'script', scope: 'write', days: null }).expect(201);
    await server
      .api()
      .patch(`/api/v1${path(eve.userId)}`)
      .set('authorization', `Bearer ${(made.body as { token: string }).token}`)
      .send({ email: 'thief@example.org' })
      .expect(403);
  });

  it('is not changed by what one could not set oneself', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    await alice.patch(path(bob.userId), { email: 'bob@example.org' }).expect(200);
    for (const [input, field] of [
      [{ displayName: '' }, 'displayName'],
      [{ displayName: ' '.repeat(5) }, 'displayName'],
      [{ displayName: 'x'.repeat(81) }, 'displayName'],
      [{ email: 'nobody' }, 'email'],
      [{ email: { $ne: 1 } }, 'email'],
      [{ role: 'owner' }, 'role'],
    ] as [object, string][]) {
      const refused = await alice.patch(path(eve.userId), input).expect(400);
      expect(Object.keys((refused.body as { fields: object }).fields)).toEqual([field]);
    }
    const taken = await alice
      .patch(path(eve.userId), { displayName: 'Eva', email: 'bob@example.org' })
      .expect(409);
    expect(taken.body).toMatchObject({ fields: { email: 'is used by another account' } });
    expect((await alice.get(path(eve.userId)).expect(200)).body).toMatchObject({
      email: null,
      user: { displayName: 'Eve', version: 1 },
    });
    // One address for two people at once: one gets it.
    const both = await Promise.all(
      [alice, eve].map(({ userId }) => alice.patch(path(userId), { email: 'one@example.org' })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  });
});
