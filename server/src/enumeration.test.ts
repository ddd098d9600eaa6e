import type { SecondStep } from '@parley/shared/errors';
import type { CreatedScimToken } from '@parley/shared/scim';
import type { InviteView } from '@parley/shared/workspace';
import type { Response, Test } from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Credentials } from './features/credentials/credentials.model.js';
import { hasSlapd, Slapd } from './features/directory/test/slapd.js';
import { Passkey } from './features/factors/test/authenticator.js';
import { enrol, firstStep, secondStep } from './features/factors/test/enrolling.js';
import { MailServer } from './test/mailServer.js';
import { startServer, type Person, type TestServer } from './test/startServer.js';
import { workOf, type Work } from './test/work.js';

/** What of an answer differs from request to request, for anybody. */
const OWN_HEADERS = new Set(['x-request-id', 'date', 'etag']);

/** All that somebody can see of an answer. */
function seen({ status, body, headers }: Response): object {
  const { requestId: _id, ...rest } = body as Record<string, unknown>;
  const kept = Object.entries(headers as Record<string, string>).filter(([name]) => !OWN_HEADERS.has(name));
  return { status, body: rest, headers: Object.fromEntries(kept) };
}

/** Sends the same to each; answers and work must be those of the first. */
async function expectAlike(
  server: TestServer,
  names: readonly string[],
  send: (name: string) => Test,
): Promise<{ answer: Response; work: Work }> {
  let first: { answer: Response; work: Work } | undefined;
  for (const name of names) {
    const one = await workOf(server, () => send(name));
    first ??= one;
    expect(seen(one.answer), name).toEqual(seen(first.answer));
    expect(one.work, name).toEqual(first.work);
  }
  return first ?? expect.fail();
}

let mail: MailServer;
let server: TestServer;
let boss: Person;
let mallory: Person;
/** The cookies of a browser that belongs to somebody else. */
let elsewhere: string;

/** One of each kind, and nobody. By name; and by address, where they have one. */
const people = ['nobody', 'plain', 'app', 'passkey', 'gone', 'banned', 'former', 'waits', 'nopassword'];
const addresses = ['nobody', 'plain', 'app', 'gone', 'banned', 'claimed'].map(
  (name) => `${name}@example.org`,
);

beforeAll(async () => {
  mail = await MailServer.start();
  server = await startServer({ ...mail.settings, SIGN_IN_LINKS: 'true' });
  boss = await server.register('boss');
  mallory = await server.register('mallory');
  const made: Record<string, Person> = {};
  for (const name of ['plain', 'app', 'gone', 'banned', 'former', 'nopassword', 'passkey'])
    made[name] = await server.register(
      name,
      ['former', 'passkey'].includes(name) ? {} : { email: `${name}@example.org` },
    );
  const of = (name: string): Person => made[name] ?? expect.fail(name);
  await enrol(of('app'));
  const authenticator = new Passkey('https://chat.example.org');
  const options = await of('passkey').post('/me/factors/passkeys/options').expect(200);
  const passkey = authenticator.create(options.body as never);
  await of('passkey').post('/me/factors/passkeys', { passkey, name: 'phone' }).expect(201);
  await boss.patch(`/users/${of('gone').userId}`, { active: false }).expect(200);
  await boss.put(`/users/${of('banned').userId}/ban`, { until: null, reason: 'x' }).expect(204);
  await of('former').put('/me/username', { username: 'renamed' }).expect(200);
  await Credentials(server.app.server).deleteMany({ userId: of('nopassword').userId });
  await mallory.patch('/me', { email: 'claimed@example.org' }).expect(200);
  const approval = [{ field: 'approval', value: 'everybody' }];
  await boss.patch('/settings/newcomers', { version: 0, changes: approval }).expect(200);
  const held = { username: 'waits', displayName: 'Waits', password: 'waits has a long password' };
  await server.api().post('/api/v1/auth/register').send(held).expect(403);
  const own = { login: 'mallory', password: 'mallory has a long password' };
  const { headers } = await server.api().post('/api/v1/auth/login').send(own).expect(200);
  elsewhere = ([headers['set-cookie']].flat() as string[]).map((one) => one.split(';')[0]).join('; ');
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  mail[Symbol.dispose]();
});

const post = (path: string, body: object, at = server) => at.api().post(`/api/v1${path}`).send(body);

describe.each([false, true])('whether there is an account (in a browser of somebody else: %s)', (known) => {
  const from = (test: Test): Test => (known ? test.set('cookie', elsewhere) : test);

  it('is not shown by signing in, by name or address', async () => {
    const { answer, work } = await expectAlike(server, [...people, ...addresses], (login) =>
      from(post('/auth/login', { login, password: 'a wrong password' })),
    );
    expect(answer.status).toBe(401);
    expect(work.rounds).toBe(2 ** 4);
  });

  it('is not shown by asking for a new password', async () => {
    const { answer } = await expectAlike(server, addresses, (email) =>
      from(post('/auth/forgot-password', { email })),
    );
    expect(answer.status).toBe(204);
  });

  it('is not shown by asking for a link to sign in with', async () => {
    const { answer } = await expectAlike(server, addresses, (email) =>
      from(post('/auth/sign-in-link', { email })),
    );
    expect(answer.status).toBe(204);
  });

  it('is not shown by a passkey: nobody is named, and made-up ones are refused as wrong ones are', async () => {
    const { answer } = await workOf(server, () => from(post('/auth/passkey/options', { login: 'app' })));
    const { challenge: _fresh, ...options } = answer.body as {
      challenge: string;
      allowCredentials?: unknown[];
    };
    expect([answer.status, options.allowCredentials ?? []]).toEqual([200, []]);
    const stranger = new Passkey('https://chat.example.org');
    await expectAlike(server, ['app', 'nobody'], () =>
      from(post('/auth/passkey', { passkey: stranger.use(answer.body as never) })),
    );
  });
});

it('an address that is somebody’s registers as any other, also where accounts wait', async () => {
  const register = (email: string, at: number) =>
    post('/auth/register', {
      username: `new${at}`,
      displayName: 'New',
      password: 'a long password of hers',
      email,
    });
  const shapes: unknown[] = [];
  for (const [at, email] of addresses.entries()) {
    const { answer, work } = await workOf(server, () => register(email, at));
    const {
      requestId: _id,
      secondStep,
      ...rest
    } = answer.body as { requestId: string; secondStep: SecondStep };
    shapes.push([answer.status, rest, secondStep.ticket.length, { ...secondStep, ticket: '' }, work]);
  }
  expect((shapes[0] as unknown[]).slice(0, 2)).toMatchObject([403, { key: 'newcomers.waiting' }]);
  for (const shape of shapes) expect(shape).toEqual(shapes[0]);
  // The page that waits shows no more than that it does.
  const { answer } = await expectAlike(server, ['x', 'x.y.z', boss.granted.accessToken], (ticket) =>
    post('/auth/waiting', { ticket }),
  );
  expect(answer.status).toBe(401);
});

it('which second factor somebody has is shown after the right password alone, and by no wrong code', async () => {
  const { ticket } = await firstStep(server, 'app');
  const ofPasskey = await firstStep(server, 'passkey');
  const tickets = { ticket, ofPasskey: ofPasskey.ticket };
  const answers = await Promise.all(
    Object.values(tickets).map((one) => secondStep(server, { ticket: one, code: '123456x'.slice(0, 6) })),
  );
  expect(answers.map(seen)).toEqual([seen(answers[0] ?? expect.fail()), seen(answers[0] ?? expect.fail())]);
  // A ticket that is made up, another’s or of another kind leads nowhere, and all in the same way.
  for (const path of ['/auth/second-step/options', '/auth/enrol/totp', '/auth/enrol/passkey/options']) {
    const { answer } = await expectAlike(server, ['x', `${ticket}x`, boss.granted.accessToken], (made) =>
      post(path, { ticket: made }),
    );
    expect(answer.status, path).toBe(401);
  }
});

it('links and invitations that are made up, used up or over are refused alike', async () => {
  const made = (await boss.post('/invites', { uses: 1 }).expect(201)).body as InviteView;
  const gone = (await boss.post('/invites', {}).expect(201)).body as InviteView;
  await boss.delete(`/invites/${gone.inviteId}`).expect(204);
  await expectAlike(server, ['A'.repeat(made.code.length), gone.code], (code) =>
    server.api().get(`/api/v1/invitations/${code}`),
  );
  const { token } = (await boss.post(`/users/${mallory.userId}/reset-link`).expect(201)).body as {
    token: string;
  };
  const password = 'another long password';
  await post('/auth/reset-password', { token, password }).expect(200);
  for (const path of ['/auth/reset-link', '/auth/sign-in-link/show', '/auth/device'])
    await expectAlike(server, ['x'.repeat(token.length), token], (one) => post(path, { token: one }));
  await expectAlike(server, ['x'.repeat(token.length), token], (one) =>
    post('/auth/reset-password', { token: one, password }),
  );
});

it('a program with a wrong token is shown nothing by SCIM, not even which resources there are', async () => {
  const make = async (): Promise<CreatedScimToken> =>
    (await boss.post('/provisioning/tokens', { name: 'Okta' }).expect(201)).body as CreatedScimToken;
  const ended = await make();
  await boss.delete(`/provisioning/tokens/${ended.tokenId}`).expect(204);
  const right = await make();
  const personal = await boss.post('/me/tokens', { name: 'x', scope: 'read' }).expect(201);
  const tokens = [
    'x'.repeat(right.token.length),
    ended.token,
    `${right.token.slice(0, -1)}${right.token.endsWith('A') ? 'B' : 'A'}`,
    (personal.body as { token: string }).token,
  ];
  const paths = ['/Users', `/Users/${boss.userId}`, `/Users/${'0'.repeat(24)}`, '/Groups', '/Nothing', '/Me'];
  for (const path of paths)
    for (const token of tokens) {
      const { answer } = await expectAlike(server, [tokens[0] ?? '', token], (one) =>
        server.api().get(`/scim/v2${path}`).set('authorization', `Bearer ${one}`),
      );
      expect([answer.status, path]).toEqual([401, path]);
    }
  const everywhere = await Promise.all(
    paths.map((path) => server.api().get(`/scim/v2${path}`).set('authorization', 'Bearer x')),
  );
  for (const answer of everywhere) expect(seen(answer)).toEqual(seen(everywhere[0] ?? expect.fail()));
});

it.skipIf(!hasSlapd)('who is in the directory, or comes by it, is not shown by signing in', async () => {
  await using slapd = await Slapd.start();
  for (const name of ['dora', 'linked', 'local', 'disabled'])
    await slapd.add(name, `${name} of the directory`, { mail: `${name}@example.org` });
  await using own = await startServer(slapd.settings);
  await own.register('boss');
  await own.register('local', { email: 'local@example.org' });
  // In a browser of somebody else, which costs a look at the devices.
  const signedIn = await post(
    '/auth/login',
    { login: 'boss', password: 'boss has a long password' },
    own,
  ).expect(200);
  const cookie = ([signedIn.headers['set-cookie']].flat() as string[])
    .map((one) => one.split(';')[0])
    .join('; ');
  const attempt = (login: string, password: string): Test =>
    post('/auth/directory', { login, password }, own).set('cookie', cookie);
  await attempt('linked', 'linked in the directory').expect(200);
  const operations = async (run: () => Promise<unknown>): Promise<string[]> => {
    await slapd.settled();
    const began = slapd.log.length;
    await run();
    await slapd.settled();
    // Not what was answered or closed: of the mark that `settled` waits for, that comes when it likes.
    return slapd.log.slice(began).match(/ (BIND|SRCH)(?= )/g) ?? [];
  };
  const counted: string[][] = [];
  for (const login of ['nobody', 'boss', 'local', 'dora', 'linked', '*', 'dora)(uid=*'])
    counted.push(
      await operations(async () => {
        const { answer } = await expectAlike(own, ['nobody', login], (one) =>
          attempt(one, 'a wrong password'),
        );
        expect(answer.status).toBe(401);
      }),
    );
  for (const calls of counted) expect(calls).toEqual(counted[0]);
});
