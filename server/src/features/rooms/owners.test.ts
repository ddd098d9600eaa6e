import type { MemberView, RoomView } from '@parley/shared/rooms';
import { expect } from 'vitest';
import { privateRoom } from '../../test/build.js';
import type { Person } from '../../test/startServer.js';
import { describeOverTwoServers } from '../../test/twoServers.js';
import { ensureWorkspaceOwner } from '../users/users.change.js';

const ownersOf = async (person: Person, roomId: string): Promise<string[]> => {
  const { members } = (await person.get(`/rooms/${roomId}/members`).expect(200)).body as {
    members: MemberView[];
  };
  return members.filter(({ role }) => role === 'owner').map(({ userId }) => userId);
};

const makeOwner = (by: Person, roomId: string, { userId }: Person) =>
  by.put(`/rooms/${roomId}/members/${userId}`, { role: 'owner' }).expect(200);

const ROUNDS = 4;

describeOverTwoServers('an owner', (open, it) => {
  it('stays when two of a room demote each other, or leave, at once', async () => {
    await using servers = await open();
    const { alice, bob, eve } = await servers.first.cast();
    for (let round = 0; round < ROUNDS; round++) {
      const { roomId } = await privateRoom(bob, [eve, alice], `room ${round}`);
      await makeOwner(bob, roomId, eve);
      const demote = (by: Person, i: number, { userId }: Person) =>
        servers.at(by, i).put(`/rooms/${roomId}/members/${userId}`, { role: 'member' });
      await Promise.all([demote(bob, 0, eve), demote(eve, 1, bob)]);
      const left = await ownersOf(alice, roomId);
      expect(left.length, `round ${round}`).toBeGreaterThan(0);
      if (left.length === 1)
        await makeOwner(left[0] === bob.userId ? bob : eve, roomId, left[0] === bob.userId ? eve : bob);
      const leave = (by: Person, i: number) => servers.at(by, i).post(`/rooms/${roomId}/leave`);
      await Promise.all([leave(bob, 0).expect(204), leave(eve, 1).expect(204)]);
      expect(await ownersOf(alice, roomId)).toEqual([alice.userId]);
    }
  });

  it('of a room who is the last is not demoted, and has an heir when they leave, are removed or deactivated', async () => {
    await using servers = await open();
    const { alice, bob, eve } = await servers.first.cast();
    const mia = await servers.first.register('mia');
    const guest = await servers.first.register('guest');
    await alice.patch(`/users/${guest.userId}`, { role: 'guest' }).expect(200);
    const { roomId } = await privateRoom(bob, [guest, eve, mia, alice]);
    const refused = await bob.put(`/rooms/${roomId}/members/${bob.userId}`, { role: 'member' }).expect(400);
    expect(refused.body).toMatchObject({ fields: { role: 'the room needs an owner' } });
    await bob.put(`/rooms/${roomId}/members/${mia.userId}`, { role: 'moderator' }).expect(200);
    const ears = await mia.connect();
    await bob.post(`/rooms/${roomId}/leave`).expect(204);
    // Moderators come before members, whatever the order they joined in; everybody in the room receives it.
    expect(await ownersOf(alice, roomId)).toEqual([mia.userId]);
    await ears.wait(
      'member:changed',
      ({ member }) => member.userId === mia.userId && member.role === 'owner',
    );
    await alice.patch(`/users/${mia.userId}`, { active: false }).expect(200);
    // Then the longest member; no guest.
    expect(await ownersOf(alice, roomId)).toEqual(expect.arrayContaining([mia.userId, alice.userId]));
    // Deactivated owners do not count.
    await alice.put(`/rooms/${roomId}/members/${alice.userId}`, { role: 'member' }).expect(400);
    await alice.post(`/rooms/${roomId}/leave`).expect(204);
    expect(await ownersOf(eve, roomId)).toEqual(expect.arrayContaining([mia.userId, eve.userId]));
    await eve.post(`/rooms/${roomId}/leave`).expect(204);
    expect(await ownersOf(guest, roomId)).toEqual([mia.userId]);
  });

  it('of a public room that everybody has left is who comes first', async () => {
    await using servers = await open();
    const { bob, eve } = await servers.first.cast();
    const { roomId } = (await bob.post('/rooms', { type: 'public', name: 'open' }).expect(201))
      .body as RoomView;
    await bob.post(`/rooms/${roomId}/leave`).expect(204);
    const joined = (await eve.post(`/rooms/${roomId}/join`).expect(200)).body as MemberView;
    expect(joined).toMatchObject({ userId: eve.userId, role: 'owner' });
    expect((await bob.post(`/rooms/${roomId}/join`).expect(200)).body).toMatchObject({ role: 'member' });
  });

  it('of the workspace stays when two demote each other at once, and comes back after a crash between two writes', async () => {
    await using servers = await open();
    const { alice, bob } = await servers.first.cast();
    const { connection } = servers.first.app.server;
    const users = connection.collection('users');
    for (let round = 0; round < ROUNDS; round++) {
      await users.updateMany({ username: { $in: ['alice', 'bob'] } }, { $set: { role: 'owner' } });
      const demote = (by: Person, i: number, { userId }: Person) =>
        servers.at(by, i).patch(`/users/${userId}`, { role: 'member' });
      await Promise.all([demote(alice, 0, bob), demote(bob, 1, alice)]);
      expect(await users.countDocuments({ role: 'owner' }), `round ${round}`).toBeGreaterThan(0);
    }
    await users.updateMany({}, { $set: { role: 'member' } });
    expect(await ensureWorkspaceOwner(servers.first.app.server)).toMatchObject({ username: 'alice' });
    expect(await ensureWorkspaceOwner(servers.first.app.server)).toBeNull();
    await users.updateMany({}, { $set: { role: 'member' } });
    await users.updateOne({ username: 'bob' }, { $set: { role: 'admin' } });
    expect(await ensureWorkspaceOwner(servers.first.app.server)).toMatchObject({ username: 'bob' });
  });
});
