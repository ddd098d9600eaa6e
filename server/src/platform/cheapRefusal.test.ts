import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { CreatedWebhook } from '@parley/shared/webhooks';
import { limits } from '@parley/shared/limits';
import type { Problem } from '@parley/shared/errors';
import { describe, expect, it } from 'vitest';
import { generalRoom, nowhere } from '../test/build.js';
import { startServer, type TestServer } from '../test/startServer.js';
import { addressKey } from './addressKey.js';
import { requireHarmless } from './harmless.js';

const madeWebhook = async (server: TestServer): Promise<CreatedWebhook> => {
  const alice = await server.register('alice');
  const roomId = await generalRoom(alice);
  return (await alice.post(`/rooms/${roomId}/webhooks`, { name: 'CI' }).expect(201)).body as CreatedWebhook;
};

const json = { 'content-type': 'application/json' };

/** The status for a request whose headers promise a body that is never sent: the response did not wait for it. */
async function statusWithoutBody(server: TestServer, path: string, headers: object = json): Promise<number> {
  const { port } = new URL(server.url);
  const socket: Socket = connect(Number(port), '127.0.0.1');
  const lines = Object.entries({ host: 'x', 'content-length': '200000', ...headers });
  socket.write(
    `POST ${path} HTTP/1.1\r\n${lines.map((line) => line.join(': ')).join('\r\n')}\r\n\r\n{"text":`,
  );
  const [answer] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return Number(/^HTTP\/1\.1 (\d+)/.exec(answer.toString())?.[1]);
}

/** 87,000 faults in 256 KB. */
const faults = `{"attachments":[${'[],'.repeat(87_000).slice(0, -1)}]}`;

describe('a request that is refused', () => {
  it('has had nothing of its body read: a wrong secret, no session, too many', async () => {
    await using server = await startServer();
    const hook = await madeWebhook(server);
    expect(await statusWithoutBody(server, `${hook.path}x`)).toBe(404);
    expect(await statusWithoutBody(server, hook.path.replace(hook.webhookId, nowhere))).toBe(404);
    expect(await statusWithoutBody(server, `/api/v1/hooks/${hook.webhookId}/`)).toBe(404);
    expect(await statusWithoutBody(server, `/api/v1/rooms/${nowhere}/messages`)).toBe(401);
    expect(
      await statusWithoutBody(server, '/api/v1/rooms', { ...json, authorization: 'Bearer parley_wrong' }),
    ).toBe(401);
    expect(await statusWithoutBody(server, '/api/v1/nowhere')).toBe(404);
    // Invalid JSON, and a hundred thousand faults, get the same 404 as a valid body.
    for (const body of ['{', faults, '{"__proto__":{}}'])
      await server.api().post(`${hook.path}x`).set(json).send(body).expect(404);
  });

  it('is not unpacked, whoever sends it and wherever to', async () => {
    await using server = await startServer();
    const hook = await madeWebhook(server);
    const bob = await server.register('bob');
    const roomId = await generalRoom(bob);
    const packed = gzipSync(JSON.stringify({ text: 'small' }));
    for (const encoding of ['gzip', 'deflate', 'br', 'x-made-up', 'gzip, identity'])
      for (const path of [hook.path, '/api/v1/auth/login', `/api/v1/rooms/${roomId}/messages`]) {
        const answer = await server
          .api()
          .post(path)
          .set({ ...json, authorization: `Bearer ${bob.granted.accessToken}`, 'content-encoding': encoding })
          .serialize((bytes: unknown) => bytes as string)
          .send(packed)
          .expect(415);
        expect(answer.body).toMatchObject({ code: 'unsupported', status: 415 });
      }
    await server
      .api()
      .post(hook.path)
      .set('content-encoding', 'identity')
      .send({ text: 'plain' })
      .expect(200);
  });

  it('is told ten of its faults, and not what it called itself', async () => {
    await using server = await startServer();
    const hook = await madeWebhook(server);
    const long = 'x'.repeat(100_000);
    const some = (count: number, one: (i: number) => string): string =>
      Array.from({ length: count }, (_, i) => one(i)).join();
    for (const [path, body] of [
      [hook.path, faults],
      [hook.path, `{"attachments":[${some(90, () => '7')}]}`],
      [hook.path, `{"${long}":{"__proto__":1}}`],
      [hook.path, `{"payload":${JSON.stringify(faults)}}`],
      ['/api/v1/auth/login', `{${some(5000, (i) => `"k${i}":1`)}}`],
      ['/api/v1/auth/login', `{"login":"a","password":"b","${long}":1}`],
    ] as const) {
      const answer = await server.api().post(path).set(json).send(body).expect(400);
      expect(Object.keys((answer.body as Problem).fields ?? {}).length).toBeLessThanOrEqual(
        limits.faultsReported,
      );
      expect(answer.text.length).toBeLessThan(4000);
    }
    // The payload of a form is checked like a body.
    const form = await server
      .api()
      .post(hook.path)
      .type('form')
      .send({ payload: faults.slice(0, 40_000) + ']}' });
    expect(form.status).toBe(400);
    await server
      .api()
      .post(hook.path)
      .type('form')
      .send({ payload: '{"__proto__":{},"text":"x"}' })
      .expect(400);
  });
});

const limited = { RATE_LIMITS: 'true', TRUSTED_PROXIES: '1', REFUSALS_PER_MINUTE: '5' };

describe('what is refused', () => {
  it('counts against the address it came from, and holds up nobody who is right', async () => {
    await using server = await startServer({ ...limited, WEBHOOK_CALLS_PER_MINUTE: '8' });
    const hook = await madeWebhook(server);
    const call = (path: string, from: string) =>
      server.api().post(path).set('x-forwarded-for', from).send({ text: 'hello' });
    await call(hook.path, '203.0.113.1').expect(200);
    for (let i = 0; i < 5; i++) await call(`${hook.path}${i}`, '203.0.113.1').expect(404);
    const answer = await call(`${hook.path}x`, '203.0.113.1').expect(429);
    expect(Number(answer.get('retry-after'))).toBeGreaterThan(0);
    // Guesses have not used up its own limit, and a secret verified lately is accepted during them.
    await call(hook.path, '203.0.113.1').expect(200);
    await call(`${hook.path}x`, '203.0.113.2').expect(404);
    // A neighbour cannot end anybody's session: requests without a body, and with a token, are accepted.
    await server.api().post('/api/v1/auth/refresh').set('x-forwarded-for', '203.0.113.1').expect(401);
    const login = { login: 'alice', password: 'alice has a long password' };
    const signIn = (from: string) =>
      server.api().post('/api/v1/auth/login').set('x-forwarded-for', from).send(login);
    await signIn('203.0.113.1').expect(429);
    await signIn('203.0.113.2').expect(200);
  });

  it('counts by /64 of IPv6', async () => {
    await using server = await startServer(limited);
    const hook = await madeWebhook(server);
    const call = (from: string) => server.api().post(`${hook.path}x`).set('x-forwarded-for', from).send({});
    for (let i = 0; i < 5; i++) await call(`2001:db8:1:2::${i}`).expect(404);
    await call('2001:db8:1:2:ffff::1').expect(429);
    await call('2001:db8:1:3::1').expect(404);
    expect(addressKey('::ffff:192.0.2.1')).toBe('192.0.2.1');
    expect(addressKey('2001:db8::1')).toBe(addressKey('2001:0db8:0:0:9::2'));
    expect(addressKey('fe80::1%eth0')).toBe(addressKey('fe80::2'));
  });

  it('counts against the person who has signed in, wherever they are', async () => {
    await using server = await startServer(limited);
    const alice = await server.register('alice');
    const bob = await server.register('bob');
    for (let i = 0; i < 5; i++) await bob.post('/rooms', { type: 'public', name: '' }).expect(400);
    expect(
      await statusWithoutBody(server, '/api/v1/rooms', {
        ...json,
        authorization: `Bearer ${bob.granted.accessToken}`,
      }),
    ).toBe(429);
    await alice.post('/rooms', { type: 'public', name: 'fine' }).expect(201);
  });
});

describe('requireHarmless', () => {
  it('stops at what is too much, whatever its form', () => {
    const deep = (depth: number): unknown => (depth === 0 ? 1 : { a: deep(depth - 1) });
    for (const wrong of [
      deep(limits.jsonDepth + 1),
      Array(limits.jsonValues + 1).fill(1),
      Object.fromEntries(Array.from({ length: limits.jsonValues + 1 }, (_, i) => [`k${i}`, 1])),
      { text: Buffer.alloc(10) },
      new Uint8Array(10),
      new ArrayBuffer(10),
      { a: [{ constructor: 1 }] },
    ])
      expect(() => requireHarmless(wrong)).toThrow();
    for (const right of [
      deep(limits.jsonDepth),
      Array(limits.jsonValues).fill(1),
      null,
      'x',
      undefined,
      { a: [] },
    ])
      expect(() => requireHarmless(right)).not.toThrow();
  });
});
