import type { ManagedRoomPage } from '@parley/shared/overview/rooms';
import type { RoomView } from '@parley/shared/rooms';
import { describe, expect, it } from 'vitest';
import { generalRoom, nowhere, privateRoom, say, uploaded } from '../../test/build.js';
import { startServer, type Person } from '../../test/startServer.js';

const list = async (person: Person, query = ''): Promise<ManagedRoomPage> =>
  (await person.get(`/admin/rooms?${query}`).expect(200)).body as ManagedRoomPage;
const names = ({ rooms }: ManagedRoomPage) => rooms.map(({ name }) => name);
const publicRoom = async (person: Person, name: string): Promise<RoomView> =>
  (await person.post('/rooms', { type: 'public', name }).expect(201)).body as RoomView;

describe('the list of all rooms', () => {
  it('has what rooms are and take up, sorted and filtered, and nothing of private ones but numbers', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    const secret = await privateRoom(bob, [eve], 'Takeover');
    const open = await publicRoom(bob, 'Lunch');
    await publicRoom(bob, 'Art');
    const file = await uploaded(bob, secret.roomId, Buffer.from('12345'), 'a.txt');
    await say(bob, secret.roomId, 'a secret', { fileIds: [file.fileId] });
    await bob.post('/rooms', { type: 'direct', memberIds: [eve.userId] }).expect(201);
    const page = await list(alice);
    expect(names(page)).toEqual(['Art', 'General', 'Lunch', null]);
    expect(page.rooms.at(-1)).toMatchObject({
      roomId: secret.roomId,
      type: 'private',
      members: 2,
      messages: 1,
      bytes: 5,
      owners: [],
    });
    expect(page.rooms[2]).toMatchObject({ owners: [{ userId: bob.userId, displayName: 'Bob' }] });
    expect(JSON.stringify(page)).not.toContain('Takeover');
    expect(names(await list(alice, 'sort=bytes'))[0]).toBeNull();
    expect(names(await list(alice, 'sort=activity'))[0]).toBeNull();
    expect(names(await list(alice, 'sort=members'))[0]).toBe('General');
    expect(names(await list(alice, 'filter=private'))).toEqual([null]);
    expect(names(await list(alice, 'q=LUN'))).toEqual(['Lunch']);
    // A search finds no room by a name that one may not read.
    expect((await list(alice, 'q=takeover')).total).toBe(0);
    expect(await list(alice, 'offset=3')).toMatchObject({ total: 4, rooms: [{ name: null }] });
    await alice.patch(`/admin/rooms/${open.roomId}`, { archived: true }).expect(204);
    expect(names(await list(alice, 'filter=archived'))).toEqual(['Lunch']);
    expect(names(await list(alice))).not.toContain('Lunch');
    await bob.get('/admin/rooms').expect(403);
    await alice.get('/admin/rooms?sort=secret').expect(400);
  });
});

describe('managing rooms one is not in', () => {
  it('renames, archives and restores them; their members receive that', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    const { roomId } = await publicRoom(bob, 'Plans');
    const [ears, outside] = [await bob.connect(), await eve.connect()];
    await alice.patch(`/admin/rooms/${roomId}`, { name: 'Better plans' }).expect(204);
    await ears.wait('room:changed', ({ room }) => room.name === 'Better plans');
    await alice.patch(`/admin/rooms/${roomId}`, { archived: true }).expect(204);
    await alice.patch(`/admin/rooms/${roomId}`, { archived: true }).expect(204);
    await ears.wait('room:changed', ({ room }) => room.archived);
    await bob.post(`/rooms/${roomId}/messages`, { text: 'late', clientId: nowhere }).expect(400);
    await alice.patch(`/admin/rooms/${roomId}`, { archived: false }).expect(204);
    await ears.wait('room:changed', ({ room }) => !room.archived && room.version > 3);
    await say(bob, roomId, 'again');
    expect(outside.of('room:changed')).toEqual([]);
    await bob.patch(`/admin/rooms/${roomId}`, { archived: true }).expect(403);
    await alice.patch(`/admin/rooms/${nowhere}`, { archived: true }).expect(404);
    await alice.patch(`/admin/rooms/${roomId}`, { name: '' }).expect(400);
    const { entries } = (await alice.get('/audit?action=room.unarchived').expect(200)).body as {
      entries: { on: { id: string } }[];
    };
    expect(entries[0]?.on.id).toBe(roomId);
  });

  it('restores none whose name another public room has meanwhile', async () => {
    await using server = await startServer();
    const { alice } = await server.cast();
    const { roomId } = await publicRoom(alice, 'Taken');
    await alice.patch(`/admin/rooms/${roomId}`, { archived: true }).expect(204);
    await publicRoom(alice, 'Taken');
    const refused = await alice.patch(`/admin/rooms/${roomId}`, { archived: false }).expect(409);
    expect(refused.body).toMatchObject({ key: 'rooms.nameTaken' });
  });

  it('archives a private room, but neither renames it nor gives it an owner, nor touches conversations and General', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    const { roomId } = await privateRoom(bob, [eve]);
    const direct = (await bob.post('/rooms', { type: 'direct', memberIds: [eve.userId] }).expect(201))
      .body as RoomView;
    await alice.patch(`/admin/rooms/${roomId}`, { name: 'Mine' }).expect(404);
    await alice.post(`/admin/rooms/${roomId}/owners`, { userId: eve.userId }).expect(404);
    await alice.patch(`/admin/rooms/${direct.roomId}`, { archived: true }).expect(404);
    await alice.patch(`/admin/rooms/${await generalRoom(alice)}`, { archived: true }).expect(403);
    await alice.patch(`/admin/rooms/${roomId}`, { archived: true }).expect(204);
    expect((await bob.get(`/rooms/${roomId}`).expect(200)).body).toMatchObject({
      archived: true,
      name: 'Secret',
    });
    await alice.get(`/rooms/${roomId}`).expect(404);
  });

  it('makes a member an owner, once, and nobody from outside', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    const { roomId } = await publicRoom(bob, 'Without me');
    await alice.post(`/admin/rooms/${roomId}/owners`, { userId: eve.userId }).expect(404);
    await eve.post(`/rooms/${roomId}/join`).expect(200);
    await alice.post(`/admin/rooms/${roomId}/owners`, { userId: eve.userId }).expect(204);
    await alice.post(`/admin/rooms/${roomId}/owners`, { userId: eve.userId }).expect(204);
    expect((await eve.get(`/rooms/${roomId}/members/${eve.userId}`).expect(200)).body).toMatchObject({
      role: 'owner',
    });
    await bob.post(`/admin/rooms/${roomId}/owners`, { userId: alice.userId }).expect(403);
  });
});
