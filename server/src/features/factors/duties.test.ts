import type { FactorsView } from '@parley/shared/factors';
import { workspaceRoles } from '@parley/shared/permissions';
import type { SignedIn } from '@parley/shared/sessions';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../config.js';
import { startServer, type TestServer } from '../../test/startServer.js';
import { FactorDuties } from './factors.model.js';
import { roleNames } from './factors.settings.js';
import { enrol, firstStep, login, secondStep } from './test/enrolling.js';
import { codeAt } from './totp.js';

const DAY_MS = 86_400_000;

/** As if the role had demanded a factor for some days already. */
const passDays = (server: TestServer, days: number) =>
  FactorDuties(server.app.server).updateMany({}, { $set: { since: new Date(Date.now() - days * DAY_MS) } });

describe('a role that demands a second factor', () => {
  it('gives days of grace, and then admits only to set one up', async () => {
    await using server = await startServer({ SECOND_FACTOR_ROLES: 'member, admin' });
    const { alice, bob } = await server.cast();
    const run = () => server.app.server.jobs.runNow('factors.enforce');
    await run();
    const { requiredBy } = (await bob.get('/me/factors').expect(200)).body as FactorsView;
    expect(Math.abs(Date.parse(requiredBy ?? '') - Date.now() - 7 * DAY_MS)).toBeLessThan(600_000);
    expect((await alice.get('/me/factors').expect(200)).body).toMatchObject({ requiredBy: null });
    await login(server, 'bob').expect(200);
    const token = (await bob.post('/me/tokens', { name: 'x', scope: 'read' }).expect(201)).body as {
      token: string;
    };

    await passDays(server, 8);
    const ears = await bob.connect();
    await run();
    await ears.wait('session:ended');
    await bob.get('/me').expect(401);
    // Also what was made with the password alone.
    await server.api().get('/api/v1/me').set('authorization', `Bearer ${token.token}`).expect(401);
    await login(server, 'alice').expect(200);
    const { ticket, methods, enrol: enrols } = await firstStep(server, 'bob');
    expect([methods, enrols]).toEqual([[], true]);
    await secondStep(server, { ticket, code: '123456' }).expect(401);

    const post = (path: string, body: object) => server.api().post(`/api/v1/auth/enrol${path}`).send(body);
    const { secret } = (await post('/totp', { ticket }).expect(200)).body as { secret: string };
    await post('/totp/confirm', { ticket, code: '12345' }).expect(400);
    const code = await codeAt(secret, Date.now());
    const answer = await post('/totp/confirm', { ticket, code }).expect(200);
    const { signedIn, recoveryCodes } = answer.body as { signedIn: SignedIn; recoveryCodes: string[] };
    expect(recoveryCodes).toHaveLength(10);
    // The ticket of a password adds no second one.
    await post('/totp', { ticket }).expect(401);
    await post('/passkey/options', { ticket }).expect(401);
    await run();
    const me = () => server.api().get('/api/v1/me').set('authorization', `Bearer ${signedIn.accessToken}`);
    await me().expect(200);
    await server
      .api()
      .delete('/api/v1/me/factors/totp')
      .set('authorization', `Bearer ${signedIn.accessToken}`)
      .expect(409);
  });

  it('leaves alone who has one, and forgets whose role changed', async () => {
    await using server = await startServer({
      SECOND_FACTOR_ROLES: 'owner,member',
      SECOND_FACTOR_GRACE_DAYS: '0',
    });
    const alice = await server.register('alice');
    await enrol(alice);
    const bob = await server.register('bob');
    await server.app.server.jobs.runNow('factors.enforce');
    await alice.get('/me').expect(200);
    await bob.get('/me').expect(401);
    await alice.patch(`/users/${bob.userId}`, { role: 'guest' }).expect(200);
    await server.app.server.jobs.runNow('factors.enforce');
    expect(await FactorDuties(server.app.server).countDocuments({ _id: bob.userId })).toBe(0);
    await login(server, 'bob').expect(200);
  });

  it('is named as it is', () => {
    expect(roleNames).toEqual(workspaceRoles);
    expect(() => readConfig({ SECOND_FACTOR_ROLES: 'owner, king' })).toThrow(/king/);
    expect(readConfig({ SECOND_FACTOR_ROLES: ' owner,admin ' }).SECOND_FACTOR_ROLES).toEqual([
      'owner',
      'admin',
    ]);
  });
});
