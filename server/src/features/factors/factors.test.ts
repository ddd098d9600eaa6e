import type { FactorsView } from '@parley/shared/factors';
import type { SignedIn } from '@parley/shared/sessions';
import { describe, expect, it } from 'vitest';
import { startServer, type Person } from '../../test/startServer.js';
import { answerOperator } from '../operator/operator.actions.js';
import { Sessions } from '../sessions/sessions.model.js';
import { FactorDuties, Factors, RecoveryCodes } from './factors.model.js';
import { enrol, firstStep, login, secondStep, unusedCode, wrongCode } from './test/enrolling.js';
import { codeAt } from './totp.js';

const factorsOf = async (person: Person): Promise<FactorsView> =>
  (await person.get('/me/factors').expect(200)).body as FactorsView;

describe('an authenticator app', () => {
  it('is needed after the password once a code has confirmed it, and its key is not readable in the database', async () => {
    await using server = await startServer();
    const { bob } = await server.cast();
    const { secret } = (await bob.post('/me/factors/totp').expect(200)).body as { secret: string };
    // Not confirmed yet: a code scanned wrongly locks nobody out.
    await login(server, 'bob').expect(200);
    await bob.post('/me/factors/totp/confirm', { code: await wrongCode(secret) }).expect(400);
    await login(server, 'bob').expect(200);
    const again = (await bob.post('/me/factors/totp').expect(200)).body as { secret: string; uri: string };
    expect(again.secret).not.toBe(secret);
    expect(again.uri).toContain(`secret=${again.secret}`);
    await bob.post('/me/factors/totp/confirm', { code: await codeAt(secret, Date.now()) }).expect(400);
    const answer = await bob
      .post('/me/factors/totp/confirm', { code: await codeAt(again.secret, Date.now()) })
      .expect(200);
    expect((answer.body as { recoveryCodes: string[] }).recoveryCodes).toHaveLength(10);
    expect(await factorsOf(bob)).toMatchObject({ recoveryCodes: 10, passkeys: [], requiredBy: null });
    await bob.post('/me/factors/totp').expect(409);

    const { ticket, methods } = await firstStep(server, 'bob');
    expect(methods).toEqual(['totp', 'recovery']);
    await secondStep(server, { ticket, code: await wrongCode(again.secret) }).expect(400);
    const code = await unusedCode(server, again.secret);
    const granted = await secondStep(server, {
      ticket,
      code: `${code.slice(0, 3)} ${code.slice(3)}`,
    }).expect(200);
    expect((granted.body as SignedIn).me.username).toBe('bob');
    expect(JSON.stringify(granted.headers['set-cookie'])).toContain('refresh');

    const stored = JSON.stringify([
      await Factors(server.app.server).find().lean(),
      await RecoveryCodes(server.app.server).find().lean(),
    ]);
    expect(stored).not.toContain(again.secret);
    for (const one of (answer.body as { recoveryCodes: string[] }).recoveryCodes)
      expect(stored).not.toContain(one.replaceAll('-', ''));
  });

  it('gives codes that work once, also of two requests at the same time', async () => {
    await using server = await startServer();
    const { bob } = await server.cast();
    const { secret } = await enrol(bob);
    const { ticket } = await firstStep(server, 'bob');
    const next = await codeAt(secret, Date.now() + 30_000);
    const both = await Promise.all([1, 2, 3].map(() => secondStep(server, { ticket, code: next })));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 400, 400]);
    const refused = await secondStep(server, { ticket, code: next }).expect(400);
    expect((refused.body as { errors: object[] }).errors).toMatchObject([{ field: 'code', key: 'codeUsed' }]);
    // And none of before, though it is within the window.
    await secondStep(server, { ticket, code: await codeAt(secret, Date.now()) }).expect(400);
  });

  it('is not stepped over by a ticket of another kind, an old one, or one from before the password changed', async () => {
    await using server = await startServer();
    const { bob, eve } = await server.cast();
    const { secret } = await enrol(bob);
    const ofEve = await enrol(eve);
    const { ticket } = await firstStep(server, 'bob');
    const code = await unusedCode(server, secret);
    await secondStep(server, { ticket: `${ticket}x`, code }).expect(401);
    // The codes of one are worth nothing with the ticket of another.
    const { ticket: evesTicket } = await firstStep(server, 'eve');
    await secondStep(server, { ticket, code: await codeAt(ofEve.secret, Date.now()) }).expect(400);
    await secondStep(server, { ticket, recoveryCode: ofEve.recoveryCodes[0] }).expect(400);
    await bob.post('/session/confirm/second-step', { ticket, code }).expect(401);
    await secondStep(server, { ticket: evesTicket, code }).expect(400);
    await bob
      .post('/me/password', {
        currentPassword: 'bob has a long password',
        newPassword: 'an entirely new one',
      })
      .expect(204);
    await secondStep(server, { ticket, code }).expect(401);
    const fresh = await firstStep(server, 'bob', 'an entirely new one');
    await secondStep(server, { ticket: fresh.ticket, code }).expect(200);
  });

  it('stays when the password is reset by a link', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const { recoveryCodes } = await enrol(bob);
    const { token } = (await alice.post(`/users/${bob.userId}/reset-link`).expect(201)).body as {
      token: string;
    };
    await server
      .api()
      .post('/api/v1/auth/reset-password')
      .send({ token, password: 'another one by a link' })
      .expect(200);
    const { ticket } = await firstStep(server, 'bob', 'another one by a link');
    await secondStep(server, { ticket, recoveryCode: recoveryCodes[3] }).expect(200);
  });

  it('is needed to confirm, too: the password alone gives no power', async () => {
    await using server = await startServer();
    const { bob } = await server.cast();
    const { secret } = await enrol(bob);
    await Sessions(server.app.server).updateMany({}, { $set: { provedAt: new Date(0) } });
    for (const act of [
      () => bob.delete('/me/factors/totp'),
      () => bob.post('/me/factors/recovery-codes'),
      () => bob.post('/me/factors/passkeys/options'),
    ])
      expect((await act().expect(403)).body).toMatchObject({ code: 'reauthentication_required' });
    const password = 'bob has a long password';
    const answer = await bob.post('/session/confirm', { password }).expect(401);
    const { ticket } = (answer.body as { secondStep: { ticket: string } }).secondStep;
    await bob.delete('/me/factors/totp').expect(403);
    // Nor do they change the password, or erase the account.
    const change = { currentPassword: password, newPassword: password + '!' };
    for (const act of [
      () => bob.post('/me/password', change),
      () => bob.post('/me/erase', { password, messages: 'keep' }),
    ])
      expect((await act().expect(403)).body).toMatchObject({ code: 'reauthentication_required' });
    const code = await unusedCode(server, secret);
    await secondStep(server, { ticket, code }).expect(401);
    await bob.post('/session/confirm/second-step', { ticket, code }).expect(204);
    await bob.post('/me/password', change).expect(204);
    // The ticket of the former password is over.
    await bob.post('/session/confirm/second-step', { ticket, code }).expect(401);
    await bob.delete('/me/factors/totp').expect(204);
    await bob.delete('/me/factors/totp').expect(404);
    await login(server, 'bob', password + '!').expect(200);
    expect(await factorsOf(bob)).toMatchObject({ totp: null, recoveryCodes: 0 });
  });

  it('is not asked of access tokens, which may not see or change it', async () => {
    await using server = await startServer();
    const { bob } = await server.cast();
    const { token } = (await bob.post('/me/tokens', { name: 'x', scope: 'write' }).expect(201)).body as {
      token: string;
    };
    await enrol(bob);
    const program = (path: string, method: 'get' | 'post' = 'get') =>
      server.api()[method](`/api/v1${path}`).set('authorization', `Bearer ${token}`);
    await program('/me').expect(200);
    await program('/me/factors').expect(403);
    await program('/me/factors/totp', 'post').expect(403);
  });
});

describe('recovery codes', () => {
  it('work once each, and end when new ones are made', async () => {
    await using server = await startServer();
    const { bob } = await server.cast();
    const { recoveryCodes } = await enrol(bob);
    const [first = '', second = ''] = recoveryCodes;
    expect(new Set(recoveryCodes).size).toBe(10);
    const { ticket } = await firstStep(server, 'bob');
    const both = await Promise.all(
      [first, first.toUpperCase(), first.replaceAll('-', ' ')].map((recoveryCode) =>
        secondStep(server, { ticket, recoveryCode }),
      ),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 400, 400]);
    expect(await factorsOf(bob)).toMatchObject({ recoveryCodes: 9 });
    const answer = await bob.post('/me/factors/recovery-codes').expect(200);
    await secondStep(server, { ticket, recoveryCode: second }).expect(400);
    const [fresh] = (answer.body as { recoveryCodes: string[] }).recoveryCodes;
    await secondStep(server, { ticket, recoveryCode: fresh }).expect(200);
    await secondStep(server, { ticket, recoveryCode: 'not a code' }).expect(400);
  });

  it('are for people with a factor', async () => {
    await using server = await startServer();
    const { bob } = await server.cast();
    await bob.post('/me/factors/recovery-codes').expect(404);
  });
});

describe('guessing', () => {
  it('is limited, and leaves the owner every other way in', async () => {
    await using server = await startServer({ RATE_LIMITS: 'true', SIGN_INS_PER_15_MINUTES: '3' });
    const { bob } = await server.cast();
    const { secret, recoveryCodes } = await enrol(bob);
    // The browser that bob has signed in with.
    const home = await login(server, 'bob').expect(401);
    expect(home.body).toMatchObject({ code: 'second_factor_required' });
    const { ticket } = (home.body as { secondStep: { ticket: string } }).secondStep;
    const known = await secondStep(server, { ticket, code: await unusedCode(server, secret) }).expect(200);
    const cookies = (known.headers['set-cookie'] as unknown as string[]).map((line) => line.split(';')[0]);

    const wrong = await wrongCode(secret);
    for (let i = 0; i < 3; i++) await secondStep(server, { ticket, code: wrong }).expect(400);
    const code = await unusedCode(server, secret);
    await secondStep(server, { ticket, code }).expect(429);
    await bob.get('/me').expect(200);
    await secondStep(server, { ticket, recoveryCode: recoveryCodes[0] }).expect(200);
    await secondStep(server, { ticket, code }).set('cookie', cookies.join('; ')).expect(200);
    // Recovery codes have their limit, too.
    for (let i = 0; i < 3; i++)
      await secondStep(server, { ticket, recoveryCode: 'aaaa-aaaa-aaaa-aaaa' }).expect(400);
    await secondStep(server, { ticket, recoveryCode: recoveryCodes[1] }).expect(429);
  });
});

describe('factors that were lost', () => {
  it('are removed by somebody who manages people, never of a superior', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    await enrol(alice);
    await enrol(bob);
    await eve.delete(`/users/${bob.userId}/factors`).expect(403);
    await alice.patch(`/users/${eve.userId}`, { role: 'admin' }).expect(200);
    await eve.delete(`/users/${alice.userId}/factors`).expect(403);
    await firstStep(server, 'alice');
    await eve.delete(`/users/${bob.userId}/factors`).expect(204);
    await login(server, 'bob').expect(200);
    expect(await RecoveryCodes(server.app.server).countDocuments({ _id: bob.userId })).toBe(0);
    await eve.delete(`/users/${bob.userId}/factors`).expect(204);
  });

  it('are removed by the operator', async () => {
    await using server = await startServer();
    const { alice } = await server.cast();
    await enrol(alice);
    const outcome = await answerOperator(
      server.app.server,
      { command: 'factors-off', name: 'alice' },
      'https://chat.example.org',
    );
    expect(outcome).toMatchObject({ answer: { users: [{ username: 'alice' }] } });
    await login(server, 'alice').expect(200);
  });

  it('go with their person', async () => {
    await using server = await startServer({ SECOND_FACTOR_ROLES: 'member' });
    const { alice, bob } = await server.cast();
    await bob.get('/me/factors').expect(200);
    await enrol(bob);
    expect(await FactorDuties(server.app.server).countDocuments({ _id: bob.userId })).toBe(1);
    await alice.post(`/users/${bob.userId}/erase`, { username: 'bob', messages: 'keep' }).expect(200);
    await server.app.server.jobs.runNow('erasure.erase');
    const app = server.app.server;
    expect(await Factors(app).countDocuments({ userId: bob.userId })).toBe(0);
    expect(await RecoveryCodes(app).countDocuments({ _id: bob.userId })).toBe(0);
    expect(await FactorDuties(app).countDocuments({ _id: bob.userId })).toBe(0);
  });
});
