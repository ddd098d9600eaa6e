import type { SignedIn } from '@parley/shared/sessions';
import { describe, expect, it } from 'vitest';
import { bearer, begin, databases, done } from '../test/managing.js';
import { answer, parley, signIn, socketOf } from '../test/parley.js';

const rolesOf = async (environment: Record<string, string>): Promise<Record<string, string>> =>
  Object.fromEntries(
    ((await answer(['users', 'list'], environment)).users ?? []).map(({ username, role, active }) => [
      username,
      active ? role : `${role}, out`,
    ]),
  );

describe.each(databases)('npm run parley on %s, beside a running server', (_name, settings) => {
  it('adds, promotes, shuts out and lets in again, and the server knows it', async () => {
    await using place = await begin(await settings());
    const { server, environment } = place;
    const alice = await server.register('alice');
    const made = await answer(
      ['users', 'add', 'Bob', '--name', 'Bob B.', '--email', 'bob@example.org', '--ask'],
      environment,
      'a phrase of his\n',
    );
    expect(made).toEqual({
      users: [
        { username: 'bob', displayName: 'Bob B.', email: 'bob@example.org', role: 'member', active: true },
      ],
    });
    const bob = (await signIn(server, 'bob@example.org', 'a phrase of his').expect(200)).body as SignedIn;
    const socket = await socketOf(server, bob);
    const promoted = new Promise((resolve) => socket.once('me:changed', resolve));
    await answer(['users', 'role', '@bob', 'admin'], environment);
    // Without Redis the pages of another server are not reached; it reads the role with each request.
    if (settings === databases[0]?.[1]) expect(await promoted).toMatchObject({ me: { role: 'admin' } });
    const me = await server
      .api()
      .get('/me')
      .set(...bearer(bob))
      .expect(200);
    expect(me.body).toMatchObject({ role: 'admin' });
    const ended = new Promise((resolve) => socket.once('disconnect', resolve));
    await answer(['users', 'deactivate', 'bob'], environment);
    await ended;
    await server
      .api()
      .get('/me')
      .set(...bearer(bob))
      .expect(401);
    await signIn(server, 'bob', 'a phrase of his').expect(401);
    await answer(['users', 'activate', 'bob'], environment);
    await signIn(server, 'bob', 'a phrase of his').expect(200);
    // Without a password there is a link for one.
    const { link } = await answer(['users', 'add', 'carol', '--role', 'guest'], environment);
    const [, token] = /\/reset\/#([\w-]{43})$/.exec(link?.url ?? '') ?? [];
    await server.api().post('/auth/reset-password').send({ token, password: 'of carol alone' }).expect(200);
    await signIn(server, 'carol', 'of carol alone').expect(200);
    expect(await rolesOf(environment)).toEqual({ alice: 'owner', bob: 'admin', carol: 'guest' });
    expect(await done(environment)).toEqual([
      'person.added',
      'person.roleChanged',
      'person.deactivated',
      'person.reactivated',
      'person.added',
      'person.resetLinkCreated',
    ]);
    // The second account of the same person, which both may name.
    await answer(['users', 'merge', 'carol', '@bob'], environment);
    await signIn(server, 'carol', 'of carol alone').expect(401);
    expect(await done(environment)).toContain('person.merged');
    for (const [words, sentence] of [
      [['users', 'merge', 'alice', 'bob'], 'The workspace needs an owner.'],
      [['users', 'merge', 'bob', 'bob'], 'These are not two accounts.'],
      [['users', 'add', 'bob'], 'username: '],
      [['users', 'add', 'dave', '--email', 'bob@example.org'], 'email: '],
      [['users', 'role', 'nobody', 'admin'], 'There is nobody called nobody.'],
      [['users', 'deactivate', 'alice'], 'The workspace needs an owner.'],
      [['users', 'role', 'alice', 'member'], 'The workspace needs an owner.'],
    ] as const) {
      const refused = await parley([...words], environment);
      expect([refused.code, refused.out]).toEqual([1, '']);
      expect(refused.error).toContain(sentence);
    }
    await server
      .api()
      .get('/me')
      .set(...bearer(alice))
      .expect(200);
  }, 300_000);

  it('archives rooms, invites, revokes tokens and changes settings', async () => {
    await using place = await begin(await settings());
    const { server, environment } = place;
    const alice = await server.register('alice');
    const api = server.api;
    for (const [name, type] of [
      ['plans', 'public'],
      ['secret', 'private'],
    ])
      await api()
        .post('/rooms')
        .set(...bearer(alice))
        .send({ name, type })
        .expect(201);
    const socket = await socketOf(server, alice);
    const archived = new Promise((resolve) =>
      socket.on('room:changed', ({ room }: { room: { name: string; archived: boolean } }) => {
        if (room.archived && room.name === 'secret') resolve(room);
      }),
    );
    const { rooms } = await answer(['rooms', 'archive', '#secret'], environment);
    // Beside a server without Redis its sockets are not reached; it reads the room itself.
    if (settings === databases[0]?.[1]) await archived;
    const roomId = rooms?.[0]?.roomId ?? '';
    await api()
      .post(`/rooms/${roomId}/messages`)
      .set(...bearer(alice))
      .send({ text: 'x' })
      .expect(403);
    await answer(['rooms', 'archive', roomId], environment);
    const listed = (await answer(['rooms', 'list'], environment)).rooms ?? [];
    expect(listed.map(({ name, archived: over }) => [name, over])).toEqual([
      ['General', false],
      ['plans', false],
      ['secret', true],
    ]);
    for (const room of ['General', 'nowhere'])
      expect(await parley(['rooms', 'archive', room], environment)).toMatchObject({ code: 1 });

    const { invitation } = await answer(['invites', 'add', '--uses', '1', '--hours', 'none'], environment);
    expect(invitation).toMatchObject({ left: 1, expiresAt: null });
    const inviteCode = invitation?.url.split('/join/')[1];
    await answer(['settings', 'set', 'workspace.registration', 'invitation'], environment);
    const person = { username: 'dave', displayName: 'Dave', password: 'dave has a long password' };
    await api().post('/auth/register').send(person).expect(403);
    await api()
      .post('/auth/register')
      .send({ ...person, inviteCode })
      .expect(201);

    const tokenOf = async (): Promise<{ tokenId: string; token: string }> =>
      (
        await api()
          .post('/me/tokens')
          .set(...bearer(alice))
          .send({ name: 'ci', scope: 'read' })
          .expect(201)
      ).body as { tokenId: string; token: string };
    const [one, two, three] = [await tokenOf(), await tokenOf(), await tokenOf()];
    const works = (token: string) => api().get('/me').set('authorization', `Bearer ${token}`);
    await works(one.token).expect(200);
    const tokens = (await answer(['tokens', 'list', 'alice'], environment)).tokens ?? [];
    expect(tokens.map(({ tokenId }) => tokenId)).toEqual([three.tokenId, two.tokenId, one.tokenId]);
    expect(JSON.stringify(tokens)).not.toContain(one.token);
    await answer(['tokens', 'revoke', one.tokenId], environment);
    // One that was found in public is entered hidden.
    expect(await answer(['tokens', 'revoke', '-'], environment, `${two.token}\n`)).toMatchObject({
      users: [{ username: 'alice' }],
    });
    for (const { token } of [one, two]) await works(token).expect(401);
    await works(three.token).expect(200);
    await answer(['tokens', 'revoke-all', 'alice'], environment);
    await works(three.token).expect(401);
    expect(await parley(['tokens', 'revoke', one.tokenId], environment)).toMatchObject({ code: 1 });
    expect(await done(environment)).toEqual([
      'room.archived',
      'invitation.created',
      'workspace.changed',
      'token.revoked',
      'token.revoked',
      'token.revoked',
    ]);
  }, 300_000);

  it('changes settings of the running server, and secrets only hidden', async () => {
    await using place = await begin(await settings());
    const { server, environment } = place;
    await server.register('alice');
    const set = (name: string, value: string, input?: string) =>
      answer(['settings', 'set', name, value], environment, input);
    expect(await set('registration.emailDomains', 'example.org, example.com')).toMatchObject({
      settings: [{ value: ['example.org', 'example.com'], isSet: true }],
    });
    const person = { username: 'bob', displayName: 'Bob', password: 'bob has a long password' };
    await expect
      .poll(
        async () =>
          (
            await server
              .api()
              .post('/auth/register')
              .send({ ...person, email: 'b@elsewhere.org' })
          ).status,
        { timeout: 10_000 },
      )
      .toBe(400);
    await answer(['settings', 'reset', 'registration.emailDomains'], environment);
    expect(await answer(['settings', 'get', 'registration'], environment)).toMatchObject({
      settings: [{ setting: 'registration.emailDomains', value: [], isSet: false }],
    });
    const all = await parley(['settings', 'get'], environment);
    expect(all.out).toMatch(/^workspace\.registration +open$/m);
    for (const [name, value] of [
      ['registration.emailDomains', 'no domain'],
      ['workspace.registration', 'sometimes'],
      ['workspace.renaming', 'perhaps'],
      ['nothing.here', '1'],
      ['mail.smtpUrl', 'smtp://user:word@mail.example.org'],
    ] as const)
      expect([name, (await parley(['settings', 'set', name, value], environment)).code]).toEqual([name, 1]);
    const isSecret = (
      await parley(['settings', 'set', 'mail.smtpUrl', '-'], environment, 'smtp://a:b@x.example')
    ).code;
    // The key of secrets is in the server's folder alone.
    expect(isSecret).toBe(environment['MONGODB_URI'] === undefined ? 0 : 1);
    expect((await parley(['settings', 'get', 'mail'], environment)).out).not.toContain('a:b');
  }, 300_000);

  it('leaves an owner, whoever demotes whom at once', async () => {
    await using place = await begin(await settings());
    const { server, environment } = place;
    const names = ['alice', 'bob', 'carol'];
    for (const name of names) await server.register(name);
    for (const name of names) await answer(['users', 'make-owner', name], environment);
    const outcomes = await Promise.all(
      names.map((name, i) =>
        parley(i === 1 ? ['users', 'deactivate', name] : ['users', 'role', name, 'member'], environment),
      ),
    );
    const roles = await rolesOf(environment);
    const owners = Object.values(roles).filter((role) => role === 'owner').length;
    expect(owners).toBeGreaterThanOrEqual(1);
    expect(outcomes.filter(({ code }) => code === 1)).toHaveLength(owners);
    for (const { code, error } of outcomes)
      if (code === 1) expect(error).toContain('The workspace needs an owner.');
  }, 300_000);
});
