import type {
  CreatePasskeyOptions,
  FactorsView,
  PasskeyView,
  UsePasskeyOptions,
} from '@parley/shared/factors';
import type { PersonAccess } from '@parley/shared/people';
import type { SignedIn } from '@parley/shared/sessions';
import { describe, expect, it } from 'vitest';
import { startServer, type Person, type TestServer } from '../../test/startServer.js';
import { Sessions } from '../sessions/sessions.model.js';
import { CHALLENGE_MS, isChallenge, makeChallenge } from './challenges.js';
import { UsedChallenges } from './factors.model.js';
import { Passkey } from './test/authenticator.js';
import { enrol, firstStep, login, secondStep } from './test/enrolling.js';

/** Passkeys have no IP addresses; the test server has only one. */
const ORIGIN = 'https://chat.example.org';
const settings = { PUBLIC_URL: ORIGIN };

/** Requests of a page. */
const post = (server: TestServer, path: string, body: object = {}) =>
  server.api().post(`/api/v1${path}`).set('origin', ORIGIN).send(body);

const createOptions = async (person: Person): Promise<CreatePasskeyOptions> =>
  (await person.post('/me/factors/passkeys/options').expect(200)).body as CreatePasskeyOptions;

const signInOptions = async (server: TestServer): Promise<UsePasskeyOptions> =>
  (await post(server, '/auth/passkey/options').expect(200)).body as UsePasskeyOptions;

async function add(person: Person, passkey: Passkey, name = 'phone') {
  const body = { name, passkey: passkey.create(await createOptions(person)) };
  return (await person.post('/me/factors/passkeys', body).expect(201)).body as {
    passkey: PasskeyView;
    recoveryCodes: string[];
  };
}

describe('a passkey', () => {
  it('signs in alone, is a second factor, and is named, listed and removed', async () => {
    await using server = await startServer(settings);
    const { bob, eve } = await server.cast();
    const phone = new Passkey(ORIGIN);
    const added = await add(bob, phone);
    expect(added.recoveryCodes).toHaveLength(10);
    expect((await add(bob, new Passkey(ORIGIN), ' key ')).recoveryCodes).toEqual([]);

    const options = await signInOptions(server);
    expect(options).toMatchObject({
      rpId: 'chat.example.org',
      userVerification: 'required',
      allowCredentials: [],
    });
    const passkey = phone.use(options);
    const answer = await post(server, '/auth/passkey', { passkey }).expect(200);
    expect((answer.body as SignedIn).me.username).toBe('bob');

    const { ticket, methods } = await firstStep(server, 'bob');
    expect(methods).toEqual(['passkey', 'recovery']);
    const step = (await post(server, '/auth/second-step/options', { ticket }).expect(200))
      .body as UsePasskeyOptions;
    expect(step.allowCredentials).toHaveLength(2);
    await secondStep(server, { ticket, passkey: phone.use(step) }).expect(200);

    const { passkeyId } = added.passkey;
    await eve.patch(`/me/factors/passkeys/${passkeyId}`, { name: 'mine' }).expect(404);
    await eve.delete(`/me/factors/passkeys/${passkeyId}`).expect(404);
    await bob.patch(`/me/factors/passkeys/${passkeyId}`, { name: 'old phone' }).expect(200);
    await bob.patch(`/me/factors/passkeys/${passkeyId}`, { name: ' ' }).expect(400);
    const { passkeys } = (await bob.get('/me/factors').expect(200)).body as FactorsView;
    expect(passkeys).toMatchObject([
      { name: 'old phone', lastUsedAt: expect.any(String) as string },
      { name: 'key', lastUsedAt: null },
    ]);
    for (const one of passkeys) await bob.delete(`/me/factors/passkeys/${one.passkeyId}`).expect(204);
    await bob.delete(`/me/factors/passkeys/${passkeyId}`).expect(404);
    await login(server, 'bob').expect(200);
    await post(server, '/auth/passkey', { passkey: phone.use(await signInOptions(server)) }).expect(400);
  });

  it('confirms instead of the password', async () => {
    await using server = await startServer(settings);
    const { bob, eve } = await server.cast();
    const [phone, evesPhone] = [new Passkey(ORIGIN), new Passkey(ORIGIN)];
    await add(bob, phone);
    await add(eve, evesPhone);
    await Sessions(server.app.server).updateMany({}, { $set: { provedAt: new Date(0) } });
    await bob.post('/me/factors/recovery-codes').expect(403);
    const options = async () =>
      (await bob.post('/session/confirm/passkey/options').expect(200)).body as UsePasskeyOptions;
    const confirm = (passkey: object) => bob.post('/session/confirm/passkey', { passkey });
    await confirm(evesPhone.use(await options())).expect(400);
    // A challenge for signing in confirms nothing.
    await confirm(phone.use(await signInOptions(server))).expect(400);
    await bob.post('/me/factors/recovery-codes').expect(403);
    await confirm(phone.use(await options())).expect(204);
    await bob.post('/me/factors/recovery-codes').expect(200);
    // And after it, as the second step.
    const first = await bob.post('/session/confirm', { password: 'bob has a long password' }).expect(401);
    const { ticket } = (first.body as { secondStep: { ticket: string } }).secondStep;
    const second = (passkey: object) => bob.post('/session/confirm/second-step', { ticket, passkey });
    await second(phone.use(await signInOptions(server))).expect(400);
    await second(phone.use(await options())).expect(204);
  });

  it('is refused with every lie: another page, another host, no finger, an old or a foreign challenge', async () => {
    await using server = await startServer(settings);
    const { bob, eve } = await server.cast();
    const phone = new Passkey(ORIGIN);
    await add(bob, phone);
    const evesPhone = new Passkey(ORIGIN);
    await add(eve, evesPhone);
    const options = await signInOptions(server);
    const use = (passkey: object) => post(server, '/auth/passkey', { passkey });
    const other = { ...options, challenge: Buffer.alloc(36, 7).toString('base64url') };
    const old = makeChallenge(server.app.server, { purpose: 'sign-in' }, Date.now() - CHALLENGE_MS - 1000);
    for (const lie of [
      phone.use(options, { origin: 'https://chat.example.evil' }),
      phone.use(options, { rpId: 'chat.example.evil' }),
      phone.use(options, { unverified: true }),
      phone.use(options, { userHandle: Buffer.from(eve.userId).toString('base64url') }),
      phone.use(other),
      phone.use({ ...options, challenge: old }),
      phone.use(await createOptions(bob).then(({ challenge }) => ({ ...options, challenge }))),
      { ...evesPhone.use(options), id: phone.use(options).id, rawId: phone.use(options).id },
      new Passkey(ORIGIN).use(options),
    ])
      await use(lie).expect(400);
    expect(await UsedChallenges(server.app.server).countDocuments()).toBe(2);
    // Refused answers have not used the challenge up.
    await use(phone.use(options)).expect(200);
    await use(phone.use(options)).expect(400);
    const again = await signInOptions(server);
    const both = await Promise.all([1, 2, 3].map(() => use(phone.use(again))));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 400, 400]);
    // Nor is one of another person a second step.
    const { ticket } = await firstStep(server, 'bob');
    const step = (await post(server, '/auth/second-step/options', { ticket }).expect(200))
      .body as UsePasskeyOptions;
    await secondStep(server, { ticket, passkey: evesPhone.use(step) })
      .set('origin', ORIGIN)
      .expect(400);
  });

  it('that counts its uses is refused when the counter goes back: it was copied', async () => {
    await using server = await startServer(settings);
    const { bob } = await server.cast();
    const key = new Passkey(ORIGIN, true);
    await add(bob, key);
    const use = async (counter?: number) =>
      post(server, '/auth/passkey', {
        passkey: key.use(await signInOptions(server), counter === undefined ? {} : { counter }),
      });
    expect((await use()).status).toBe(200);
    expect((await use()).status).toBe(200);
    expect((await use(1)).status).toBe(400);
    expect((await use(2)).status).toBe(400);
    expect((await use(9)).status).toBe(200);
  });

  it('is added by its own person alone, once, without a lie, and not beyond the limit', async () => {
    await using server = await startServer(settings);
    const { bob, eve } = await server.cast();
    const phone = new Passkey(ORIGIN);
    const ofBob = await createOptions(bob);
    const body = { name: 'phone', passkey: phone.create(ofBob) };
    // Made for bob: eve cannot have it on her account.
    await eve.post('/me/factors/passkeys', body).expect(400);
    for (const lie of [
      { origin: 'https://chat.example.evil' },
      { rpId: 'evil' },
      { unverified: true as const },
      { challenge: (await signInOptions(server)).challenge },
    ])
      await bob.post('/me/factors/passkeys', { name: 'x', passkey: phone.create(ofBob, lie) }).expect(400);
    await bob.post('/me/factors/passkeys', body).expect(201);
    await bob.post('/me/factors/passkeys', body).expect(400);
    // The same authenticator, by a challenge of eve's.
    const stolen = phone.create(await createOptions(eve));
    await eve.post('/me/factors/passkeys', { name: 'x', passkey: stolen }).expect(409);
    expect((await createOptions(bob)).excludeCredentials).toHaveLength(1);
    const many = await Promise.all(Array.from({ length: 22 }, () => createOptions(bob)));
    const answers = await Promise.all(
      many.map((options) =>
        bob.post('/me/factors/passkeys', { name: 'x', passkey: new Passkey(ORIGIN).create(options) }),
      ),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(19);
    await bob.post('/me/factors/passkeys/options').expect(409);
  });

  it('is for one address, and for browsers', async () => {
    await using server = await startServer(settings);
    await server.cast();
    const options = (origin: string) =>
      server.api().post('/api/v1/auth/passkey/options').set('origin', origin).send({});
    await options(server.url).expect(409);
    await options('https://chat.example.evil').expect(403);
    await using plain = await startServer();
    await plain.api().post('/api/v1/auth/passkey/options').send({}).expect(409);
    const answer = await plain
      .api()
      .post('/api/v1/auth/passkey/options')
      .set('origin', plain.url)
      .send({})
      .expect(200);
    expect((answer.body as UsePasskeyOptions).rpId).toBe('127.0.0.1');
  });

  it('is a factor that somebody sets up before signing in, where the role demands one', async () => {
    await using server = await startServer({
      ...settings,
      SECOND_FACTOR_ROLES: 'member',
      SECOND_FACTOR_GRACE_DAYS: '0',
    });
    await server.cast();
    const { ticket } = await firstStep(server, 'bob');
    const options = (await post(server, '/auth/enrol/passkey/options', { ticket }).expect(200))
      .body as CreatePasskeyOptions;
    const phone = new Passkey(ORIGIN);
    const body = { ticket, name: 'phone', passkey: phone.create(options) };
    const answer = (await post(server, '/auth/enrol/passkey', body).expect(200)).body as {
      recoveryCodes: string[];
    };
    expect(answer.recoveryCodes).toHaveLength(10);
    await post(server, '/auth/enrol/passkey', body).expect(401);
    await post(server, '/auth/passkey', { passkey: phone.use(await signInOptions(server)) }).expect(200);
  });

  it('does not admit a person who is deactivated', async () => {
    await using server = await startServer(settings);
    const { alice, bob } = await server.cast();
    const phone = new Passkey(ORIGIN);
    await add(bob, phone);
    await alice.patch(`/users/${bob.userId}`, { active: false }).expect(200);
    await post(server, '/auth/passkey', { passkey: phone.use(await signInOptions(server)) }).expect(400);
  });
});

describe('challenges', () => {
  it('are for one purpose, one person and five minutes, and no byte of them can be changed', async () => {
    await using server = await startServer();
    const app = server.app.server;
    const subject = { purpose: 'confirm' as const, userId: 'a'.repeat(24) };
    const challenge = makeChallenge(app, subject);
    expect(isChallenge(app, challenge, subject)).toBe(true);
    expect(isChallenge(app, challenge, { ...subject, purpose: 'create' })).toBe(false);
    expect(isChallenge(app, challenge, { ...subject, userId: 'b'.repeat(24) })).toBe(false);
    expect(isChallenge(app, challenge, subject, Date.now() + CHALLENGE_MS + 1000)).toBe(false);
    const bytes = Buffer.from(challenge, 'base64url');
    for (let i = 0; i < bytes.length; i++) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(i) ^ 1, i);
      expect(isChallenge(app, changed.toString('base64url'), subject), `byte ${i}`).toBe(false);
    }
    for (const odd of ['', 'x', challenge + 'AAAA']) expect(isChallenge(app, odd, subject)).toBe(false);
  });
});

describe('one factor of somebody who has lost it', () => {
  it('is removed by somebody who manages people, and the others stay', async () => {
    await using server = await startServer({ ...settings, SECOND_FACTOR_ROLES: 'member' });
    const { alice, bob, eve } = await server.cast();
    await enrol(bob);
    const { passkey } = await add(bob, new Passkey(ORIGIN));
    const { factors } = (await alice.get(`/people/${bob.userId}`).expect(200)).body as PersonAccess;
    expect(factors.map(({ factorId }) => factorId)).toEqual(['totp', passkey.passkeyId]);
    const remove = (by: Person, factorId: string, of = bob) =>
      by.delete(`/users/${of.userId}/factors/${factorId}`);
    await remove(eve, 'totp').expect(403);
    await remove(alice, 'sms').expect(400);
    // Only by the person they are of.
    await remove(alice, passkey.passkeyId, eve).expect(404);
    await remove(alice, 'totp').expect(204);
    await remove(alice, 'totp').expect(404);
    expect((await bob.get('/me/factors')).body).toMatchObject({
      totp: null,
      passkeys: [passkey],
      recoveryCodes: 10,
    });
    // The last one too, though the role demands one: they have lost it.
    await remove(alice, passkey.passkeyId).expect(204);
    expect((await bob.get('/me/factors')).body).toMatchObject({ passkeys: [], recoveryCodes: 0 });
    const { entries } = (await alice.get('/audit?action=person.factorsRemoved').expect(200)).body as {
      entries: { before: unknown; on: unknown }[];
    };
    expect(entries).toMatchObject([
      { before: { factor: 'passkey' }, on: { id: bob.userId } },
      { before: { factor: 'totp' }, on: { id: bob.userId } },
    ]);
  });
});
