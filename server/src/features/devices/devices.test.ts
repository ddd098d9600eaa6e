import type { NewDevice } from '@parley/shared/devices';
import type { SignedIn } from '@parley/shared/sessions';
import type { Response } from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodyOf, MailServer } from '../../test/mailServer.js';
import { Person, startServer, type TestServer } from '../../test/startServer.js';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0';

let mail: MailServer;
let server: TestServer;
beforeAll(async () => {
  mail = await MailServer.start();
  server = await startServer(mail.settings);
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  mail[Symbol.dispose]();
});

const cookieOf = (response: Response): string =>
  ([response.headers['set-cookie']].flat() as string[]).map((one) => one.split(';')[0]).join('; ');

async function signIn(username: string, { cookie = '', agent = FIREFOX } = {}) {
  const response = await server
    .api()
    .post('/api/v1/auth/login')
    .set('cookie', cookie)
    .set('user-agent', agent)
    .send({ login: username, password: `${username} has a long password` })
    .expect(200);
  return { person: new Person(server, response.body as SignedIn, username), cookie: cookieOf(response) };
}

const listOf = async (person: Person): Promise<NewDevice[]> =>
  ((await person.get('/me/new-devices').expect(200)).body as { devices: NewDevice[] }).devices;

const tokenIn = (letter: string): string =>
  /https:\/\/chat\.example\.org\/device\/#([\w.-]+)/.exec(letter)?.[1] ?? '';

const link = (path: string, token: string) => server.api().post(`/api/v1/auth/${path}`).send({ token });

describe('a sign-in by a browser that is new', () => {
  it('reaches the other pages and the mailbox; the first browser and a known one are no news', async () => {
    const alice = await server.register('alice', { email: 'alice@example.org' });
    const ears = await alice.connect();
    const outsider = await (await server.register('eve')).connect();
    const before = mail.letters.length;
    // What a browser says of itself is no text of ours.
    const laptop = await signIn('alice', { agent: `Visit https://evil.example now ${FIREFOX}` });
    const { device } = await ears.wait('device:new');
    expect(device).toMatchObject({
      sessionId: laptop.person.granted.sessionId,
      device: { browser: 'Firefox', system: 'Linux' },
    });
    const letter = await mail.letter(before);
    expect(letter.to).toEqual(['alice@example.org']);
    expect(bodyOf(letter)).toContain('Firefox on Linux');
    expect(bodyOf(letter)).not.toContain('evil');
    expect(await listOf(alice)).toEqual([device]);
    // It cannot vouch for itself.
    expect(await listOf(laptop.person)).toEqual([]);
    await laptop.person.post(`/me/new-devices/${device.sessionId}/confirm`).expect(404);
    // With its device cookie it is known, whatever it says of itself.
    const again = await signIn('alice', { cookie: laptop.cookie, agent: 'curl/8' });
    expect((await listOf(alice)).map(({ sessionId }) => sessionId)).toEqual([device.sessionId]);
    await again.person.post('/auth/logout').expect(204);
    // Nobody else sees, confirms or ends it.
    const bob = await server.register('bob');
    await bob.post(`/me/new-devices/${device.sessionId}/confirm`).expect(404);
    await server.api().post(`/api/v1/me/new-devices/${device.sessionId}/confirm`).expect(401);
    await alice.post('/me/new-devices/nonsense/confirm').expect(400);
    await alice.post(`/me/new-devices/${device.sessionId}/confirm`).expect(204);
    await alice.post(`/me/new-devices/${device.sessionId}/confirm`).expect(404);
    expect(await listOf(alice)).toEqual([]);
    await laptop.person.get('/me').expect(200);
    expect(outsider.of('device:new')).toEqual([]);
    expect(mail.letters.length).toBe(before + 1);
  });

  it('ends by a press on the page of the mail, and not by opening it', async () => {
    const bo = await server.register('bo', { email: 'bo@example.org' });
    const before = mail.letters.length;
    const thief = await signIn('bo', { agent: 'curl/8' });
    const ears = await thief.person.connect();
    const token = tokenIn(bodyOf(await mail.letter(before)));
    const shown = await link('device', token).expect(200);
    expect(shown.body).toMatchObject({ username: 'bo', device: { device: { browser: null, system: null } } });
    await thief.person.get('/me').expect(200);
    // A link is good for that one session, and is no way in.
    await server.api().get('/api/v1/me').set('authorization', `Bearer ${token}`).expect(401);
    await link('device', `${token}x`).expect(401);
    await link('device/end', thief.person.granted.signOutToken).expect(401);
    await link('device/end', '').expect(400);
    await link('device/end', token).expect(204);
    expect(await ears.wait('session:ended')).toEqual({ reason: 'revoked' });
    await thief.person.get('/me').expect(401);
    await bo.get('/me').expect(200);
    await link('device/end', token).expect(204);
    expect((await link('device', token).expect(200)).body).toEqual({ username: 'bo', device: null });
    expect(await listOf(bo)).toEqual([]);
  });

  it('is new again in a browser that was denied, by the mail or from another page', async () => {
    const di = await server.register('di', { email: 'di@example.org' });
    const denied = async (deny: (sessionId: string, letter: number) => Promise<void>): Promise<void> => {
      const before = mail.letters.length;
      const thief = await signIn('di', { agent: 'curl/8' });
      // The second time it is known, and no question is asked: that ends as well.
      const second = await signIn('di', { agent: 'curl/8', cookie: thief.cookie });
      await deny(thief.person.granted.sessionId, before);
      await thief.person.get('/me').expect(401);
      await second.person.get('/me').expect(401);
      expect(await listOf(di)).toEqual([]);
      const again = await signIn('di', { agent: 'curl/8', cookie: thief.cookie });
      expect((await listOf(di)).map(({ sessionId }) => sessionId)).toEqual([again.person.granted.sessionId]);
      // Confirmed, it has another id, and stays known.
      await di.post(`/me/new-devices/${again.person.granted.sessionId}/confirm`).expect(204);
      await signIn('di', { agent: 'curl/8', cookie: again.cookie });
      expect(await listOf(di)).toEqual([]);
      await di.get('/me').expect(200);
    };
    await denied(async (_, letter) => {
      await link('device/end', tokenIn(bodyOf(await mail.letter(letter)))).expect(204);
    });
    await denied(async (sessionId) => void (await di.delete(`/me/sessions/${sessionId}`).expect(204)));
  });

  it('is mailed to a confirmed address only', async () => {
    await server
      .api()
      .post('/api/v1/auth/register')
      .send({
        username: 'uma',
        displayName: 'Uma',
        password: 'uma has a long password',
        email: 'uma@example.org',
      })
      .expect(201);
    const { person } = await signIn('uma');
    await signIn('uma', { agent: 'curl/8' });
    expect(await listOf(person)).toHaveLength(1);
    await server.register('last', { email: 'last@example.org' });
    const before = mail.letters.filter(({ to }) => to.includes('uma@example.org'));
    // The code to confirm it, and nothing else.
    expect(before.every((letter) => !bodyOf(letter).includes('/device/'))).toBe(true);
  });
});
