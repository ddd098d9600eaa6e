import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { MessageView } from '@parley/shared/messages';
import type { RoomView } from '@parley/shared/rooms';
import type { CreatedWebhook } from '@parley/shared/webhooks';
import { describe, expect, it } from 'vitest';
import { generalRoom } from '../../test/build.js';
import { startServer } from '../../test/startServer.js';

const naughty = resolve(import.meta.dirname, '../../../../../shared/testdata/text/naughty-strings.json');

describe('the border', () => {
  it('answers rubbish with problems that name what is wrong, and changes nothing', async () => {
    await using server = await startServer();
    const { alice } = await server.cast();
    const roomId = await generalRoom(alice);
    const post = (body: string, type = 'application/json') =>
      server
        .api()
        .post(`/api/v1/rooms/${roomId}/messages`)
        .set('authorization', `Bearer ${alice.granted.accessToken}`)
        .set('content-type', type)
        .send(body);
    const deep = `${'{"a":'.repeat(50)}1${'}'.repeat(50)}`;
    for (const [body, status] of [
      ['{', 400],
      ['[]', 400],
      ['"text"', 400],
      ['null', 400],
      [deep, 400],
      [`{"text":"${'x'.repeat(300_000)}"}`, 413],
      ['{"text":"x","__proto__":{"isAdmin":true}}', 400],
      ['{"text":"x","constructor":{"prototype":{}}}', 400],
    ] as const) {
      const response = await post(body);
      expect([body.slice(0, 20), response.status]).toEqual([body.slice(0, 20), status]);
      expect(response.type).toBe('application/problem+json');
    }
    await post('text=x', 'application/x-www-form-urlencoded').expect(400);
    await server.api().get('/api/v1/nothing/here').expect(404);
    await server
      .api()
      .get('/api/v1/rooms/%E0%A4%A')
      .set('authorization', `Bearer ${alice.granted.accessToken}`)
      .expect(400);
    expect(
      ((await alice.get(`/rooms/${roomId}/messages`)).body as { messages: unknown[] }).messages,
    ).toHaveLength(1);
    expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined();
  });

  it('sends a strict policy and no sign of what it runs on', async () => {
    await using server = await startServer();
    const { headers } = await server.api().get('/health/ready').expect(200);
    expect(headers['content-security-policy']).toMatch(/default-src 'self'/);
    expect(headers['content-security-policy']).toMatch(/script-src 'self'(;|$)/);
    expect(headers['x-powered-by']).toBeUndefined();
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['x-request-id']).toMatch(/^[\w-]+$/);
  });

  it('says "unavailable" with Retry-After when the database is gone, and works again when it is back', async () => {
    await using server = await startServer();
    const { alice } = await server.cast();
    await server.app.server.connection.close();
    const response = await alice.get('/me');
    expect([response.status, (response.body as { code: string }).code]).toEqual([503, 'unavailable']);
    expect(Number(response.headers['retry-after'])).toBeGreaterThan(0);
    await server.api().get('/health/ready').expect(503);
    await server.api().get('/health/live').expect(200);
    await server.app.server.connection.openUri(server.uri);
    await alice.get('/me').expect(200);
  });
});

describe.skipIf(!existsSync(naughty))('naughty strings', () => {
  it('go through every text field unchanged', async () => {
    await using server = await startServer();
    const { alice } = await server.cast();
    const roomId = await generalRoom(alice);
    const strings = (JSON.parse(readFileSync(naughty, 'utf8')) as string[]).filter(
      (text) => text.trim() !== '' && text.isWellFormed() && !text.includes('\0'),
    );
    expect(strings.length).toBeGreaterThan(450);
    const carry = async (text: string): Promise<void> => {
      const sent = (await alice.post(`/rooms/${roomId}/messages`, { text }).expect(201)).body as MessageView;
      expect(((await alice.get(`/messages/${sent.messageId}`)).body as MessageView).text).toBe(text);
    };
    for (let from = 0; from < strings.length; from += 20)
      await Promise.all(strings.slice(from, from + 20).map(carry));
    const room = (await alice.post('/rooms', { type: 'private', name: 'x' }).expect(201)).body as RoomView;
    /** Sets a field, in which nothing else is written meanwhile: either it is refused, or it is what was sent. */
    const set = async (path: string, field: string, text: string): Promise<void> => {
      const answer = await alice.patch(path, { [field]: text });
      const body = answer.body as Record<string, unknown>;
      if (answer.status === 200) expect(body[field]).toBe(text);
      else expect(body).toMatchObject({ status: 400, fields: { [field]: expect.any(String) as string } });
    };
    for (const text of strings)
      await Promise.all([
        set(`/rooms/${room.roomId}`, 'topic', text),
        set('/me', 'statusText', text),
        set('/me', 'displayName', text),
      ]);
  }, 600_000);
});

it('tells what is left of each limit in the headers of the answer', async () => {
  await using server = await startServer({ RATE_LIMITS: 'true' });
  const { alice } = await server.cast();
  const roomId = await generalRoom(alice);
  const hook = (await alice.post(`/rooms/${roomId}/webhooks`, { name: 'CI' }).expect(201))
    .body as CreatedWebhook;
  const own = { username: 'frank', displayName: 'Frank', password: 'frank has a password' };
  const change = { currentPassword: own.password, newPassword: 'frank has another password' };
  const open = (path: string, body: object) => server.api().post(`/api/v1${path}`).send(body);
  const answers = {
    register: await open('/auth/register', own),
    'sign in': await open('/auth/login', { login: own.username, password: own.password }),
    send: await alice.post(`/rooms/${roomId}/messages`, { text: 'hi' }),
    search: await alice.get('/search?q=hi'),
    upload: await alice.upload(roomId, Buffer.from('x')),
    webhook: await server.api().post(hook.path).send({ text: 'hi' }),
    password: await alice.post('/me/password', { ...change, currentPassword: 'wrong' }),
  };
  for (const [name, { headers }] of Object.entries(answers)) {
    // The cast of the test has registered from the same address.
    const used = name === 'register' ? 4 : 1;
    const left = Number(headers['ratelimit-limit']) - used;
    expect([name, Number(headers['ratelimit-remaining'])]).toEqual([name, left]);
  }
  expect((await alice.get('/me')).headers).not.toHaveProperty('ratelimit-limit');
});
