import type { RoomView } from '@parley/shared/rooms';
import type { SyncView } from '@parley/shared/sync';
import type { UserView } from '@parley/shared/users';
import { describe, expect, it } from 'vitest';
import { find, generalRoom, nowhere, picture, privateRoom, say } from '../../test/build.js';
import { startServer, type Ears, type Person } from '../../test/startServer.js';
import { indexerOf } from '../search/search.index.js';
import { allow, people } from './test/directoryCast.js';

const namesOf = (users: UserView[]): string[] => users.map(({ username }) => username).sort();

/** The people that one sees: the list and the sync agree. */
async function seenBy(person: Person): Promise<string[]> {
  const { users } = (await person.get('/users').expect(200)).body as { users: UserView[] };
  const sync = (await person.get('/sync').expect(200)).body as SyncView;
  expect(namesOf(sync.users)).toEqual(namesOf(users));
  const ids = new Set(users.map(({ userId }) => userId));
  expect(sync.presences.filter(({ userId }) => !ids.has(userId))).toEqual([]);
  return namesOf(users);
}

/** Everything a socket has received that names a person, by name or by id. */
const receivedOf = (ears: Ears, { userId, username }: Person): string[] =>
  ears.received
    .filter(({ payload }) => {
      const text = JSON.stringify(payload);
      return text.includes(userId) || text.includes(`"${username}"`);
    })
    .map(({ name }) => name);

/** A response without what differs for each request. */
async function said(request: PromiseLike<{ status: number; body: unknown }>): Promise<unknown> {
  const { status, body } = await request;
  return { status, body: { ...(body as object), requestId: '' } };
}

describe('the setting', () => {
  it('shuts guests out at first, belongs to those who run the workspace, and takes what it knows', async () => {
    await using server = await startServer();
    expect((await server.api().get('/api/v1/workspace')).body).toMatchObject({ directory: 'members' });
    const { alice, bob, gus } = await people(server);
    for (const person of [bob, gus]) {
      expect(await seenBy(person)).toEqual(['alice', 'bob', 'carol', 'gus']);
      await person.patch('/workspace', { directory: 'rooms' }).expect(403);
    }
    const refused = await alice.patch('/workspace', { directory: 'nobody' }).expect(400);
    expect(Object.keys((refused.body as { fields: object }).fields)).toEqual(['directory']);
    await allow(alice, 'rooms');
    await allow(alice, 'rooms');
    expect((await server.api().get('/api/v1/workspace')).body).toMatchObject({ directory: 'rooms' });
    await allow(alice, 'everyone');
    expect(await seenBy(gus)).toEqual(['alice', 'bob', 'carol', 'gus']);
  });

  it('decides whom each sees: General is no room of one’s own, roles and rooms are looked at as they are', async () => {
    await using server = await startServer();
    const { alice, bob, carol, gus } = await people(server);
    const all = ['alice', 'bob', 'carol', 'gus'];
    await allow(alice, 'members');
    expect(await seenBy(gus)).toEqual(['gus']);
    for (const person of [alice, bob, carol]) expect(await seenBy(person)).toEqual(all);
    const { roomId } = await privateRoom(bob, [gus]);
    expect(await seenBy(gus)).toEqual(['bob', 'gus']);
    await allow(alice, 'rooms');
    expect(await seenBy(alice)).toEqual(all);
    expect(await seenBy(bob)).toEqual(['bob', 'gus']);
    expect(await seenBy(carol)).toEqual(['carol']);
    // The members of a public room see each other; those who only read it do not.
    const open = (await carol.post('/rooms', { type: 'public', name: 'Open' }).expect(201)).body as RoomView;
    expect((await bob.get(`/rooms/${open.roomId}/members`).expect(200)).body).toEqual({ members: [] });
    await bob.post(`/rooms/${open.roomId}/join`).expect(200);
    expect(await seenBy(bob)).toEqual(['bob', 'carol', 'gus']);
    await bob.post(`/rooms/${open.roomId}/leave`).expect(204);
    await bob.delete(`/rooms/${roomId}/members/${gus.userId}`).expect(204);
    expect(await seenBy(gus)).toEqual(['gus']);
    await alice.patch(`/users/${gus.userId}`, { role: 'admin' }).expect(200);
    expect(await seenBy(gus)).toEqual(all);
  });
});

describe('somebody whom one may not see', () => {
  it('is answered as nobody: to read, to see a picture of, to add, to write to', async () => {
    await using server = await startServer();
    const { alice, bob, carol, gus } = await people(server);
    await carol.putFile('/me/picture', await picture(60, 60).png().toBuffer(), 'me.png').expect(200);
    const { roomId } = await privateRoom(bob, [gus]);
    const own = (await bob.post('/rooms', { type: 'direct', memberIds: [gus.userId] }).expect(201))
      .body as RoomView;
    const general = await generalRoom(gus);
    await allow(alice, 'rooms');
    const requested = [
      (id: string) => bob.get(`/users/${id}`),
      (id: string) => bob.get(`/files/people/${id}`),
      (id: string) => bob.post('/rooms', { type: 'direct', memberIds: [id] }),
      (id: string) => bob.post('/rooms', { type: 'group', name: '', memberIds: [gus.userId, id] }),
      (id: string) => bob.post('/rooms', { type: 'private', name: 'New', memberIds: [id] }),
      (id: string) => bob.put(`/rooms/${roomId}/members/${id}`),
      (id: string) => bob.put(`/rooms/${own.roomId}/members/${id}`),
      (id: string) => bob.get(`/rooms/${general}/members/${id}`),
      (id: string) => bob.put(`/rooms/${general}/members/${id}`, { role: 'moderator' }),
      (id: string) => bob.delete(`/rooms/${roomId}/members/${id}`),
      (id: string) => bob.get(`/rooms/${general}/authors?ids=${id}`),
    ];
    for (const ask of requested) expect(await said(ask(carol.userId))).toEqual(await said(ask(nowhere)));
    expect((await bob.get(`/users/${carol.userId}`)).status).toBe(404);
    // No room was created.
    const { rooms } = (await bob.get('/rooms')).body as { rooms: { room: RoomView }[] };
    expect(rooms).toHaveLength(3);
    expect(await seenBy(carol)).toEqual(['carol']);
    const { members } = (await gus.get(`/rooms/${general}/members`)).body as { members: object[] };
    expect(members).toHaveLength(2);
    expect(members).not.toContainEqual(expect.objectContaining({ userId: carol.userId }));
    // Those who see them can do all of it.
    await alice.get(`/users/${carol.userId}`).expect(200);
    await alice.post('/rooms', { type: 'direct', memberIds: [carol.userId] }).expect(201);
  });

  it('is not mentioned, is not found by `from:`, and is not named by an invitation', async () => {
    await using server = await startServer();
    const { alice, bob, carol, gus } = await people(server);
    const general = await generalRoom(gus);
    await say(carol, general, 'a word of carol');
    await indexerOf(server.app.server).settled();
    const invite = (await alice.post('/invites', {}).expect(201)).body as { code: string };
    const mentioned = async (person: Person, text: string) =>
      (await say(person, general, text)).mentionIds.length;
    const hits = async (person: Person, q: string) => {
      const { hits: found, unknown } = await find(person, q);
      return [found.length, unknown.length];
    };
    expect(await mentioned(gus, 'hello @carol')).toBe(1);
    expect(await hits(gus, 'word from:carol')).toEqual([1, 0]);
    await allow(alice, 'members');
    const queries = [
      'from:carol',
      'from:"Carol Sandoval"',
      'from:Sandoval',
      'from:carol sandoval',
      '-from:carol',
    ];
    for (const q of queries)
      expect([q, await hits(gus, `word ${q}`)]).toEqual([
        q,
        await hits(gus, `word ${q.replace(/carol/gi, 'nemo').replace(/sandoval/gi, 'nobody')}`),
      ]);
    const { messageId, mentionIds } = await say(gus, general, '@carol and @bob');
    expect(mentionIds).toEqual([]);
    const edited = await gus.patch(`/messages/${messageId}`, { text: '@carol' }).expect(200);
    expect((edited.body as { mentionIds: string[] }).mentionIds).toEqual([]);
    expect(await mentioned(bob, 'hello @carol')).toBe(1);
    await allow(alice, 'rooms');
    expect((await server.api().get(`/api/v1/invitations/${invite.code}`).expect(200)).body).toEqual({
      workspaceName: 'Parley',
      invitedBy: 'Parley',
    });
    await allow(alice, 'members');
    // A program can mention the people in its room.
    const { roomId } = await privateRoom(bob, [gus]);
    const hook = (await bob.post(`/rooms/${roomId}/webhooks`, { name: 'CI' }).expect(201)).body as {
      path: string;
    };
    await server.api().post(hook.path).send({ text: '@carol @gus' }).expect(200);
    const { messages } = (await bob.get(`/rooms/${roomId}/messages`)).body as {
      messages: { mentionIds: string[] }[];
    };
    expect(messages.map((message) => message.mentionIds)).toEqual([[gus.userId]]);
  });

  it('keeps a name for what they said where one reads it, and only that', async () => {
    await using server = await startServer();
    const { alice, bob, carol, gus } = await people(server);
    const general = await generalRoom(gus);
    const { messageId } = await say(carol, general, 'to all');
    await carol.patch('/me', { statusText: 'on holiday', statusEmoji: '🌴' }).expect(200);
    await allow(alice, 'members');
    const ask = async (): Promise<UserView[]> =>
      (
        (
          await gus
            .get(`/rooms/${general}/authors?ids=${carol.userId},${bob.userId},${gus.userId}`)
            .expect(200)
        ).body as { users: UserView[] }
      ).users;
    expect(await ask()).toEqual([
      expect.objectContaining({ displayName: 'Carol Sandoval', hidden: true, statusText: '', picture: null }),
    ]);
    await carol.delete(`/messages/${messageId}`).expect(204);
    expect(await ask()).toEqual([]);
    await gus.get(`/rooms/${general}/authors?ids=carol`).expect(400);
    const { roomId } = await privateRoom(bob, []);
    await say(bob, roomId, 'among us');
    await gus.get(`/rooms/${roomId}/authors?ids=${bob.userId}`).expect(404);
  });
});

describe('a guest’s socket', () => {
  it('hears nothing of people whom the guest may not see, and hears at once of whom they come to share a room with', async () => {
    await using server = await startServer();
    const { alice, bob, carol, gus } = await people(server);
    const general = await generalRoom(gus);
    await allow(alice, 'members');
    const { roomId } = await privateRoom(bob, [gus]);
    const [ears, witness] = [await gus.connect(), await bob.connect()];
    const carols = await carol.connect();
    await witness.wait('presence:changed', ({ presence }) => presence.userId === carol.userId);
    await carol.patch('/me', { statusText: 'here' }).expect(200);
    await carol.putFile('/me/picture', await picture(60, 60).png().toBuffer(), 'me.png').expect(200);
    await carol.put('/me/username', { username: 'caroline' }).expect(200);
    await carols.command('typing:start', { roomId: general });
    await witness.wait('typing:changed', ({ userId }) => userId === carol.userId);
    await carol.put(`/rooms/${general}/read`, { seq: 1 }).expect(200);
    await alice.put(`/rooms/${general}/members/${carol.userId}`, { role: 'moderator' }).expect(200);
    await witness.wait('member:changed', ({ member }) => member.role === 'moderator');
    const dave = await server.register('dave');
    await witness.wait('user:changed', ({ user }) => user.userId === dave.userId);
    await alice.patch(`/users/${dave.userId}`, { active: false }).expect(200);
    await witness.wait('user:changed', ({ user }) => user.userId === dave.userId && !user.active);
    // The guest receives this change of bob, and it comes after all of that.
    await bob.patch('/me', { statusText: 'last' }).expect(200);
    await ears.wait('user:changed', ({ user }) => user.statusText === 'last');
    expect([receivedOf(ears, carol), receivedOf(ears, dave)]).toEqual([[], []]);

    await bob.put(`/rooms/${roomId}/members/${carol.userId}`).expect(200);
    await ears.wait('user:changed', ({ user }) => user.username === 'caroline');
    expect(
      (await ears.wait('presence:changed', ({ presence }) => presence.userId === carol.userId)).presence
        .presence,
    ).toBe('online');
    await carol.patch('/me', { statusText: 'together' }).expect(200);
    await ears.wait('user:changed', ({ user }) => user.statusText === 'together');
    await bob.delete(`/rooms/${roomId}/members/${carol.userId}`).expect(204);
    await ears.wait('sync:due');
    const before = ears.of('user:changed').length;
    await carol.patch('/me', { statusText: 'apart' }).expect(200);
    await bob.patch('/me', { statusText: 'later' }).expect(200);
    await ears.wait('user:changed', ({ user }) => user.statusText === 'later');
    expect(
      ears
        .of('user:changed')
        .slice(before)
        .map(({ user }) => user.username),
    ).toEqual(['bob']);
  });

  it('follows the setting and the role while it is connected', async () => {
    await using server = await startServer();
    const { alice, bob, carol } = await people(server);
    const [ears, witness] = [await bob.connect(), await alice.connect()];
    const says = async (text: string): Promise<boolean> => {
      await carol.patch('/me', { statusText: text }).expect(200);
      await witness.wait('user:changed', ({ user }) => user.statusText === text);
      await bob.patch('/me', { statusText: text }).expect(200);
      await ears.wait('user:changed', ({ user }) => user.userId === bob.userId && user.statusText === text);
      return ears
        .of('user:changed')
        .some(({ user }) => user.userId === carol.userId && user.statusText === text);
    };
    expect(await says('1')).toBe(true);
    await allow(alice, 'rooms');
    await ears.wait('sync:due');
    expect(await says('2')).toBe(false);
    await alice.patch(`/users/${bob.userId}`, { role: 'admin' }).expect(200);
    expect(await says('3')).toBe(true);
    await alice.patch(`/users/${bob.userId}`, { role: 'guest' }).expect(200);
    expect(await says('4')).toBe(false);
    await allow(alice, 'everyone');
    expect(await says('5')).toBe(true);
  });

  it('that looks into a public room hears what is said there, and not who its people are', async () => {
    await using server = await startServer();
    const { alice, bob, carol } = await people(server);
    const { roomId } = (await carol.post('/rooms', { type: 'public', name: 'Open' }).expect(201))
      .body as RoomView;
    await allow(alice, 'rooms');
    const [ears, carols, alices] = [await bob.connect(), await carol.connect(), await alice.connect()];
    for (const socket of [ears, alices]) await socket.command('room:open', { roomId, sinceRev: null });
    await carols.command('typing:start', { roomId });
    await alices.wait('typing:changed', ({ userId }) => userId === carol.userId);
    await carol.patch('/me', { statusText: 'here' }).expect(200);
    await alices.wait('user:changed', ({ user }) => user.statusText === 'here');
    await say(carol, roomId, 'welcome');
    await ears.wait('message:changed', (event) => event.roomId === roomId);
    expect(receivedOf(ears, carol)).toEqual(['message:changed']);
    await bob.post(`/rooms/${roomId}/join`).expect(200);
    await ears.wait('sync:due');
    await carols.command('typing:stop', { roomId });
    await carols.command('typing:start', { roomId });
    await ears.wait('typing:changed', ({ userId }) => userId === carol.userId);
  });
});
