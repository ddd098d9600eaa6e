import type { AuditPageView } from '@parley/shared/audit';
import type { CustomRoleView, ReasonView } from '@parley/shared/rights';
import { groupLimits, type GroupAdded, type GroupDetails, type GroupsPage } from '@parley/shared/groups';
import type { MemberView, RoomView } from '@parley/shared/rooms';
import type { MessageView } from '@parley/shared/messages';
import type { SyncView } from '@parley/shared/sync';
import { describe, expect, it } from 'vitest';
import { privateRoom, say } from '../../test/build.js';
import { startServer, type Person, type TestServer } from '../../test/startServer.js';
import { findGroupsByExternalId } from './groups.access.js';
import { addToGroup, createGroup } from './groups.actions.js';

async function makeGroup(owner: Person, handle: string, people: Person[] = []): Promise<GroupDetails> {
  const made = (await owner.post('/groups', { handle, name: `The ${handle} team` }).expect(201))
    .body as GroupDetails;
  if (people.length === 0) return made;
  const userIds = people.map(({ userId }) => userId);
  return (await owner.post(`/groups/${made.groupId}/members`, { userIds }).expect(200)).body as GroupDetails;
}

const keyOf = (answer: { body: unknown }): string => (answer.body as { key?: string }).key ?? '';
const syncOf = async (person: Person): Promise<SyncView> =>
  (await person.get('/sync').expect(200)).body as SyncView;
const groupsOf = async (person: Person): Promise<string[]> =>
  ((await person.get('/groups').expect(200)).body as GroupsPage).groups.map(({ handle }) => handle);

describe('a group', () => {
  it('is made, renamed, described and deleted by those who manage people, and pages follow', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const ears = await bob.connect();
    const group = await makeGroup(alice, 'Design', [bob]);
    expect(group).toMatchObject({
      handle: 'design',
      description: '',
      memberCount: 1,
      memberIds: [bob.userId],
    });
    const { user } = await ears.wait('user:changed', ({ user: { username } }) => username === 'design');
    expect(user).toMatchObject({ userId: group.groupId, group: true, bot: true, active: false });
    const path = `/groups/${group.groupId}`;
    const text = { handle: 'design-team', name: 'Designers', description: 'Who draws' };
    for (let time = 0; time < 2; time++)
      expect((await alice.patch(path, text).expect(200)).body).toMatchObject({ ...text, memberCount: 1 });
    await ears.wait('user:changed', ({ user: { username } }) => username === 'design-team');
    expect((await syncOf(bob)).users.filter((one) => one.group)).toMatchObject([
      { userId: group.groupId, username: 'design-team', displayName: 'Designers' },
    ]);
    // Not a person: neither listed as one nor written to.
    const { users } = (await alice.get('/users').expect(200)).body as { users: { username: string }[] };
    expect(users.map(({ username }) => username).sort()).toEqual(['alice', 'bob', 'eve']);
    await alice.get(`/users/${group.groupId}`).expect(404);
    await alice.post('/rooms', { type: 'direct', memberIds: [group.groupId] }).expect(400);
    for (const refused of [
      bob.post('/groups', { handle: 'mine', name: 'Mine' }),
      bob.patch(path, { name: 'Mine' }),
      bob.delete(path),
      bob.post(`${path}/members`, { userIds: [bob.userId] }),
      bob.delete(`${path}/members/${bob.userId}`),
    ])
      await refused.expect(403);
    await alice.post('/groups', { handle: 'room', name: 'x' }).expect(400);
    await alice.post('/groups', { handle: 'ok', name: ' ' }).expect(400);
    await alice.post(`${path}/members`, { userIds: ['f'.repeat(24)] }).expect(400);
    await alice.get(`/groups/${'f'.repeat(24)}`).expect(404);
    await alice.delete(path).expect(204);
    await alice.delete(path).expect(404);
    await ears.wait('user:changed', ({ user: { erased } }) => erased === true);
    expect((await syncOf(bob)).users.some((one) => one.group)).toBe(false);
    const { entries } = (await alice.get('/audit?q=group.').expect(200)).body as AuditPageView;
    expect(entries.map(({ action }) => action).reverse()).toEqual([
      'group.created',
      'group.memberAdded',
      'group.changed',
      'group.deleted',
    ]);
    ears.close();
  });

  it('shares one namespace with the names of people, and frees its own', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const taken = await alice.post('/groups', { handle: 'bob', name: 'x' }).expect(409);
    expect(keyOf(taken)).toBe('groups.taken');
    const design = await makeGroup(alice, 'design');
    await alice.patch(`/groups/${design.groupId}`, { handle: 'bob' }).expect(409);
    await alice.post('/groups', { handle: 'design', name: 'again' }).expect(409);
    await bob.put('/me/username', { username: 'design' }).expect(409);
    await expect(server.register('design')).rejects.toThrow();
    await alice.patch(`/groups/${design.groupId}`, { handle: 'drawing' }).expect(200);
    await bob.put('/me/username', { username: 'design' }).expect(200);
    await alice.delete(`/groups/${design.groupId}`).expect(204);
    await server.register('drawing');
    // The name of a crashed creation is free for the next group, after a moment.
    await server.app.server.connection.collection('users').insertOne({
      version: 1,
      username: 'lost',
      names: ['lost'],
      displayName: 'x',
      role: 'guest',
      active: false,
      bot: true,
      group: true,
      createdAt: new Date(Date.now() - 120_000),
    });
    await makeGroup(alice, 'lost');
  });

  it('is bounded, and its list has pages', async () => {
    await using server = await startServer();
    const { alice } = await server.cast();
    for (const handle of ['b1', 'a1', 'c1']) await makeGroup(alice, handle);
    const first = (await alice.get('/groups?limit=2').expect(200)).body as GroupsPage;
    expect(first.groups.map(({ handle }) => handle)).toEqual(['a1', 'b1']);
    const rest = (await alice.get(`/groups?after=${first.next ?? ''}`).expect(200)).body as GroupsPage;
    expect([rest.groups.map(({ handle }) => handle), rest.next]).toEqual([['c1'], null]);
    const { groupId } = await makeGroup(alice, 'full');
    const ids = Array.from({ length: groupLimits.members }, (_, i) => i.toString(16).padStart(24, '0'));
    const { Types } = await import('mongoose');
    await server.app.server.connection
      .collection('groups')
      .updateOne({ handle: 'full' }, { $set: { memberIds: ids.map((id) => new Types.ObjectId(id)) } });
    const full = await alice.post(`/groups/${groupId}/members`, { userIds: [alice.userId] }).expect(409);
    expect(keyOf(full)).toBe('groups.full');
    const more = Array.from({ length: groupLimits.added + 1 }, (_, i) => i.toString(16).padStart(24, '0'));
    await alice.post(`/groups/${groupId}/members`, { userIds: more }).expect(400);
  });

  it('is changed by programs, which are recorded by their name', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const by = { server: server.app.server, program: 'scim' as const };
    const made = await createGroup(by, {
      handle: 'staff',
      name: 'Staff',
      description: '',
      externalId: 'e-1',
    });
    await addToGroup(by, String(made._id), [bob.userId]);
    const [found] = await findGroupsByExternalId(server.app.server, 'e-1');
    expect(found?.memberIds.map(String)).toEqual([bob.userId]);
    const { entries } = (await alice.get('/audit?by=scim').expect(200)).body as AuditPageView;
    expect(entries.map(({ action }) => action)).toEqual(['group.memberAdded', 'group.created']);
  });

  it('loses a person who is erased, and keeps one who is deactivated', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    const group = await makeGroup(alice, 'design', [bob, eve]);
    await alice.patch(`/users/${bob.userId}`, { active: false }).expect(200);
    const details = async () =>
      (await alice.get(`/groups/${group.groupId}`).expect(200)).body as GroupDetails;
    expect((await details()).memberCount).toBe(2);
    await server.app.server.bus.publishAndWait('person.erased', {
      userId: eve.userId,
      messages: 'stay',
    } as never);
    expect((await details()).memberIds).toEqual([bob.userId]);
  });
});

describe('a mention of a group', () => {
  const scene = async (server: TestServer) => {
    const { alice, bob, eve } = await server.cast();
    const carol = await server.register('carol');
    const room = await privateRoom(alice, [bob, carol]);
    const group = await makeGroup(alice, 'design', [bob, eve]);
    return { alice, bob, carol, eve, room, group };
  };

  it('notifies those of it who are in the room, and nobody else', async () => {
    await using server = await startServer();
    const { alice, bob, carol, eve, room, group } = await scene(server);
    const outside = await eve.connect();
    const said = await say(alice, room.roomId, 'Hello @design, and not `@design`');
    expect([...said.mentionIds].sort()).toEqual([bob.userId, group.groupId].sort());
    const unread = async (person: Person) =>
      (await syncOf(person)).rooms.find((one) => one.room.roomId === room.roomId)?.mentionSeqs;
    expect(await unread(bob)).toEqual([said.seq]);
    expect(await unread(carol)).toEqual([]);
    const inbox = async (person: Person) =>
      ((await person.get('/inbox').expect(200)).body as { messages: MessageView[] }).messages.map(
        ({ messageId }) => messageId,
      );
    expect(await inbox(bob)).toContain(said.messageId);
    expect(await inbox(carol)).not.toContain(said.messageId);
    expect(await inbox(eve)).not.toContain(said.messageId);
    expect(outside.of('message:changed')).toEqual([]);
    // Edited away, it is none.
    const edited = await alice.patch(`/messages/${said.messageId}`, { text: 'Hello' }).expect(200);
    expect((edited.body as { mentionIds: string[] }).mentionIds).toEqual([]);
    outside.close();
  });

  it('is text for who may not mention many, or does not see the group', async () => {
    await using server = await startServer();
    const { alice, carol, room, group } = await scene(server);
    const roles = ['owner'];
    await alice.put('/rights/rules', { roles: { mentionRoom: roles } }).expect(200);
    expect((await say(carol, room.roomId, '@design')).mentionIds).toEqual([]);
    await alice.put('/rights/rules', {}).expect(200);
    expect((await say(carol, room.roomId, '@design')).mentionIds).toHaveLength(2);
    // A guest sees the groups they are in alone, by whichever way.
    await alice.patch(`/users/${carol.userId}`, { role: 'guest' }).expect(200);
    expect(await groupsOf(carol)).toEqual([]);
    expect((await syncOf(carol)).users.some((one) => one.group)).toBe(false);
    await carol.get(`/groups/${group.groupId}`).expect(404);
    expect((await say(carol, room.roomId, '@design')).mentionIds).toEqual([]);
    await alice.patch(`/users/${carol.userId}`, { role: 'member' }).expect(200);
    await alice.patch('/workspace', { directory: 'rooms' }).expect(200);
    expect((await say(carol, room.roomId, '@design')).mentionIds).toEqual([]);
    expect(await groupsOf(carol)).toEqual([]);
    expect((await syncOf(carol)).users.some((one) => one.group)).toBe(false);
  });
});

describe('a group in a room', () => {
  it('adds its people to a room, a group conversation and a direct message', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    const [carol, dan] = [await server.register('carol'), await server.register('dan')];
    const group = await makeGroup(alice, 'design', [bob, carol]);
    const room = await privateRoom(alice, []);
    const add = (by: Person, roomId: string) =>
      by.post(`/rooms/${roomId}/groups`, { groupId: group.groupId });
    const ears = await bob.connect();
    expect((await add(alice, room.roomId).expect(200)).body).toEqual({ roomId: room.roomId, added: 2 });
    await ears.wait('membership:changed', ({ room: { roomId } }) => roomId === room.roomId);
    expect((await add(alice, room.roomId).expect(200)).body).toEqual({ roomId: room.roomId, added: 0 });
    const { members } = (await alice.get(`/rooms/${room.roomId}/members`).expect(200)).body as {
      members: MemberView[];
    };
    expect(members.map(({ userId }) => userId).sort()).toEqual(
      [alice, bob, carol].map(({ userId }) => userId).sort(),
    );
    await add(eve, room.roomId).expect(404);
    await alice.post(`/rooms/${room.roomId}/groups`, { groupId: 'f'.repeat(24) }).expect(404);
    const direct = (await alice.post('/rooms', { type: 'direct', memberIds: [dan.userId] }).expect(201))
      .body as RoomView;
    const made = (await add(alice, direct.roomId).expect(200)).body as GroupAdded;
    expect(made).toMatchObject({ added: 2 });
    const grown = (await alice.get(`/rooms/${made.roomId}`).expect(200)).body as RoomView;
    expect([grown.type, grown.memberIds.length]).toEqual(['group', 4]);
    await add(eve, direct.roomId).expect(404);
    ears.close();
  });
});

describe('a custom role of a group', () => {
  it('is had by who is in it, as long as they are, and is given by nobody who lacks it', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    await alice.patch(`/users/${eve.userId}`, { role: 'admin' }).expect(200);
    await alice.put('/rights/rules', { roles: { invite: ['owner'] } }).expect(200);
    const group = await makeGroup(alice, 'design', []);
    const role = (await alice.post('/rights/roles', { name: 'Hosts', permissions: ['invite'] }).expect(201))
      .body as CustomRoleView;
    const holders = `/rights/roles/${role.roleId}/holders`;
    await alice.post(holders, { kind: 'group', id: group.groupId, roomId: null }).expect(200);
    await bob.post('/invites', {}).expect(403);
    const members = `/groups/${group.groupId}/members`;
    const refused = await eve.post(members, { userIds: [eve.userId] }).expect(403);
    expect(keyOf(refused)).toBe('roles.notYours');
    const ears = await bob.connect();
    await alice.post(members, { userIds: [bob.userId] }).expect(200);
    await ears.wait('sync:due');
    await bob.post('/invites', {}).expect(201);
    const why = (await alice.get(`/rights/why?userId=${bob.userId}&permission=invite`).expect(200))
      .body as ReasonView;
    expect(why).toMatchObject({ allowed: true, by: { kind: 'customRole', group: { handle: 'design' } } });
    await eve.delete(`${members}/${bob.userId}`).expect(403);
    await alice.delete(`${members}/${bob.userId}`).expect(204);
    await bob.post('/invites', {}).expect(403);
    await alice.post(members, { userIds: [bob.userId] }).expect(200);
    await bob.post('/invites', {}).expect(201);
    await eve.delete(`/groups/${group.groupId}`).expect(403);
    await alice.delete(`/groups/${group.groupId}`).expect(204);
    await bob.post('/invites', {}).expect(403);
    const { roles } = (await alice.get('/rights/roles').expect(200)).body as { roles: CustomRoleView[] };
    expect(roles.map((one) => one.holders)).toEqual([[]]);
    ears.close();
  });
});
