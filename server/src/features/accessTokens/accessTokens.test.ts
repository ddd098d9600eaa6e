import type { CreatedAccessToken } from '@parley/shared/accessTokens';
import type { Ack } from '@parley/shared/events';
import { io } from 'socket.io-client';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { generalRoom, nowhere } from '../../test/build.js';
import { startServer, type Person, type TestServer } from '../../test/startServer.js';
import { AccessTokens } from './accessTokens.model.js';

async function tokenOf(person: Person, scope: 'read' | 'write', name = 'bot'): Promise<CreatedAccessToken> {
  return (await person.post('/me/tokens', { name, scope }).expect(201)).body as CreatedAccessToken;
}
const as = (server: TestServer, token: string) => ({
  get: (path: string) => server.api().get(`/api/v1${path}`).set('authorization', `Bearer ${token}`),
  post: (path: string, body: object) =>
    server.api().post(`/api/v1${path}`).set('authorization', `Bearer ${token}`).send(body),
});
async function socketOf(server: TestServer, token: string) {
  const socket = io(server.url, { auth: { token }, transports: ['websocket'], reconnection: false });
  server.sockets.push(socket);
  await once(socket as never, 'connect');
  return socket;
}

describe('personal access tokens', () => {
  it('are shown once, kept as a hash, and do what their scope says', async () => {
    await using server = await startServer();
    const { alice } = await server.cast();
    const roomId = await generalRoom(alice);
    const writer = await tokenOf(alice, 'write', ' deploy bot ');
    const reader = await tokenOf(alice, 'read');
    expect(writer).toMatchObject({
      name: 'deploy bot',
      scope: 'write',
      token: expect.stringMatching(/^parley_[\w-]{43}$/) as string,
    });
    const listed = await alice.get('/me/tokens').expect(200);
    expect(JSON.stringify(listed.body)).not.toContain(writer.token);
    expect((listed.body as { tokens: unknown[] }).tokens).toHaveLength(2);
    const stored = await AccessTokens(server.app.server).find().lean();
    expect(JSON.stringify(stored)).not.toContain(writer.token);
    await as(server, writer.token).post(`/rooms/${roomId}/messages`, { text: 'from a program' }).expect(201);
    await as(server, reader.token).get(`/rooms/${roomId}/messages`).expect(200);
    await as(server, reader.token).post(`/rooms/${roomId}/messages`, { text: 'no' }).expect(403);
    const { tokens } = (await alice.get('/me/tokens')).body as { tokens: { lastUsedAt: string | null }[] };
    expect(tokens.every(({ lastUsedAt }) => lastUsedAt !== null)).toBe(true);
  });

  it('may not make more of themselves, nor touch sessions or the password', async () => {
    await using server = await startServer();
    const alice = await server.register('alice');
    const { token } = await tokenOf(alice, 'write');
    const bot = as(server, token);
    await bot.get('/me/tokens').expect(403);
    await bot.post('/me/tokens', { name: 'x', scope: 'write' }).expect(403);
    await bot.get('/me/sessions').expect(403);
    await bot.post('/me/password', { currentPassword: 'x', newPassword: 'something long' }).expect(403);
    await bot.post('/auth/logout', {}).expect(403);
    await server.api().get(`/api/v1/files/${nowhere}`).set('cookie', `parley_files=${token}`).expect(401);
  });

  it('are sockets too, end at once when revoked, and live through the beacon', async () => {
    await using server = await startServer({ BEACON_SECONDS: '0.2' });
    const { alice, eve } = await server.cast();
    const roomId = await generalRoom(alice);
    const [writer, reader] = [await tokenOf(alice, 'write'), await tokenOf(alice, 'read')];
    const [writing, reading] = [await socketOf(server, writer.token), await socketOf(server, reader.token)];
    const send = async (socket: typeof writing): Promise<Ack<unknown>> =>
      (await socket
        .timeout(5000)
        .emitWithAck('message:send', { roomId, clientId: randomUUID(), text: 'hi' })) as Ack<unknown>;
    const received = once(reading as never, 'message:changed');
    expect(await send(writing)).toMatchObject({ ok: true });
    await received;
    expect(await send(reading)).toMatchObject({ ok: false, error: { code: 'forbidden' } });
    await once(reading as never, 'room:heads');
    expect(writing.connected).toBe(true);
    await eve.delete(`/me/tokens/${writer.tokenId}`).expect(404);
    const ended = once(writing as never, 'session:ended');
    await alice.delete(`/me/tokens/${writer.tokenId}`).expect(204);
    expect(await ended).toEqual([{ reason: 'revoked' }]);
    await as(server, writer.token).get('/me').expect(401);
    await alice.delete(`/me/tokens/${writer.tokenId}`).expect(404);
  });

  it('end by time and with their person', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const [old, good] = [await tokenOf(bob, 'read'), await tokenOf(bob, 'read')];
    await AccessTokens(server.app.server).updateOne(
      { _id: old.tokenId },
      { expiresAt: new Date(Date.now() - 1000) },
    );
    await as(server, old.token).get('/me').expect(401);
    await as(server, good.token).get('/me').expect(200);
    const socket = await socketOf(server, good.token);
    const gone = once(socket as never, 'disconnect');
    await alice.patch(`/users/${bob.userId}`, { active: false }).expect(200);
    await gone;
    await as(server, good.token).get('/me').expect(401);
    await as(server, 'parley_rubbish').get('/me').expect(401);
  });

  it.each([
    [{ name: '', scope: 'read' }, 'name'],
    [{ name: 'x', scope: 'all' }, 'scope'],
    [{ name: 'x', scope: 'read', days: 0 }, 'days'],
    [{ name: { $ne: 1 }, scope: 'read' }, 'name'],
    [{ name: 'x', scope: 'read', userId: nowhere }, 'userId'],
  ])('refuses %j and names the field', async (body, field) => {
    await using server = await startServer();
    const alice = await server.register('alice');
    const response = await alice.post('/me/tokens', body).expect(400);
    expect(Object.keys((response.body as { fields: object }).fields)).toContain(field);
  });
});
