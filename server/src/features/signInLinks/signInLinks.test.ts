import type { SecondStep } from '@parley/shared/errors';
import type { SignedIn } from '@parley/shared/sessions';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bodyOf, MailServer } from '../../test/mailServer.js';
import { Person, startServer, type TestServer } from '../../test/startServer.js';
import { enrol, firstStep, secondStep, unusedCode } from '../factors/test/enrolling.js';
import { updateProfile } from '../users/users.change.js';
import { SignInLinks } from './signInLinks.model.js';

let mail: MailServer;
let server: TestServer;
let boss: Person;
beforeAll(async () => {
  mail = await MailServer.start();
  server = await startServer({ ...mail.settings, SIGN_IN_LINKS: 'true' });
  boss = await server.register('boss');
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  mail[Symbol.dispose]();
});

const ask = (email: string, at = server) => at.api().post('/api/v1/auth/sign-in-link').send({ email });
const show = (token: string, at = server) => at.api().post('/api/v1/auth/sign-in-link/show').send({ token });
const use = (token: string, at = server) => at.api().post('/api/v1/auth/sign-in-link/use').send({ token });

const tokenIn = (letter: string): string =>
  /https:\/\/chat\.example\.org\/sign-in\/#([\w-]+)/.exec(letter)?.[1] ?? '';

let known = 0;
beforeEach(() => {
  known = mail.letters.length;
});

/** Has a link sent, and reads it. */
async function linkFor(email: string): Promise<string> {
  await quiet();
  const at = mail.letters.length;
  await ask(email).expect(204);
  return tokenIn(bodyOf(await mail.letter(at)));
}

/** When everything that was begun has ended: what would have been sent is sent. */
async function quiet(): Promise<void> {
  while (!server.app.server.inFlight.idle) await new Promise((resolve) => setImmediate(resolve));
}

describe('a link to sign in with', () => {
  it('signs in once, of several at once the first, and is stored as a hash', async () => {
    await server.register('ana', { email: 'ana@example.org' });
    const token = await linkFor('ana@example.org');
    const stored = JSON.stringify(await SignInLinks(server.app.server).find({}).lean());
    expect(stored).not.toContain(token);
    // Opening it, as a mail scanner does, uses nothing up.
    for (let i = 0; i < 3; i++)
      expect((await show(token).expect(200)).body).toEqual({ username: 'ana', displayName: 'Ana' });
    const all = await Promise.all([use(token), use(token), use(token)]);
    expect(all.map(({ status }) => status).sort()).toEqual([200, 404, 404]);
    const granted = all.find(({ status }) => status === 200)?.body as SignedIn;
    const ana = new Person(server, granted, 'ana');
    expect((await ana.get('/me').expect(200)).body).toMatchObject({ username: 'ana' });
    // It is no proof: what gives power needs the password.
    const power = await ana.post('/me/tokens', { name: 'a', scope: 'read' }).expect(403);
    expect(power.body).toMatchObject({ code: 'reauthentication_required' });
    await show(token).expect(404);
    await use('no link').expect(400);
    await use('x'.repeat(43)).expect(404);
  });

  it('is sent to confirmed addresses of active people alone, and the answer is the same for all', async () => {
    const gone = await server.register('gone', { email: 'gone@example.org' });
    await boss.patch(`/users/${gone.userId}`, { active: false }).expect(200);
    const eve = await server.register('eve');
    await eve.patch('/me', { email: 'eve@example.org' }).expect(200);
    await quiet();
    known = mail.letters.length;
    const { headers: _one, ...nobody } = await ask('nobody@example.org').expect(204);
    for (const email of ['gone@example.org', 'eve@example.org', 'EVE@example.org']) {
      const { headers: _other, ...answer } = await ask(email).expect(204);
      expect([answer.status, answer.body]).toEqual([nobody.status, nobody.body]);
    }
    await ask('no address').expect(400);
    await quiet();
    expect(mail.letters.slice(known)).toEqual([]);
  });

  it('is over when the account has another address or password, or may not sign in', async () => {
    const bo = await server.register('bo', { email: 'bo@example.org' });
    const byAddress = await linkFor('bo@example.org');
    await updateProfile(server.app.server, bo.userId, { email: 'bo@other.example' });
    await use(byAddress).expect(404);
    const byPassword = await linkFor('bo@other.example');
    const passwords = { currentPassword: 'bo has a long password', newPassword: 'another long password' };
    await bo.post('/me/password', passwords).expect(204);
    await use(byPassword).expect(404);
    const last = await linkFor('bo@other.example');
    await boss.patch(`/users/${bo.userId}`, { active: false }).expect(200);
    await show(last).expect(404);
    await use(last).expect(404);
  });

  it('does not step over the second factor', async () => {
    const cid = await server.register('cid', { email: 'cid@example.org' });
    const { secret, recoveryCodes } = await enrol(cid);
    const refused = await use(await linkFor('cid@example.org')).expect(401);
    expect(refused.body).toMatchObject({
      code: 'second_factor_required',
      secondStep: { methods: ['totp', 'recovery'] },
    });
    // Neither the link nor the code is the password: the session has no proof. With the password it has.
    const ticketOf = ({ body }: { body: unknown }): string =>
      (body as { secondStep: SecondStep }).secondStep.ticket;
    const power = async (step: object, status: number): Promise<void> => {
      const granted = (await secondStep(server, step).expect(200)).body as SignedIn;
      const person = new Person(server, granted, 'cid');
      await person.post('/me/tokens', { name: 'a', scope: 'read' }).expect(status);
    };
    await power({ ticket: ticketOf(refused), code: await unusedCode(server, secret) }, 403);
    const again = await use(await linkFor('cid@example.org')).expect(401);
    await power({ ticket: ticketOf(again), recoveryCode: recoveryCodes[0] }, 403);
    const { ticket } = await firstStep(server, 'cid');
    await power({ ticket, code: await unusedCode(server, secret) }, 201);
  });
});

describe('requests for links', () => {
  it('are limited by mailbox, and a stranger uses nothing up of a browser that is known', async () => {
    await using limited = await startServer({ ...mail.settings, SIGN_IN_LINKS: 'true', RATE_LIMITS: 'true' });
    const ana = await limited.register('ana', { email: 'ana@example.org' });
    const body = { login: 'ana', password: 'ana has a long password' };
    const signedIn = await limited.api().post('/api/v1/auth/login').send(body).expect(200);
    const cookie = ([signedIn.headers['set-cookie']].flat() as string[])
      .map((one) => one.split(';')[0])
      .join('; ');
    for (const email of ['ana@example.org', 'nobody@example.org']) {
      for (let i = 0; i < 4; i++) await ask(email, limited).expect(204);
      const refused = await ask(email, limited).expect(429);
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    }
    await ask('ana@example.org', limited).set('cookie', cookie).expect(204);
    // And signing in by password is another matter.
    await limited.api().post('/api/v1/auth/login').send(body).expect(200);
    await ana.get('/me').expect(200);
  });

  it('are refused where it is off, as it is by itself, or where there is no mail server', async () => {
    for (const environment of [mail.settings, { SIGN_IN_LINKS: 'true' }]) {
      await using off = await startServer(environment);
      expect((await off.api().get('/api/v1/auth/sign-in-link').expect(200)).body).toEqual({ enabled: false });
      await ask('ana@example.org', off).expect(409);
      await use('x'.repeat(43), off).expect(409);
    }
  });
});
