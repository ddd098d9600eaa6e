import type { SignedIn } from '@parley/shared/sessions';
import { limits } from '@parley/shared/limits';
import { Types } from 'mongoose';
import { expect } from 'vitest';
import { generalRoom, privateRoom, say } from './test/build.js';
import { Person } from './test/startServer.js';
import { countDone, describeOverTwoServers, many } from './test/twoServers.js';
import { migrate } from './platform/migrations.js';
import { counted } from './features/workspace/workspace.migrations.js';
import { migrations } from './features.js';

const idOf = ({ userId }: { userId: string }): Types.ObjectId => new Types.ObjectId(userId);

describeOverTwoServers('bounds under parallel requests', (open, it) => {
  it('access tokens, webhooks, invitations', async () => {
    await using servers = await open();
    const alice = await servers.first.register('alice');
    const token = (i: number) =>
      servers.at(alice, i).post('/me/tokens', { name: `${i}`, scope: 'read', days: null });
    expect(await countDone(many(limits.tokensPerPerson + 14, token))).toBe(limits.tokensPerPerson);
    const { tokens } = (await alice.get('/me/tokens')).body as { tokens: { tokenId: string }[] };
    expect(tokens).toHaveLength(limits.tokensPerPerson);
    await alice.delete(`/me/tokens/${tokens[7]?.tokenId}`).expect(204);
    expect(await countDone(many(4, token))).toBe(1);

    const { roomId } = await privateRoom(alice);
    const hook = (i: number) => servers.at(alice, i).post(`/rooms/${roomId}/webhooks`, { name: `hook ${i}` });
    expect(await countDone(many(limits.webhooksPerRoom + 40, hook))).toBe(limits.webhooksPerRoom);
    const { webhooks } = (await alice.get(`/rooms/${roomId}/webhooks`)).body as { webhooks: unknown[] };
    expect(webhooks).toHaveLength(limits.webhooksPerRoom);
    // What was refused has left no account behind.
    const bots = await servers.first.app.server.connection.collection('users').countDocuments({ bot: true });
    expect(bots).toBe(limits.webhooksPerRoom);

    const now = new Date();
    await servers.fill({ name: 'invites', owner: {}, left: 5, most: limits.invites }, (slot) => ({
      code: `code ${slot}`,
      createdBy: idOf(alice),
      createdAt: now,
      expiresAt: null,
      uses: slot === 0 ? 1 : 0,
      left: slot === 0 ? 0 : null,
    }));
    // One of them was used up, and makes room.
    const invite = (i: number) => servers.at(alice, i).post('/invites', { hours: null, uses: null });
    expect(await countDone(many(20, invite))).toBe(6);
  });

  it('saved messages and drafts', async () => {
    await using servers = await open();
    const alice = await servers.first.register('alice');
    const roomId = await generalRoom(alice);
    const said = await Promise.all(many(12, (i) => say(alice, roomId, `message ${i}`)));
    await servers.fill(
      { name: 'saveds', owner: { userId: idOf(alice) }, left: 5, most: limits.savedPerPerson },
      () => ({
        userId: idOf(alice),
        messageId: new Types.ObjectId(),
      }),
    );
    const save = (i: number) => servers.at(alice, i).put(`/me/saved/${said[i]?.messageId}`);
    expect(await countDone(many(12, save))).toBe(5);

    const rooms = await Promise.all(
      many(12, async (i) => (await privateRoom(alice, [], `room ${i}`)).roomId),
    );
    await servers.fill(
      { name: 'drafts', owner: { userId: idOf(alice) }, left: 5, most: limits.draftsPerPerson },
      () => ({
        userId: idOf(alice),
        roomId: new Types.ObjectId(),
        text: 'half',
        updatedAt: new Date(),
      }),
    );
    const draft = (i: number) => servers.at(alice, i).put(`/rooms/${rooms[i]}/draft`, { text: `half ${i}` });
    expect(await countDone(many(12, draft))).toBe(5);
    // Existing ones can be changed by two devices at once, and free their slots when they are sent.
    const { drafts } = (await alice.get('/me/drafts')).body as { drafts: { roomId: string }[] };
    const own = rooms.filter((id) => drafts.some((one) => one.roomId === id));
    expect(own).toHaveLength(5);
    const change = (i: number) => servers.at(alice, i).put(`/rooms/${own[0]}/draft`, { text: `more ${i}` });
    expect(await countDone(many(4, change))).toBe(4);
    await alice.put(`/rooms/${own[0]}/draft`, { text: '' }).expect(200);
    expect(await countDone(many(12, draft))).toBe(5);
  });

  it('sessions, of which the one that was used longest ago makes room, and devices', async () => {
    await using servers = await open();
    const alice = await servers.first.register('alice');
    const long = new Date(Date.now() - 86_400_000);
    await servers.fill(
      { name: 'sessions', owner: { userId: idOf(alice) }, left: 3, most: limits.sessionsPerPerson },
      (slot) => ({
        userId: idOf(alice),
        refreshHash: `hash ${slot}`,
        previousHash: null,
        rotatedAt: long,
        createdAt: long,
        lastUsedAt: long,
        expiresAt: new Date(Date.now() + 86_400_000),
        userAgent: '',
        address: '',
      }),
    );
    const login = { login: 'alice', password: 'alice has a long password' };
    const signedIn = await Promise.all(
      many(30, async (i) => {
        const person = servers.at(alice, i);
        return (await person.post('/auth/login', login).expect(200)).body as SignedIn;
      }),
    );
    const { sessions } = (await alice.get('/me/sessions')).body as { sessions: unknown[] };
    expect(sessions).toHaveLength(limits.sessionsPerPerson);
    const people = signedIn.map((granted) => new Person(servers.first, granted, 'alice'));
    for (const person of people) await person.get('/me').expect(200);

    const keys = { p256dh: 'p'.repeat(87), auth: 'a'.repeat(22) };
    const register = (i: number) =>
      servers.at(people[i] ?? alice, i).put('/me/push', { endpoint: `https://push.test/${i}`, keys });
    expect(await countDone(many(30, register))).toBe(limits.pushDevices);
    const devices = servers.first.app.server.connection.collection('devices');
    expect(await devices.countDocuments({})).toBe(limits.pushDevices);
    // An existing registration is not changed by a repeat.
    const endpoint = (await devices.findOne({}))?.['endpoint'] as string;
    await register(Number(endpoint.split('/').at(-1))).expect(204);
  });

  it('is counted after an update, the oldest first; what is beyond the bound stays', async () => {
    await using servers = await open();
    const alice = await servers.first.register('alice');
    const { connection } = servers.first.app.server;
    const names = Object.values(connection.models).map((model) => model.collection.name);
    expect(Object.keys(counted).filter((name) => !names.includes(name))).toEqual([]);
    const tokens = connection.collection('accesstokens');
    await tokens.insertMany(
      many(limits.tokensPerPerson + 3, (i) => ({
        userId: idOf(alice),
        name: `old ${i}`,
        scope: 'read',
        hash: `hash ${i}`,
        createdAt: new Date(),
        expiresAt: null,
        lastUsedAt: null,
      })),
    );
    for (const name of Object.keys(counted))
      await connection.collection(name).updateMany({}, { $unset: { slot: 1 } });
    await connection.collection('schema').updateOne({}, { $set: { version: 8 } });
    await Promise.all([
      migrate(connection, migrations, () => undefined),
      migrate(connection, migrations, () => undefined),
    ]);
    const without = await tokens.find({ slot: { $exists: false } }).toArray();
    expect(without).toHaveLength(3);
    const token = (i: number) =>
      servers.at(alice, i).post('/me/tokens', { name: `${i}`, scope: 'read', days: null });
    expect(await countDone(many(4, token))).toBe(0);
    await tokens.deleteOne({ slot: 11 });
    expect(await countDone(many(4, token))).toBe(1);
    expect(await connection.collection('sessions').countDocuments({ slot: { $exists: false } })).toBe(0);
  });
});
