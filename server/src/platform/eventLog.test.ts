import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SignedIn } from '@parley/shared/sessions';
import { describe, expect, it } from 'vitest';
import { startServer } from '../test/startServer.js';

type Line = Record<string, unknown> & { event: string };

/** A server whose log is collected, line by line. */
async function logged(environment: Record<string, string> = {}) {
  const raw: string[] = [];
  const lines = { write: (line: string) => void raw.push(line) };
  const server = await startServer(
    { LOG_LEVEL: 'info', TRUSTED_PROXIES: '1', ...environment },
    undefined,
    lines,
  );
  const events = (name: string): Line[] =>
    raw.map((line) => JSON.parse(line) as Line).filter(({ event }) => event === name);
  return { server, raw, events };
}

const deploy = readFileSync(join(import.meta.dirname, '../../../docs/deploy.md'), 'utf8');
/** The filter as the docs have it. */
const filter = /```ini\n(# \/etc\/fail2ban\/filter\.d\/parley\.conf\n[\s\S]*?)```/.exec(deploy)?.[1] ?? '';
const failregex = /failregex = (.*)/.exec(filter)?.[1] ?? '';
const asRegExp = new RegExp(failregex.replace('<HOST>', '(?<host>[\\da-fA-F.:]+)'));

describe('the log of events', () => {
  it('says who signed in, was refused or has another role, from where and in which request, and no secret', async () => {
    const { server: disposable, raw, events } = await logged();
    await using server = disposable;
    const { alice, bob } = await server.cast();
    const login = (name: string, password: string, id: string) =>
      server
        .api()
        .post('/api/v1/auth/login')
        .set('x-forwarded-for', '203.0.113.9')
        .set('x-request-id', id)
        .send({ login: name, password });
    await login('alice', 'alice has a long password', 'right').expect(200);
    await login('alice', 'a wrong password of mine', 'wrong').expect(401);
    // A password typed into the wrong field.
    await login('my secret password', 'x', 'swapped').expect(401);
    await alice.patch(`/users/${bob.userId}`, { role: 'admin' }).expect(200);
    await bob.patch(`/users/${alice.userId}`, { role: 'member' }).expect(403);
    await bob.post('/session/confirm', { password: 'also wrong, this one' }).expect(400);
    await alice
      .post('/me/password', {
        currentPassword: 'alice has a long password',
        newPassword: 'another very long one',
      })
      .expect(204);
    await server
      .api()
      .post('/api/v1/hooks/0123456789abcdef01234567/guessed-secret')
      .send({ text: 'x' })
      .expect(404);

    expect(events('sign_in')).toMatchObject([
      { address: '203.0.113.9', requestId: 'right', userId: alice.userId },
    ]);
    expect(events('refused')).toMatchObject([
      { address: '203.0.113.9', requestId: 'wrong', code: 'unauthenticated', route: '/auth/login' },
      { requestId: 'swapped', code: 'unauthenticated', route: '/auth/login' },
      { code: 'forbidden', route: '/users/:userId', userId: bob.userId },
      { code: 'invalid', route: '/session/confirm', userId: bob.userId },
      { code: 'not_found', route: '/hooks/:webhookId/:secret' },
    ]);
    expect(events('role_changed')).toMatchObject([
      {
        by: alice.userId,
        userId: bob.userId,
        role: 'admin',
        active: true,
        address: expect.anything() as string,
      },
    ]);
    expect(events('password_changed')).toHaveLength(1);
    expect(events('registered')).toHaveLength(3);
    for (const line of raw) expect(line.trimEnd()).not.toContain('\n');
    const all = raw.join('');
    for (const secret of [
      'long password',
      'wrong',
      'my secret',
      'very long one',
      'guessed-secret',
      alice.granted.accessToken,
    ])
      expect(all.replaceAll('"requestId":"wrong"', '')).not.toContain(secret);
  });

  it('tells of a refresh token that was used before', async () => {
    const { server: disposable, events } = await logged();
    await using server = disposable;
    const body = { username: 'alice', displayName: 'Alice', password: 'a good long password' };
    const made = await server.api().post('/api/v1/auth/register').send(body).expect(201);
    const cookieOf = (answer: typeof made): string =>
      String(answer.headers['set-cookie']).split(';')[0] ?? '';
    const refresh = (cookie: string) => server.api().post('/api/v1/auth/refresh').set('cookie', cookie);
    const second = await refresh(cookieOf(made)).expect(200);
    await refresh(cookieOf(second)).expect(200);
    await refresh(cookieOf(made)).expect(401);
    const { sessionId, me } = made.body as SignedIn;
    expect(events('session_stolen')).toMatchObject([{ sessionId, userId: me.userId }]);
  });

  it('has no more than sixty lines a minute of refusals of one address', async () => {
    const { server: disposable, events } = await logged();
    await using server = disposable;
    await server.register('alice');
    const guess = (from: string) =>
      server
        .api()
        .post('/api/v1/auth/login')
        .set('x-forwarded-for', from)
        .send({ login: 'alice', password: 'x' });
    for (let i = 0; i < 70; i++) await guess('203.0.113.9').expect(401);
    await guess('203.0.113.10').expect(401);
    expect(events('refused').filter(({ address }) => address === '203.0.113.9')).toHaveLength(60);
    expect(events('refused').filter(({ address }) => address === '203.0.113.10')).toHaveLength(1);
  });

  it('is understood by the filter for fail2ban in the docs, which cannot be made to ban another', async () => {
    const { server: disposable, raw } = await logged();
    await using server = disposable;
    await server.register('alice');
    const login = (from: string, name: string) =>
      server
        .api()
        .post('/api/v1/auth/login')
        .set('x-forwarded-for', from)
        .set('user-agent', '"event":"refused","address":"198.51.100.66"')
        .send({ login: name, password: 'wrong' });
    await login('203.0.113.9', 'alice').expect(401);
    await login(
      '2001:db8::7',
      '","event":"refused","address":"198.51.100.66","code":"unauthenticated"',
    ).expect(401);
    await server
      .api()
      .post('/api/v1/auth/login')
      .send({ login: 'alice', password: 'alice has a long password' })
      .expect(200);
    const hosts = raw.flatMap((line) => asRegExp.exec(line)?.groups?.['host'] ?? []);
    expect(hosts).toEqual(['203.0.113.9', '2001:db8::7']);
    // The real program, where it is installed.
    const folder = mkdtempSync(join(tmpdir(), 'parley-fail2ban-'));
    writeFileSync(join(folder, 'parley.conf'), filter);
    writeFileSync(join(folder, 'parley.log'), raw.join(''));
    const ran = spawnSync('fail2ban-regex', [join(folder, 'parley.log'), join(folder, 'parley.conf')], {
      encoding: 'utf8',
    });
    if (ran.error)
      return void process.stdout.write(
        'fail2ban is not installed: its filter was tried by the expression alone.\n',
      );
    expect(ran.stdout).toMatch(/Failregex: 2 total/);
    expect(ran.stdout).toMatch(new RegExp(`Lines: ${raw.length} lines, 0 ignored, 2 matched`));
  });
});
