import type { RoomView } from '@parley/shared/rooms';
import { describe, expect, it } from 'vitest';
import { generalRoom, nowhere, privateRoom, say } from '../../test/build.js';
import { startServer } from '../../test/startServer.js';

describe('public rooms', () => {
  it('are made, found in the directory, joined and left', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const room = (
      await alice.post('/rooms', { type: 'public', name: ' Design ', topic: 'pixels' }).expect(201)
    ).body as RoomView;
    expect(room).toMatchObject({ name: 'Design', topic: 'pixels', type: 'public', archived: false });
    const ears = await bob.connect();
    const { rooms } = (await bob.get('/rooms/directory').expect(200)).body as {
      rooms: { room: RoomView; joined: boolean; memberCount: number }[];
    };
    expect(rooms.find((entry) => entry.room.roomId === room.roomId)).toMatchObject({
      joined: false,
      memberCount: 1,
    });
    await bob.post(`/rooms/${room.roomId}/join`).expect(200);
    await bob.post(`/rooms/${room.roomId}/join`).expect(200);
    expect(await ears.wait('membership:changed')).toMatchObject({
      member: { userId: bob.userId, present: true },
    });
    await say(alice, room.roomId, 'welcome');
    await ears.wait('message:changed', ({ roomId }) => roomId === room.roomId);
    await bob.post(`/rooms/${room.roomId}/leave`).expect(204);
    await ears.wait('membership:changed', ({ member }) => !member.present);
    await say(alice, room.roomId, 'gone?');
    await alice.patch('/me', { statusText: 'x' });
    await ears.wait('user:changed');
    expect(ears.of('message:changed')).toHaveLength(1);
    await bob.post(`/rooms/${room.roomId}/leave`).expect(403);
  });

  it('have names of their own, whatever the case; private ones are not revealed by a taken name', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    await alice.post('/rooms', { type: 'public', name: 'Design' }).expect(201);
    const taken = await bob.post('/rooms', { type: 'public', name: 'DESIGN' });
    expect([taken.status, (taken.body as { fields: object }).fields]).toEqual([
      409,
      { name: 'is taken by another public room' },
    ]);
    await privateRoom(alice, [], 'Hiring');
    await privateRoom(bob, [], 'Hiring');
  });
});

describe('private rooms', () => {
  it('do not exist for outsiders, whatever they ask', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    const { roomId } = await privateRoom(alice, [bob]);
    for (const request of [
      eve.get(`/rooms/${roomId}`),
      eve.patch(`/rooms/${roomId}`, { name: 'Mine' }),
      eve.delete(`/rooms/${roomId}`),
      eve.post(`/rooms/${roomId}/join`),
      eve.post(`/rooms/${roomId}/leave`),
      eve.get(`/rooms/${roomId}/members`),
      eve.put(`/rooms/${roomId}/members/${eve.userId}`),
      eve.delete(`/rooms/${roomId}/members/${bob.userId}`),
      eve.put(`/rooms/${roomId}/read`, { seq: 1 }),
      eve.get(`/rooms/${roomId}/reads`),
    ]) {
      const response = await request;
      expect([response.status, (response.body as { code: string }).code]).toEqual([404, 'not_found']);
    }
    const ears = await eve.connect();
    expect(await ears.ask('room:open', { roomId, sinceRev: null })).toMatchObject({
      ok: false,
      error: { code: 'not_found' },
    });
    await ears.ask('typing:start', { roomId });
    await say(alice, roomId, 'secret');
    await alice.patch(`/rooms/${roomId}`, { topic: 'secret' }).expect(200);
    await alice.patch('/me', { statusText: 'x' });
    await ears.wait('user:changed');
    expect(
      ears.received.filter(({ name }) => name !== 'user:changed' && name !== 'presence:changed'),
    ).toEqual([]);
    expect(((await eve.get('/rooms')).body as { rooms: unknown[] }).rooms).toHaveLength(1);
  });

  it('take people in and put them out; who was put out hears nothing more and may not come back', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const { roomId } = await privateRoom(alice);
    const ears = await bob.connect();
    await alice.put(`/rooms/${roomId}/members/${bob.userId}`).expect(200);
    expect((await ears.wait('membership:changed')).room.roomId).toBe(roomId);
    await say(alice, roomId, 'hello bob');
    await ears.wait('message:changed');
    await alice.delete(`/rooms/${roomId}/members/${bob.userId}`).expect(204);
    await ears.wait('membership:changed', ({ member }) => !member.present);
    await say(alice, roomId, 'he is gone');
    await alice.patch('/me', { statusText: 'x' });
    await ears.wait('user:changed');
    expect(ears.of('message:changed')).toHaveLength(1);
    await bob.get(`/rooms/${roomId}`).expect(404);
    await alice.delete(`/rooms/${roomId}/members/${bob.userId}`).expect(404);
    await alice.put(`/rooms/${roomId}/members/${nowhere}`).expect(400);
  });

  it('have roles: members may not manage, moderators may not touch owners, the last owner stays', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    const carol = await server.register('carol');
    const { roomId } = await privateRoom(bob, [alice, eve, carol]);
    await eve.patch(`/rooms/${roomId}`, { name: 'Mine' }).expect(403);
    await eve.delete(`/rooms/${roomId}/members/${carol.userId}`).expect(403);
    await eve.put(`/rooms/${roomId}/members/${eve.userId}`, { role: 'owner' }).expect(403);
    await bob.put(`/rooms/${roomId}/members/${eve.userId}`, { role: 'moderator' }).expect(200);
    await eve.patch(`/rooms/${roomId}`, { name: 'Better' }).expect(200);
    await eve.delete(`/rooms/${roomId}/members/${bob.userId}`).expect(403);
    await eve.delete(`/rooms/${roomId}/members/${carol.userId}`).expect(204);
    await bob.put(`/rooms/${roomId}/members/${bob.userId}`, { role: 'member' }).expect(400);
    await bob.put(`/rooms/${roomId}/members/${eve.userId}`, { role: 'king' }).expect(400);
    await eve.delete(`/rooms/${roomId}`).expect(403);
    await bob.delete(`/rooms/${roomId}`).expect(204);
    await bob.delete(`/rooms/${roomId}`).expect(204);
    await eve.post(`/rooms/${roomId}/messages`, { text: 'too late' }).expect(403);
    await eve.get(`/rooms/${roomId}/messages`).expect(200);
  });
});

describe('General', () => {
  it('cannot be left, renamed or archived', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const roomId = await generalRoom(alice);
    await bob.post(`/rooms/${roomId}/leave`).expect(403);
    await alice.patch(`/rooms/${roomId}`, { name: 'Other' }).expect(403);
    await alice.delete(`/rooms/${roomId}`).expect(403);
    await alice.patch(`/rooms/${roomId}`, { topic: 'fine' }).expect(200);
  });
});

describe('direct messages and groups', () => {
  it('are one and the same for the same people, also when both begin at once', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    const rooms = await Promise.all([
      ...Array.from({ length: 5 }, () => alice.post('/rooms', { type: 'direct', memberIds: [bob.userId] })),
      ...Array.from({ length: 5 }, () => bob.post('/rooms', { type: 'direct', memberIds: [alice.userId] })),
    ]);
    expect(new Set(rooms.map((response) => (response.body as RoomView).roomId)).size).toBe(1);
    expect(rooms.filter((response) => response.status === 201)).toHaveLength(1);
    const { roomId } = rooms[0]?.body as RoomView;
    await eve.get(`/rooms/${roomId}`).expect(404);
    await alice.post('/rooms', { type: 'direct', memberIds: [nowhere] }).expect(400);
    await alice.post('/rooms', { type: 'direct', memberIds: [] }).expect(400);
    await alice.post('/rooms', { type: 'direct', memberIds: [bob.userId, eve.userId] }).expect(400);
    await alice.post(`/rooms/${roomId}/leave`).expect(403);
  });

  it('adding to a direct message makes a new group, and the old words stay where they are', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    const direct = (await alice.post('/rooms', { type: 'direct', memberIds: [bob.userId] })).body as RoomView;
    await say(alice, direct.roomId, 'between us');
    const group = (await alice.put(`/rooms/${direct.roomId}/members/${eve.userId}`).expect(200))
      .body as RoomView;
    expect(group).toMatchObject({ type: 'group' });
    expect(group.roomId).not.toBe(direct.roomId);
    expect(new Set(group.memberIds)).toEqual(new Set([alice.userId, bob.userId, eve.userId]));
    await eve.get(`/rooms/${direct.roomId}/messages`).expect(404);
    expect(
      ((await eve.get(`/rooms/${group.roomId}/messages`)).body as { messages: unknown[] }).messages,
    ).toEqual([]);
    const carol = await server.register('carol');
    await bob.put(`/rooms/${group.roomId}/members/${carol.userId}`).expect(200);
    await carol.get(`/rooms/${group.roomId}/messages`).expect(200);
    await carol.post(`/rooms/${group.roomId}/leave`).expect(204);
    await carol.get(`/rooms/${group.roomId}`).expect(404);
  });
});

describe("one's own preferences", () => {
  it('mute and favourite are told to oneself alone, and cannot be set for others', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const roomId = await generalRoom(alice);
    const [own, other] = [await alice.connect(), await bob.connect()];
    await alice
      .put(`/rooms/${roomId}/members/${alice.userId}`, { muted: true, favourite: true, unreadFrom: 1 })
      .expect(200);
    expect((await own.wait('membership:changed')).member).toMatchObject({
      muted: true,
      favourite: true,
      unreadFrom: 1,
    });
    await alice.put(`/rooms/${roomId}/members/${alice.userId}`, { level: 'nothing' }).expect(200);
    await own.wait('membership:changed', ({ member }) => member.level === 'nothing');
    await alice.put(`/rooms/${roomId}/members/${alice.userId}`, { level: 'some' }).expect(400);
    await bob.put(`/rooms/${roomId}/members/${alice.userId}`, { level: 'all' }).expect(403);
    expect(JSON.stringify(await other.wait('member:changed'))).not.toMatch(/muted|level/);
    await bob.put(`/rooms/${roomId}/members/${alice.userId}`, { muted: false }).expect(403);
  });
});

describe('a group', () => {
  it('has at most 50 people, from the start and later', async () => {
    await using server = await startServer();
    const { alice } = await server.cast();
    const others = await Promise.all(Array.from({ length: 50 }, (_, i) => server.register(`person${i}`)));
    const ids = others.map((person) => person.userId);
    const create = (memberIds: string[]) => alice.post('/rooms', { type: 'group', memberIds });
    const refused = await create(ids);
    expect(refused.status).toBe(400);
    expect(refused.body).toMatchObject({ fields: { memberIds: 'a group has at most 50 people' } });
    const group = (await create(ids.slice(1)).expect(201)).body as RoomView;
    await alice.put(`/rooms/${group.roomId}/members/${ids[0] ?? ''}`).expect(400);
    const { members } = (await alice.get(`/rooms/${group.roomId}/members`)).body as { members: unknown[] };
    expect(members).toHaveLength(50);
  });
});
