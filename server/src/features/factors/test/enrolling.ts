import type { SecondStep } from '@parley/shared/errors';
import type { TotpSetup } from '@parley/shared/factors';
import { expect } from 'vitest';
import type { Person, TestServer } from '../../../test/startServer.js';
import { Factors } from '../factors.model.js';
import { codeAt } from '../totp.js';

/** A person with an authenticator app. */
export interface Enrolled {
  secret: string;
  recoveryCodes: string[];
}

/** Sets up an authenticator app, and expects it to be confirmed. */
export async function enrol(person: Person): Promise<Enrolled> {
  const { secret } = (await person.post('/me/factors/totp').expect(200)).body as TotpSetup;
  const code = await codeAt(secret, Date.now());
  const answer = await person.post('/me/factors/totp/confirm', { code }).expect(200);
  return { secret, recoveryCodes: (answer.body as { recoveryCodes: string[] }).recoveryCodes };
}

/** A code of now that counts as unused, as if half a minute had gone by. */
export async function unusedCode(server: TestServer, secret: string): Promise<string> {
  await Factors(server.app.server).updateMany({ kind: 'totp' }, { $set: { lastStep: 1 } });
  return await codeAt(secret, Date.now());
}

/** A code that is wrong now and around. */
export async function wrongCode(secret: string): Promise<string> {
  const right = await Promise.all([-1, 0, 1, 2].map((step) => codeAt(secret, Date.now() + step * 30_000)));
  return ['000000', '111111', '222222', '333333', '444444'].find((code) => !right.includes(code)) ?? '';
}

/** Signs in by name and password; answers the response. */
export const login = (server: TestServer, name: string, password = `${name} has a long password`) =>
  server.api().post('/api/v1/auth/login').send({ login: name, password });

/** Signs in by password, and expects that a second step is needed. */
export async function firstStep(server: TestServer, name: string, password?: string): Promise<SecondStep> {
  const answer = await login(server, name, password).expect(401);
  const { code, secondStep } = answer.body as { code: string; secondStep?: SecondStep };
  expect(code).toBe('second_factor_required');
  if (!secondStep) throw new Error('no second step');
  return secondStep;
}

/** The second step of a sign-in. */
export const secondStep = (server: TestServer, body: object) =>
  server.api().post('/api/v1/auth/second-step').send(body);
