import { once } from 'node:events';
import type { CallView } from '@parley/shared/calls/call';
import jwt from 'jsonwebtoken';
import { describe, expect, inject, it } from 'vitest';
import { readConfig } from '../../config.js';
import { hasLivekit, LivekitProcess, noLivekit } from '../../test/livekit.js';
import { privateRoom } from '../../test/build.js';
import { Person, startServer } from '../../test/startServer.js';
import { changed, direct, join, joinInput, leave, openDirect, refused, type Caller } from './test/callers.js';
import { connectMedia, MediaServer, SECRET } from './test/mediaServer.js';

const tokenOf = ({ livekit }: Caller): string => livekit?.token ?? '';

/** The token of a leg with other claims; `key` signs it. */
function forged(caller: Caller, of: object, key = SECRET, algorithm: jwt.Algorithm = 'HS256'): string {
  const claims = jwt.decode(tokenOf(caller)) as object;
  return jwt.sign({ ...claims, ...of }, key, { algorithm });
}

async function opened(...input: Parameters<typeof connectMedia>) {
  const connected = await connectMedia(...input);
  if (typeof connected === 'number') throw new Error(`refused with ${connected}`);
  return connected;
}

describe('a call by a media server', () => {
  it('gives each leg access to that call alone, for a short time, and reaches it through this server', async () => {
    await using media = await MediaServer.start();
    await using server = await startServer(media.settings);
    const { alice, bob, roomId } = await direct(server);
    const a = await join(alice, roomId);
    expect(a.call.media).toBe('livekit');
    expect(a.livekit?.path).toBe('/media');
    const claims = jwt.verify(tokenOf(a), SECRET, { algorithms: ['HS256'] }) as jwt.JwtPayload;
    expect(claims).toMatchObject({
      iss: 'parley',
      sub: `${a.legId}:1`,
      video: {
        roomJoin: true,
        room: a.call.callId,
        canPublish: true,
        canPublishSources: ['microphone', 'camera', 'screen_share', 'screen_share_audio'],
        canPublishData: false,
        canSubscribe: true,
        canUpdateOwnMetadata: false,
      },
    });
    expect(Object.keys(claims['video'] as object)).toHaveLength(7);
    expect((claims.exp ?? 0) - Date.now() / 1000).toBeLessThan(130);

    const { socket, first } = await opened(server, tokenOf(a), {
      headers: { cookie: 'secret=of-parley', origin: server.url, 'x-forwarded-for': '203.0.113.7' },
    });
    expect(first).toBe('hello');
    socket.send('there');
    expect(String((await once(socket, 'message'))[0])).toBe('back: there');
    const [seen] = media.upgrades;
    expect(seen?.url).toBe(`/rtc/v1?access_token=${tokenOf(a)}`);
    expect(seen?.headers).toMatchObject({ host: new URL(media.settings['LIVEKIT_URL'] ?? '').host });
    expect(Object.keys(seen?.headers ?? {})).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/cookie|origin|x-forwarded/)]),
    );
    const validate = await fetch(`${server.url}/media/rtc/v1/validate?access_token=${tokenOf(a)}`);
    expect([validate.status, await validate.text()]).toEqual([200, 'success']);
    expect((await fetch(`${server.url}/media`, { method: 'HEAD' })).status).toBe(204);
    socket.close();
    await join(bob, roomId);
  });

  it('admits no outsiders, no forged, expired and foreign tokens, and no other path; the media server notices none of it', async () => {
    await using media = await MediaServer.start();
    await using server = await startServer(media.settings);
    const { alice, bob, eve, roomId } = await direct(server);
    const a = await join(alice, roomId);
    const { roomId: other } = { roomId: await openDirect(eve, bob) };
    const e = await join(eve, other);
    const evesIn = (of: object): string => forged(e, of);
    const now = Math.floor(Date.now() / 1000);
    const { exp: _never, ...endless } = jwt.decode(tokenOf(a)) as jwt.JwtPayload;
    const cases: [string, string | undefined, number, Parameters<typeof connectMedia>[2]?][] = [
      ['none', undefined, 404],
      ['empty', '', 401],
      ['of another key', forged(a, {}, 'another secret of thirty-two characters'), 401],
      ['of another issuer', forged(a, { iss: 'other' }), 401],
      [
        'unsigned',
        `${Buffer.from('{"alg":"none"}').toString('base64url')}.${tokenOf(a).split('.')[1] ?? ''}.`,
        401,
      ],
      ['by another algorithm', forged(a, {}, SECRET, 'HS512'), 401],
      ['expired', forged(a, { exp: now - 1 }), 401],
      ['without an end', jwt.sign(endless, SECRET), 401],
      ['of an admin', evesIn({ video: { roomAdmin: true, roomList: true, room: a.call.callId } }), 401],
      ['of her leg in the other call', evesIn({ video: { roomJoin: true, room: a.call.callId } }), 403],
      ['of an epoch to come', forged(a, { sub: `${a.legId}:2` }), 403],
      ['of nobody', forged(a, { sub: 'nobody:1' }), 403],
      ['of another page', tokenOf(a), 403, { headers: { origin: 'https://evil.example' } }],
      ['for the API', tokenOf(a), 404, { path: '/media/twirp/livekit.RoomService/ListRooms' }],
      ['for the API by a way round', tokenOf(a), 404, { path: '/media/rtc/../twirp' }],
      ['for what is not there', tokenOf(a), 404, { path: '/mediation' }],
      ['for a list of agents', tokenOf(a), 404, { path: '/media/agent' }],
    ];
    for (const [what, token, status, of] of cases)
      expect([what, await connectMedia(server, token, of)]).toEqual([what, status]);
    const wrong = await fetch(`${server.url}/media/rtc/validate?access_token=${evesIn({ exp: 1 })}`);
    expect(wrong.status).toBe(401);
    expect(media.upgrades).toEqual([]);
    (await opened(server, tokenOf(a))).socket.close();
  });

  it('ends the media of a leg as the leg ends, here and there, and its token is void', async () => {
    await using media = await MediaServer.start();
    await using server = await startServer(media.settings);
    const { alice, bob } = await server.cast();
    const { roomId } = await privateRoom(alice, [bob]);
    const [a, b] = [await join(alice, roomId), await join(bob, roomId)];
    const { socket } = await opened(server, tokenOf(b));
    const others = await opened(server, tokenOf(a));
    const closed = once(socket, 'close');
    await alice.delete(`/rooms/${roomId}/members/${bob.userId}`).expect(204);
    await closed;
    await expect
      .poll(() => media.requests)
      .toContainEqual({
        method: 'RemoveParticipant',
        body: expect.objectContaining({ room: b.call.callId, identity: `${b.legId}:1` }) as unknown,
      });
    expect(await connectMedia(server, tokenOf(b))).toBe(403);
    const validate = await fetch(`${server.url}/media/rtc/validate?access_token=${tokenOf(b)}`);
    expect(validate.status).toBe(403);
    const over = once(others.socket, 'close');
    await leave(a);
    await over;
    await expect.poll(() => media.open.size).toBe(0);
  });

  it('of one leg has few connections at once', async () => {
    await using media = await MediaServer.start();
    await using server = await startServer(media.settings);
    const { alice, roomId } = await direct(server);
    const a = await join(alice, roomId);
    const three = [];
    for (let i = 0; i < 3; i++) three.push(await opened(server, tokenOf(a)));
    expect(await connectMedia(server, tokenOf(a))).toBe(429);
    three[0]?.socket.terminate();
    await expect.poll(() => connectMedia(server, tokenOf(a))).toMatchObject({ first: 'hello' });
  });

  it('stays with its server: pages connect through another one while this one stops', async () => {
    await using media = await MediaServer.start();
    const server = await startServer(media.settings);
    const { alice, roomId } = await direct(server);
    const { socket } = await opened(server, tokenOf(await join(alice, roomId)));
    const closed = once(socket, 'close');
    await server[Symbol.asyncDispose]();
    await closed;
  });

  it('has room for more people than a mesh', async () => {
    await using media = await MediaServer.start();
    await using server = await startServer({ ...media.settings, RATE_LIMITS: 'false' });
    const { alice } = await server.cast();
    const room = (await alice.post('/rooms', { type: 'public', name: 'all' })).body as { roomId: string };
    await join(alice, room.roomId, { camera: true });
    for (let i = 0; i < 9; i++) {
      const person = await server.register(`person${i}`);
      await person.post(`/rooms/${room.roomId}/join`);
      const { call, legId } = await join(person, room.roomId, { camera: true });
      expect(call.legs.find((leg) => leg.legId === legId)?.camera).toBe(true);
      expect(call.legs).toHaveLength(i + 2);
    }
  });
});

describe('without its media server', () => {
  it('a call is refused in a sentence before anybody is called, and the test of the network names it', async () => {
    await using server = await startServer(await noLivekit());
    const { alice, bob, roomId } = await direct(server);
    const [alices, bobs] = [await alice.connect(), await bob.connect()];
    expect(await refused(alices.ask('call:join', joinInput(roomId)))).toBe('calls.mediaServer');
    const answer = await alice.post(`/rooms/${roomId}/call`);
    expect([answer.status, (answer.body as { key?: string }).key]).toEqual([503, 'calls.mediaServer']);
    expect((await alice.get(`/rooms/${roomId}/call`)).body).toEqual({ call: null });
    expect((await alice.post('/calls/network-test')).body).toMatchObject({ mediaServer: false });
    await alices.command('message:send', { roomId, clientId: crypto.randomUUID(), text: 'beside it' });
    await bobs.wait('message:changed');
    expect(bobs.of('call:changed')).toEqual([]);
  });

  it('a running call cannot be joined by others; who is in it comes back', async () => {
    const media = await MediaServer.start();
    await using server = await startServer(media.settings);
    const { alice, bob, roomId } = await direct(server);
    expect((await alice.post('/calls/network-test')).body).toMatchObject({ mediaServer: true });
    const a = await join(alice, roomId);
    await media[Symbol.asyncDispose]();
    const bobs = await bob.connect();
    expect(await refused(bobs.ask('call:join', joinInput(roomId)))).toBe('calls.mediaServer');
    const again = await join(alice, roomId, { legId: a.legId, callId: a.call.callId });
    expect([again.epoch, again.livekit?.path]).toEqual([1, '/media']);
    await changed(a.ears, ({ legs }) => legs.length === 1);
    expect(await connectMedia(server, tokenOf(again)).catch(() => 'closed')).toBe('closed');
  });
});

it('settings for a media server belong together, and must be usable', () => {
  const all = { LIVEKIT_URL: 'http://livekit:7880', LIVEKIT_API_KEY: 'parley', LIVEKIT_API_SECRET: SECRET };
  expect(readConfig(all)).toMatchObject(all);
  for (const name of Object.keys(all)) {
    expect(() => readConfig({ ...all, [name]: '' })).toThrow(`${name}: must be set`);
    expect(() => readConfig({ [name]: all[name as keyof typeof all] })).toThrow('belong together');
  }
  expect(() => readConfig({ ...all, LIVEKIT_URL: 'ftp://livekit' })).toThrow('LIVEKIT_URL: must begin with');
  expect(() => readConfig({ ...all, LIVEKIT_API_SECRET: 'short' })).toThrow('32 characters');
});

describe.skipIf(!hasLivekit)('with LiveKit itself', () => {
  it('a leg connects through this server, and is removed with its leg', async () => {
    await using livekit = await LivekitProcess.start();
    await using server = await startServer(livekit.settings);
    const { alice, bob, roomId } = await direct(server);
    const [a, b] = [await join(alice, roomId), await join(bob, roomId)];
    expect((await alice.post('/calls/network-test')).body).toMatchObject({ mediaServer: true });
    const validate = await fetch(`${server.url}/media/rtc/validate?access_token=${tokenOf(a)}`);
    expect([validate.status, await validate.text()]).toEqual([200, 'success']);
    // What it sends first is how the leg joined.
    const { socket, first } = await opened(server, tokenOf(b), { path: '/media/rtc' });
    expect(first.length).toBeGreaterThan(100);
    const closed = once(socket, 'close');
    await a.ears.command('call:leave', { callId: a.call.callId, legId: a.legId });
    await closed;
    expect(await connectMedia(server, tokenOf(b), { path: '/media/rtc' })).toBe(403);
  });

  it('a wrong key is as bad as no media server', async () => {
    await using livekit = await LivekitProcess.start();
    const wrong = { LIVEKIT_API_SECRET: 'another secret of at least 32 characters' };
    await using server = await startServer({ ...livekit.settings, ...wrong, LOG_LEVEL: 'silent' });
    const { alice, roomId } = await direct(server);
    const alices = await alice.connect();
    expect(await refused(alices.ask('call:join', joinInput(roomId)))).toBe('calls.mediaServer');
  });
});

const redisUrl = inject('redisUrl');

describe.skipIf(redisUrl === undefined)('over two nodes', () => {
  it('a leg that ends on one loses its connection through the other', async () => {
    await using media = await MediaServer.start();
    const environment = { ...media.settings, REDIS_URL: redisUrl ?? '' };
    const database = `livekit${Date.now()}`;
    await using one = await startServer(environment, database);
    await using two = await startServer(environment, database);
    const { alice, bob } = await one.cast();
    const a = await join(alice, await openDirect(alice, bob));
    const bobs = new Person(two, bob.granted, bob.username);
    const b = await join(bobs, a.call.roomId);
    const { socket } = await opened(two, tokenOf(b));
    const closed = once(socket, 'close');
    const { call } = (await alice.post(`/rooms/${a.call.roomId}/call/leave`).expect(200)).body as {
      call: CallView;
    };
    expect(call.live).toBe(false);
    await closed;
    expect(await connectMedia(two, tokenOf(b))).toBe(403);
  });
});
