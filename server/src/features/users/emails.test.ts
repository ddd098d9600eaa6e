import type { MeView } from '@parley/shared/users';
import { describe, expect, it } from 'vitest';
import { bodyOf, MailServer } from '../../test/mailServer.js';
import { startServer, type TestServer } from '../../test/startServer.js';

const register = (server: TestServer, username: string, email: string) =>
  server
    .api()
    .post('/api/v1/auth/register')
    .send({ username, displayName: 'Somebody', password: `${username} has a long password`, email });
const signIn = (server: TestServer, login: string, password: string) =>
  server.api().post('/api/v1/auth/login').send({ login, password });

/** A response without the values of this one account. */
function shape(body: unknown): unknown {
  const { me, expiresIn } = body as { me: MeView; expiresIn: number };
  const { userId: _id, username: _name, ...rest } = me;
  return { expiresIn, me: rest };
}

const code = (letter: string): string => /^[0-9A-F]{10}\s*$/m.exec(letter)?.[0].trim() ?? '';

describe.each([true, false])('an e-mail address (mail server: %s)', (mails) => {
  it('of somebody else is taken like one that is nobody’s, and everything goes on alike', async () => {
    using mail = await MailServer.start();
    await using server = await startServer(mails ? mail.settings : {});
    await server.register('alice', { email: 'alice@example.org' });
    const taken = await register(server, 'mallory', 'alice@example.org').expect(201);
    const free = await register(server, 'marvin', 'nobody@example.org').expect(201);
    expect(shape(taken.body)).toEqual({
      ...(shape(free.body) as object),
      me: { ...(shape(free.body) as { me: object }).me, email: 'alice@example.org' },
    });
    // Signing in does not reveal it either: not by one's own password, and not by trying a code.
    for (const [username, email] of [
      ['mallory', 'alice@example.org'],
      ['marvin', 'nobody@example.org'],
    ] as const) {
      const refused = await signIn(server, email, `${username} has a long password`).expect(401);
      expect(refused.body).toMatchObject({ detail: 'The name or the password is wrong.' });
      const granted = await signIn(server, username, `${username} has a long password`).expect(200);
      const token = (granted.body as { accessToken: string }).accessToken;
      const ask = (method: 'patch' | 'post' | 'get', path: string, body?: object) =>
        server.api()[method](`/api/v1${path}`).set('authorization', `Bearer ${token}`).send(body);
      const wrong = await ask('post', '/me/email', { code: '0123456789' }).expect(400);
      expect(wrong.body).toMatchObject({ fields: { code: 'is wrong' } });
      await ask('post', '/me/email', { code: '' }).expect(400);
      expect((await ask('get', '/me').expect(200)).body).toMatchObject({ email, emailConfirmed: false });
      // A change and its reverse are accepted as well.
      for (const other of ['alice@example.org', 'other@example.org', null, email])
        expect((await ask('patch', '/me', { email: other }).expect(200)).body).toMatchObject({
          email: other,
          emailConfirmed: false,
        });
      await ask('patch', '/me', { email: 'no address' }).expect(400);
    }
    await server.api().post('/api/v1/me/email').send({ code: '0123456789' }).expect(401);
    await signIn(server, 'alice@example.org', 'alice has a long password').expect(200);
  });
});

describe('an e-mail address that somebody reads', () => {
  it('is theirs by the code that was sent to it; its owner is told of others who enter it, and they are not', async () => {
    using mail = await MailServer.start();
    await using server = await startServer(mail.settings);
    const { alice, bob, eve } = await server.cast();
    await bob.patch('/me', { email: 'Bob@Example.org' }).expect(200);
    const letter = await mail.letter(0);
    expect(letter.to).toEqual(['bob@example.org']);
    // A code is valid for one person.
    await eve.patch('/me', { email: 'eve@example.org' }).expect(200);
    await mail.letter(1);
    await eve.post('/me/email', { code: code(bodyOf(letter)) }).expect(400);
    const confirmed = await bob
      .post('/me/email', { code: ` ${code(bodyOf(letter)).toLowerCase()} ` })
      .expect(200);
    expect(confirmed.body).toMatchObject({ email: 'bob@example.org', emailConfirmed: true });
    await bob.post('/me/email', { code: code(bodyOf(letter)) }).expect(400);
    await signIn(server, 'bob@example.org', 'bob has a long password').expect(200);

    await eve.patch('/me', { email: 'bob@example.org' }).expect(200);
    const published = await mail.letter(2);
    expect(published.to).toEqual(['bob@example.org']);
    expect(bodyOf(published)).toContain('@bob');
    expect(bodyOf(published)).not.toContain('eve');
    expect(code(bodyOf(published))).toBe('');
    // Until it is confirmed, the former one signs in.
    await bob.patch('/me', { email: 'robert@example.org' }).expect(200);
    await signIn(server, 'bob@example.org', 'bob has a long password').expect(200);
    await signIn(server, 'robert@example.org', 'bob has a long password').expect(401);
    // An admin sets it without a code, and may learn that it is taken.
    await alice.patch(`/users/${eve.userId}/account`, { email: 'bob@example.org' }).expect(409);
    await alice.patch(`/users/${eve.userId}/account`, { email: 'eva@example.org' }).expect(200);
    expect((await eve.get('/me')).body).toMatchObject({ email: 'eva@example.org', emailConfirmed: true });
  });
});

it('a former address is notified when its account gets another one, or none, and nobody else is', async () => {
  using mail = await MailServer.start();
  await using server = await startServer(mail.settings);
  const { alice, bob } = await server.cast();
  await alice.patch(`/users/${bob.userId}/account`, { email: 'bob@example.org' }).expect(200);
  await bob.patch('/me', { email: 'robert@example.org' }).expect(200);
  const asked = await mail.letter(0);
  expect(asked.to).toEqual(['robert@example.org']);
  await bob.post('/me/email', { code: code(bodyOf(asked)) }).expect(200);
  const former = await mail.letter(1);
  expect(former.to).toEqual(['bob@example.org']);
  expect(bodyOf(former)).toContain('has another e-mail address now');
  // A session of somebody else may have done it: the new address is not for the reader of this one.
  expect(bodyOf(former)).not.toContain('robert@');
  await bob.patch('/me', { email: null }).expect(200);
  expect((await mail.letter(2)).to).toEqual(['robert@example.org']);
  await bob.patch('/me', { email: null }).expect(200);
  await bob.patch('/me', { email: 'bob@example.org' }).expect(200);
  expect((await mail.letter(3)).to).toEqual(['bob@example.org']);
  expect(mail.letters).toHaveLength(4);
});
