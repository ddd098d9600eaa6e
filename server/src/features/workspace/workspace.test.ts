import type { InviteView, WorkspaceView } from '@parley/shared/workspace';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { generalRoom, nowhere, picture, say } from '../../test/build.js';
import { startServer, type TestServer } from '../../test/startServer.js';
import { Invites } from './workspace.model.js';

const newcomer = (server: TestServer, username: string, inviteCode?: string) =>
  server
    .api()
    .post('/api/v1/auth/register')
    .send({
      username,
      displayName: username,
      password: `${username} has a long password`,
      ...(inviteCode === undefined ? {} : { inviteCode }),
    });

describe('the workspace', () => {
  it('is named and closed by those who run it, which everybody hears, and by nobody else', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const ears = await bob.connect();
    await alice.patch('/workspace', { name: '  Kite Works ', registration: 'invitation' }).expect(200);
    expect((await ears.wait('workspace:changed')).workspace).toMatchObject({ name: 'Kite Works' });
    expect((await server.api().get('/api/v1/workspace')).body).toEqual({
      name: 'Kite Works',
      registration: 'invitation',
      renaming: true,
      directory: 'members',
      firstRun: false,
      picture: null,
      mail: false,
      storage: { file: 100, person: 5120, most: { file: 100, person: 5120 } },
    });
    expect((await bob.get('/sync')).body).toMatchObject({ workspace: { name: 'Kite Works' } });
    await bob.patch('/workspace', { name: 'Mine' }).expect(403);
    await server.api().patch('/api/v1/workspace').send({ name: 'Mine' }).expect(401);
    for (const [wrong, field] of [
      [{ name: ' ' }, 'name'],
      [{ registration: 'anyone' }, 'registration'],
      [{ renaming: 'yes' }, 'renaming'],
      [{ owner: 'bob' }, 'owner'],
      [{ name: { $ne: 1 } }, 'name'],
      [{ storage: { file: 0 } }, 'storage.file'],
      [{ storage: { file: 101 } }, 'storage.file'],
      [{ storage: { person: 5121 } }, 'storage.person'],
      [{ storage: { person: 1.5 } }, 'storage.person'],
    ] as const) {
      const refused = await alice.patch('/workspace', wrong).expect(400);
      expect(Object.keys((refused.body as { fields: object }).fields)).toContain(field);
    }
  });
});

describe('the workspace’s picture', () => {
  it('is set by those who run it, is a small square for everybody, and is taken away again', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const ears = await bob.connect();
    const bytes = await picture(600, 300).png().toBuffer();
    await server.api().get('/api/v1/workspace/picture').expect(404);
    const set = await alice.putFile('/workspace/picture', bytes, 'sign.png').expect(200);
    const at = (set.body as WorkspaceView).picture;
    expect(at).not.toBeNull();
    expect((await ears.wait('workspace:changed')).workspace.picture).toBe(at);
    expect((await bob.get('/sync')).body).toMatchObject({ workspace: { picture: at } });
    const shown = await server.api().get('/api/v1/workspace/picture').expect(200);
    expect(await sharp(shown.body as Buffer).metadata()).toMatchObject({
      format: 'webp',
      width: 256,
      height: 256,
    });
    await bob.putFile('/workspace/picture', bytes, 'mine.png').expect(403);
    await bob.delete('/workspace/picture').expect(403);
    await server.api().delete('/api/v1/workspace/picture').expect(401);
    await alice.putFile('/workspace/picture', Buffer.from('no image'), 'sign.png').expect(400);
    await server.api().get('/api/v1/workspace/picture').expect(200);
    await alice.delete('/workspace/picture').expect(200);
    await alice.delete('/workspace/picture').expect(200);
    await server.api().get('/api/v1/workspace/picture').expect(404);
  });
});

describe('what may be stored', () => {
  it('is as much as those who run the workspace say, from the next upload on', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const roomId = await generalRoom(bob);
    const large = Buffer.alloc(1024 * 1024 + 1, 'x');
    await bob.upload(roomId, large, { name: 'a.txt' }).expect(201);
    await alice.patch('/workspace', { storage: { file: 1 } }).expect(200);
    const refused = await bob.upload(roomId, large, { name: 'b.txt' }).expect(413);
    expect(refused.body).toMatchObject({ fields: { file: 'is larger than 1 MB' } });
    await bob.upload(roomId, Buffer.from('small'), { name: 'c.txt' }).expect(201);
    await alice.patch('/workspace', { storage: { person: 1 } }).expect(200);
    const full = await bob.upload(roomId, Buffer.from('small'), { name: 'd.txt' }).expect(413);
    expect(full.body).toMatchObject({ detail: 'You have used up the 1 MB each person may store.' });
    await alice.patch('/workspace', { storage: { file: 100, person: 5120 } }).expect(200);
    await bob.upload(roomId, large, { name: 'e.txt' }).expect(201);
  });
});

describe('invitations', () => {
  it('let in who has one while it lasts, and nobody without', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    await alice.patch('/workspace', { registration: 'invitation' }).expect(200);
    const invite = (await alice.post('/invites', { uses: 2, hours: 24 }).expect(201)).body as InviteView;
    expect((await server.api().get(`/api/v1/invitations/${invite.code}`).expect(200)).body).toEqual({
      workspaceName: 'Parley',
      invitedBy: 'Alice',
    });
    expect((await newcomer(server, 'carol')).status).toBe(403);
    expect((await newcomer(server, 'carol', 'x'.repeat(22))).status).toBe(403);
    expect((await newcomer(server, 'carol', 'short')).status).toBe(400);
    // A registration with a taken name uses nothing up.
    expect((await newcomer(server, 'alice', invite.code)).status).toBe(409);
    expect((await newcomer(server, 'carol', invite.code)).status).toBe(201);
    const many = await Promise.all(
      ['d1', 'd2', 'd3', 'd4'].map((name) => newcomer(server, name, invite.code)),
    );
    expect(many.map(({ status }) => status).sort()).toEqual([201, 403, 403, 403]);
    await server.api().get(`/api/v1/invitations/${invite.code}`).expect(404);
    await bob.post('/invites', {}).expect(403);
    await bob.get('/invites').expect(403);
    await bob.delete(`/invites/${invite.inviteId}`).expect(403);
  });

  it('end by time, by being taken back, and when the workspace closes', async () => {
    await using server = await startServer();
    const { alice } = await server.cast();
    await alice.patch('/workspace', { registration: 'invitation' }).expect(200);
    const make = async (): Promise<InviteView> =>
      (await alice.post('/invites', { hours: null }).expect(201)).body as InviteView;
    const [taken, old, good] = [await make(), await make(), await make()];
    await alice.delete(`/invites/${taken.inviteId}`).expect(204);
    await alice.delete(`/invites/${taken.inviteId}`).expect(404);
    await Invites(server.app.server).updateOne(
      { code: old.code },
      { expiresAt: new Date(Date.now() - 1000) },
    );
    expect((await newcomer(server, 'carol', taken.code)).status).toBe(403);
    expect((await newcomer(server, 'carol', old.code)).status).toBe(403);
    const { invites } = (await alice.get('/invites')).body as { invites: InviteView[] };
    expect(invites.map(({ code }) => code)).toEqual([good.code]);
    expect((await newcomer(server, 'carol', good.code)).status).toBe(201);
    await alice.patch('/workspace', { registration: 'closed' }).expect(200);
    expect((await newcomer(server, 'dave', good.code)).status).toBe(403);
    await server.api().get(`/api/v1/invitations/${good.code}`).expect(404);
  });
});

describe('people', () => {
  it('who are shut out lose every session at once, keep their words, and can be let back in', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    const roomId = await generalRoom(alice);
    const message = await say(bob, roomId, 'still here');
    const [ears, witness] = [await bob.connect(), await eve.connect()];
    await eve.patch(`/users/${bob.userId}`, { active: false }).expect(403);
    await alice.patch(`/users/${bob.userId}`, { active: false }).expect(200);
    expect(await ears.wait('session:ended')).toEqual({ reason: 'deactivated' });
    await witness.wait('user:changed', ({ user }) => user.userId === bob.userId && !user.active);
    await bob.get('/me').expect(401);
    const signIn = () =>
      server.api().post('/api/v1/auth/login').send({ login: 'bob', password: 'bob has a long password' });
    expect((await signIn()).status).toBe(401);
    expect(((await eve.get(`/messages/${message.messageId}`)).body as { text: string }).text).toBe(
      'still here',
    );
    await alice.patch(`/users/${bob.userId}`, { active: true }).expect(200);
    expect((await signIn()).status).toBe(200);
  });

  it('have roles, which only owners give to owners and admins, and somebody always owns', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    const set = (who: typeof alice, whom: typeof alice, body: object) =>
      who.patch(`/users/${whom.userId}`, body);
    expect((await set(alice, alice, { role: 'member' })).status).toBe(409);
    expect((await set(alice, alice, { active: false })).status).toBe(409);
    await set(alice, bob, { role: 'admin' }).expect(200);
    await set(bob, eve, { role: 'moderator' }).expect(200);
    await set(bob, eve, { role: 'admin' }).expect(403);
    await set(bob, alice, { role: 'member' }).expect(403);
    await set(bob, alice, { active: false }).expect(403);
    await set(alice, bob, { role: 'owner' }).expect(200);
    await set(alice, alice, { role: 'member' }).expect(200);
    await set(bob, bob, { role: 'member' }).expect(409);
    expect((await bob.get('/me')).body).toMatchObject({ role: 'owner' });
    await set(bob, eve, { role: 'king' }).expect(400);
    await bob.patch(`/users/${nowhere}`, { role: 'member' }).expect(404);
  });

  it('who become guests read no public room any more, also on the sockets they have', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const room = (await alice.post('/rooms', { type: 'public', name: 'Open' }).expect(201)).body as {
      roomId: string;
    };
    const ears = await bob.connect();
    await ears.command('room:open', { roomId: room.roomId, sinceRev: null });
    await alice.patch(`/users/${bob.userId}`, { role: 'guest' }).expect(200);
    await ears.wait('me:changed', ({ me }) => me.role === 'guest');
    expect(await ears.ask('room:open', { roomId: room.roomId, sinceRev: null })).toMatchObject({
      ok: false,
      error: { code: 'not_found' },
    });
    await bob.get(`/rooms/${room.roomId}`).expect(404);
  });
});
