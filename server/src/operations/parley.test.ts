import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { answer, parley, signIn, socketOf } from '../test/parley.js';
import { ServerProcess } from '../test/serverProcess.js';
import { readArguments } from './arguments.js';

/** Bob, signed in by a password, a token and a socket; alice owns the workspace. */
async function castOf(server: ServerProcess) {
  await server.register('alice');
  const bob = await server.register('bob');
  const made = await server
    .api()
    .post('/me/tokens')
    .set('authorization', `Bearer ${bob.accessToken}`)
    .send({ name: 'script', scope: 'write', days: null })
    .expect(201);
  return { bob, token: (made.body as { token: string }).token, socket: await socketOf(server, bob) };
}

describe('npm run parley -- users', () => {
  it('gives people a way back in, beside a running server on the built-in database, and without one', async () => {
    await using server = await ServerProcess.start();
    const environment = { PARLEY_DATA: server.folder };
    // Only the user of the server can connect to it.
    expect(statSync(join(server.folder, 'control.sock')).mode & 0o777).toBe(0o600);
    const { bob, token, socket } = await castOf(server);
    const ended = new Promise((resolve) => socket.once('disconnect', resolve));
    // A password is never a command line argument; it may come through a pipe.
    await answer(['users', 'reset-password', '@Bob', '--ask'], environment, 'quite another pass\n');
    await ended;
    for (const old of [bob.accessToken, token])
      await server.api().get('/me').set('authorization', `Bearer ${old}`).expect(401);
    await signIn(server, 'bob', 'bob has a long password').expect(401);
    await signIn(server, 'bob', 'quite another pass').expect(200);
    const nobody = await parley(['users', 'unlock', 'carol'], environment);
    expect([nobody.code, nobody.error]).toEqual([1, '\nThere is nobody called carol.\n']);

    await server.stop();
    expect(await readdir(server.folder)).not.toContain('control.sock');
    const { link } = await answer(['users', 'reset-password', 'bob'], environment);
    await using next = await ServerProcess.start({}, server.folder);
    const [, linkToken] = /\/reset\/#([\w-]{43})$/.exec(link?.url ?? '') ?? [];
    const use = { token: linkToken, password: 'made while away' };
    await next.api().post('/auth/reset-password').send(use).expect(200);
    await next.api().post('/auth/reset-password').send(use).expect(404);
    await signIn(next, 'bob', 'made while away').expect(200);
  }, 180_000);

  it('does so on a MongoDB from another folder than the server’s, which then finds out by itself', async () => {
    const uri = inject('mongoUri').replace(/\/[^/?]*(\?|$)/, `/operate${randomBytes(4).toString('hex')}$1`);
    await using server = await ServerProcess.start({ MONGODB_URI: uri, BEACON_SECONDS: '1' });
    const { bob, socket } = await castOf(server);
    const ended = new Promise((resolve) => socket.once('disconnect', resolve));
    const elsewhere = await mkdtemp(join(tmpdir(), 'parley-elsewhere-'));
    const environment = { MONGODB_URI: uri, PARLEY_DATA: elsewhere };
    await answer(['users', 'reset-password', 'bob', '--ask'], environment, 'quite another pass');
    await ended;
    await server.api().get('/me').set('authorization', `Bearer ${bob.accessToken}`).expect(401);
    const { users } = await answer(['users', 'list'], environment);
    expect(users?.map(({ username, role }) => [username, role])).toEqual([
      ['alice', 'owner'],
      ['bob', 'member'],
    ]);
    // No keys were created in a folder that is not the server's.
    expect(await readdir(elsewhere)).not.toContain('secrets');
    await rm(elsewhere, { recursive: true, force: true });
  }, 180_000);

  it('refuses with 2 what it does not know, and makes no workspace where there is none', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'parley-empty-'));
    const environment = { PARLEY_DATA: folder, MONGODB_URI: '' };
    const refused = await parley(['users', 'set-email', 'bob', 'nothing'], environment);
    expect([refused.code, refused.out]).toEqual([2, '']);
    expect(refused.error).toContain('must be an e-mail address');
    const help = await parley(['users', 'make-owner', 'bob', '--help'], environment);
    expect([help.code, help.error]).toEqual([0, '']);
    expect(help.out).toContain('npm run parley -- users make-owner NAME');
    const nothing = await parley(['users', 'list'], environment);
    expect([nothing.code, nothing.error]).toEqual([
      1,
      expect.stringContaining(`There is no workspace in ${folder}`) as string,
    ]);
    expect(await readdir(folder)).toEqual([]);
    await rm(folder, { recursive: true, force: true });
  }, 180_000);
});

describe('its command line', () => {
  it.each([
    ['', 'Say which: users list'],
    ['users', 'users'],
    ['people list', 'people'],
    ['users remove bob', 'remove'],
    ['users role bob', 'ROLE is missing'],
    ['settings get a b', "'b'"],
    ['audit tail --forever', '--forever'],
    ['export --from=x', '--from'],
    ['invites add jo', "'jo'"],
    ['users unlock', 'NAME is missing'],
    ['users reset-password bob hunter2hunter2', 'hunter2hunter2'],
    ['users unlock bob --force', '--force'],
    ['users reset-password bob --password=x', '--password'],
    ['users unlock bob --ask', '--ask'],
  ])('%s: %s', (words, fault) =>
    expect(() => readArguments('parley', words.split(' ').filter(Boolean), {})).toThrow(fault),
  );
});
