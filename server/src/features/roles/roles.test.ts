import type { CustomRoleView, ReasonView } from '@parley/shared/rights';
import type { RoomView } from '@parley/shared/rooms';
import type { SyncView } from '@parley/shared/sync';
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { say } from '../../test/build.js';
import { startServer, type Person } from '../../test/startServer.js';

const codeOf = (answer: { body: unknown }): string => (answer.body as { key?: string }).key ?? '';

async function roomOf(owner: Person, others: Person[], type = 'private'): Promise<string> {
  const { roomId } = (await owner.post('/rooms', { type, name: `r ${randomUUID().slice(0, 8)}` }).expect(201))
    .body as RoomView;
  for (const other of others) await owner.put(`/rooms/${roomId}/members/${other.userId}`).expect(200);
  return roomId;
}

const sendTo = (person: Person, roomId: string, more: object = {}) =>
  person.post(`/rooms/${roomId}/messages`, { text: 'words', clientId: randomUUID(), ...more });

const why = async (person: Person, query: Record<string, string>): Promise<ReasonView> =>
  (await person.get(`/rights/why?${new URLSearchParams(query).toString()}`).expect(200)).body as ReasonView;

describe('rules', () => {
  it('of the workspace change who may do what, on REST and sockets, and reach the pages', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const carol = await server.register('carol');
    const roomId = await roomOf(alice, [bob, carol]);
    const ears = await bob.connect();
    const own = await say(bob, roomId, 'mine');
    const roles = ['owner', 'admin', 'moderator'];
    await alice
      .put('/rights/rules', {
        roles: {
          pin: roles,
          upload: roles,
          createPublicRooms: roles,
          mentionRoom: roles,
          startCall: roles,
          createPoll: roles,
          deleteOwnMessage: roles,
          editOwnMessage: roles,
          addMember: roles,
          invite: [...roles, 'member'],
          webhooks: roles,
        },
      })
      .expect(200);
    await ears.wait('sync:due');
    const { workspace } = (await bob.get('/sync').expect(200)).body as SyncView;
    expect(workspace.rights?.rules.roles?.pin).toEqual(roles);
    await bob.put(`/messages/${own.messageId}/pin`).expect(403);
    await bob.post('/rooms', { type: 'public', name: 'mine' }).expect(403);
    await bob.post('/rooms', { type: 'private', name: 'mine' }).expect(201);
    await bob.post(`/rooms/${roomId}/polls`, { question: 'Lunch?', options: ['a', 'b'] }).expect(403);
    await bob.patch(`/messages/${own.messageId}`, { text: 'other' }).expect(403);
    await bob.delete(`/messages/${own.messageId}`).expect(403);
    await bob.put(`/rooms/${roomId}/members/${alice.userId}`).expect(403);
    await bob.post('/invites', {}).expect(201);
    // The mention of everybody is text.
    expect((await say(bob, roomId, '@room hello')).mentionsRoom).not.toBe(true);
    expect((await say(alice, roomId, '@room hello')).mentionsRoom).toBe(true);
    const sent = await ears.ask('message:send', { roomId, clientId: randomUUID(), text: '@room again' });
    expect(sent.ok && sent.data.mentionsRoom).not.toBe(true);
    // Owners cannot be shut out, and what is as by default is not stored.
    const back = await alice.put('/rights/rules', {
      roles: { pin: [], upload: ['guest', 'member', 'moderator', 'admin'] },
    });
    expect(back.body).toEqual({ roles: { pin: ['owner'] } });
    await bob.put('/rights/rules', {}).expect(403);
    await alice.put('/rights/rules', { roles: { fly: ['owner'] } }).expect(400);
    await alice.put('/rights/rules', { editMinutes: 0 }).expect(400);
    ears.close();
  });

  it('of an announcement room leave answers and reactions', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const carol = await server.register('carol');
    const roomId = await roomOf(alice, [bob, carol]);
    const hook = (await alice.post(`/rooms/${roomId}/webhooks`, { name: 'CI' }).expect(201)).body as {
      path: string;
    };
    const ears = await bob.connect();
    const rules = { only: { post: 'moderators' } };
    for (let time = 0; time < 2; time++)
      expect((await alice.put(`/rooms/${roomId}/rules`, rules).expect(200)).body).toMatchObject({ rules });
    expect((await ears.wait('room:changed')).room.rules).toEqual(rules);
    const news = await say(alice, roomId, 'The news');
    const refused = await sendTo(bob, roomId).expect(403);
    expect(codeOf(refused)).toBe('rooms.narrowed');
    const over = await ears.ask('message:send', { roomId, clientId: randomUUID(), text: 'x' });
    expect(over).toMatchObject({ ok: false, error: { status: 403 } });
    const several = await ears.ask('messages:send', {
      roomId,
      messages: [{ clientId: randomUUID(), text: 'x' }],
    });
    expect(several).toMatchObject({ ok: false, error: { status: 403 } });
    await bob.post(`/rooms/${roomId}/polls`, { question: 'Lunch?', options: ['a', 'b'] }).expect(403);
    await sendTo(bob, roomId, { replyToId: news.messageId }).expect(201);
    await bob.put(`/messages/${news.messageId}/reactions/${encodeURIComponent('👍')}`).expect(200);
    await server.api().post(hook.path).send({ text: 'built' }).expect(200);
    await alice.put(`/rooms/${roomId}/members/${bob.userId}`, { role: 'moderator' }).expect(200);
    await sendTo(bob, roomId).expect(201);
    await carol.put(`/rooms/${roomId}/rules`, {}).expect(403);
    await alice.put(`/rooms/${roomId}/rules`, { only: { post: 'nobody' } }).expect(400);
    await alice.put(`/rooms/${roomId}/rules`, {}).expect(200);
    await sendTo(carol, roomId).expect(201);
    ears.close();
  });

  it('end editing after the minutes of the room or the workspace', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const roomId = await roomOf(alice, [bob]);
    const said = await say(bob, roomId, 'mine');
    await alice.put('/rights/rules', { editMinutes: 5 }).expect(200);
    await bob.patch(`/messages/${said.messageId}`, { text: 'soon' }).expect(200);
    // Ten minutes ago: no clock of the test's own decides.
    await server.app.server.connection
      .collection('messages')
      .updateOne({ clientId: said.clientId }, { $set: { createdAt: new Date(Date.now() - 600_000) } });
    const refused = await bob.patch(`/messages/${said.messageId}`, { text: 'late' }).expect(403);
    expect(codeOf(refused)).toBe('messages.editTooLate');
  });
});

describe('a custom role', () => {
  it('adds rights to a person here or everywhere, and the inspector names it', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const carol = await server.register('carol');
    const roomId = await roomOf(alice, [bob, carol]);
    const elsewhere = await roomOf(alice, [bob]);
    for (const id of [roomId, elsewhere])
      await alice.put(`/rooms/${id}/rules`, { only: { post: 'moderators' } }).expect(200);
    const role = (
      await alice.post('/rights/roles', { name: 'Announcers', permissions: ['post'] }).expect(201)
    ).body as CustomRoleView;
    const path = `/rights/roles/${role.roleId}/holders`;
    expect(await why(alice, { userId: bob.userId, permission: 'post', roomId })).toEqual({
      allowed: false,
      by: { kind: 'roomRule', level: 'moderators' },
    });
    const ears = await bob.connect();
    const holder = { kind: 'person', id: bob.userId, roomId };
    for (let time = 0; time < 2; time++)
      expect(((await alice.post(path, holder).expect(200)).body as CustomRoleView).holders).toEqual([holder]);
    await ears.wait('sync:due');
    await sendTo(bob, roomId).expect(201);
    await sendTo(bob, elsewhere).expect(403);
    await sendTo(carol, roomId).expect(403);
    expect(await why(alice, { userId: bob.userId, permission: 'post', roomId })).toEqual({
      allowed: true,
      by: { kind: 'customRole', customRole: { roleId: role.roleId, name: 'Announcers' }, roomId },
    });
    expect(await why(alice, { userId: alice.userId, permission: 'post', roomId })).toMatchObject({
      by: { kind: 'role', role: 'owner' },
    });
    expect(await why(alice, { userId: carol.userId, permission: 'post', roomId: elsewhere })).toMatchObject({
      allowed: false,
      by: { kind: 'notMember' },
    });
    expect(await why(alice, { userId: bob.userId, permission: 'invite' })).toMatchObject({
      allowed: false,
      by: { kind: 'noRole' },
    });
    await bob.get(`/rights/why?userId=${bob.userId}&permission=post&roomId=${roomId}`).expect(403);
    // What is taken is gone at once.
    await alice.delete(`${path}/person/${bob.userId}?roomId=${roomId}`).expect(204);
    await sendTo(bob, roomId).expect(403);
    await alice.post(path, { ...holder, roomId: null }).expect(200);
    await sendTo(bob, elsewhere).expect(201);
    // Who is deactivated loses it.
    await alice.patch(`/users/${bob.userId}`, { active: false }).expect(200);
    const { roles } = (await alice.get('/rights/roles').expect(200)).body as { roles: CustomRoleView[] };
    expect(roles.map(({ holders }) => holders)).toEqual([[]]);
    ears.close();
  });

  it('gives nothing that its maker does not have, or that only owners have', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const carol = await server.register('carol');
    await alice.patch(`/users/${bob.userId}`, { role: 'admin' }).expect(200);
    await alice.post('/rights/roles', { name: 'x', permissions: ['exportWorkspace'] }).expect(400);
    await alice.put('/rights/rules', { roles: { invite: ['owner'] } }).expect(200);
    const refused = await bob.post('/rights/roles', { name: 'x', permissions: ['invite'] }).expect(403);
    expect(codeOf(refused)).toBe('roles.notYours');
    await bob.put('/rights/rules', {}).expect(403);
    const role = (await alice.post('/rights/roles', { name: 'x', permissions: ['invite'] }).expect(201))
      .body as CustomRoleView;
    await bob
      .post(`/rights/roles/${role.roleId}/holders`, { kind: 'person', id: carol.userId, roomId: null })
      .expect(403);
    await alice
      .post(`/rights/roles/${role.roleId}/holders`, { kind: 'person', id: carol.userId, roomId: null })
      .expect(200);
    await carol.post('/invites', {}).expect(201);
    await carol.post('/rights/roles', { name: 'x', permissions: ['pin'] }).expect(403);
    await alice.delete(`/rights/roles/${role.roleId}`).expect(204);
    await carol.post('/invites', {}).expect(403);
  });
});
