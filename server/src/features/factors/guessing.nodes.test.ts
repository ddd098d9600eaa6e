import { randomBytes } from 'node:crypto';
import type { SignedIn } from '@parley/shared/sessions';
import { describe, expect, inject, it } from 'vitest';
import { Person, startServer, type TestServer } from '../../test/startServer.js';
import { enrol, firstStep, login, secondStep, unusedCode, wrongCode } from './test/enrolling.js';

const redisUrl = inject('redisUrl');

interface Nodes extends AsyncDisposable {
  one: TestServer;
  two: TestServer;
}

/** Two nodes of one workspace that count together, three attempts each. */
async function startTwo(): Promise<Nodes> {
  const database = `t${randomBytes(6).toString('hex')}`;
  const environment = {
    REDIS_URL: redisUrl ?? '',
    FILES_STORE: 'gridfs',
    RATE_LIMITS: 'true',
    SIGN_INS_PER_15_MINUTES: '3',
  };
  const one = await startServer(environment, database);
  const two = await startServer(environment, database);
  return {
    one,
    two,
    async [Symbol.asyncDispose]() {
      await two[Symbol.asyncDispose]();
      await one[Symbol.asyncDispose]();
    },
  };
}

const cookiesOf = ({ headers }: { headers: Record<string, unknown> }): string =>
  (headers['set-cookie'] as string[]).map((line) => line.split(';')[0]).join('; ');

const statuses = (answers: { status: number }[]): number[] => answers.map(({ status }) => status).sort();

describe.skipIf(redisUrl === undefined)('guessing over two nodes', () => {
  it('at codes has as many attempts as on one, also at once, and the owner comes in on either', async () => {
    await using nodes = await startTwo();
    const { one, two } = nodes;
    const bob = await one.register('bob');
    const { secret, recoveryCodes } = await enrol(bob);
    const { ticket } = await firstStep(one, 'bob');
    const home = await secondStep(one, { ticket, code: await unusedCode(one, secret) }).expect(200);
    const cookie = cookiesOf(home);
    const wrong = await wrongCode(secret);
    // By turns and all at once: together three are looked at.
    const guesses = await Promise.all(
      [one, two, one, two, one, two, one, two].map((node) => secondStep(node, { ticket, code: wrong })),
    );
    expect(statuses(guesses)).toEqual([400, 400, 400, 429, 429, 429, 429, 429]);
    const right = await unusedCode(one, secret);
    for (const node of [one, two]) await secondStep(node, { ticket, code: right }).expect(429);
    // The session, the known browser and a recovery code go on, wherever they come to.
    await new Person(two, bob.granted, 'bob').get('/me').expect(200);
    await secondStep(two, { ticket, recoveryCode: recoveryCodes[0] }).expect(200);
    const own = await secondStep(two, { ticket, code: right }).set('cookie', cookie).expect(200);
    expect((own.body as SignedIn).me.username).toBe('bob');
    // It was used up on both.
    await secondStep(one, { ticket, code: right }).set('cookie', cookie).expect(400);
    await secondStep(one, { ticket, recoveryCode: recoveryCodes[0] }).expect(400);
  });

  it('a code and a recovery code work once, of requests to both at once', async () => {
    await using nodes = await startTwo();
    const { one, two } = nodes;
    const bob = await one.register('bob');
    const { secret, recoveryCodes } = await enrol(bob);
    const { ticket } = await firstStep(two, 'bob');
    const code = await unusedCode(one, secret);
    const [first, second] = [one, two];
    expect(
      statuses(await Promise.all([first, second].map((node) => secondStep(node, { ticket, code })))),
    ).toEqual([200, 400]);
    const [recoveryCode] = recoveryCodes;
    expect(
      statuses(await Promise.all([first, second].map((node) => secondStep(node, { ticket, recoveryCode })))),
    ).toEqual([200, 400]);
  });

  it('at a password has as many attempts as on one, and the owner’s browser comes in on either', async () => {
    await using nodes = await startTwo();
    const { one, two } = nodes;
    await one.register('bob');
    const cookie = cookiesOf(await login(one, 'bob').expect(200));
    const guesses = await Promise.all(
      [one, two, one, two, one, two].map((node) => login(node, 'bob', 'a wrong password')),
    );
    expect(statuses(guesses)).toEqual([401, 401, 401, 429, 429, 429]);
    for (const node of [one, two]) {
      await login(node, 'bob').expect(429);
      await login(node, 'bob').set('cookie', cookie).expect(200);
    }
  });
});
