import {
  createPasskeyOptions,
  enrolled,
  enrolPasskeyInput,
  enrolTotpInput,
  passkeyInput,
  secondStepInput,
  ticketInput,
  totpSetup,
  usePasskeyOptions,
} from '@parley/shared/factors';
import { refusal } from '@parley/shared/refusals';
import { signedIn } from '@parley/shared/sessions';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { addressKey } from '../../platform/addressKey.js';
import type { Server } from '../../platform/context.js';
import { fromOf, openRoute, route, type Routes } from '../../platform/http.js';
import type { LimitsUsed } from '../../platform/rateLimit.js';
import { readTicket } from '../credentials/tickets.access.js';
import {
  answerSession,
  completeConfirmation,
  completeSignIn,
  originOf,
} from '../sessions/sessions.actions.js';
import type { UserDoc } from '../users/users.access.js';
import { addPasskey, confirmTotp, passkeyOptions, setUpTotp, type Owner } from './factors.actions.js';
import { listFactors } from './factors.access.js';
import { passkeyLimit } from './factors.limits.js';
import { takePasskey, takeSecondStep, type StepFrom } from './factors.signIn.js';
import { placeOf, useOptions, type Place } from './passkeys.js';

/** The request of a route. */
interface Given {
  request: Request;
  response: Response;
  limitsUsed: LimitsUsed;
}

const fromGiven = (server: Server, given: Given): StepFrom => ({
  ...originOf(server, given),
  request: given.request,
});

/** Starts the session of a person, with its cookies. */
const signedInBy = async (server: Server, user: UserDoc, given: Given, proves = true) =>
  answerSession(
    server,
    await completeSignIn(server, user, originOf(server, given), proves ? new Date() : null),
    given.response,
  );

/** What a browser needs to use one of a person's passkeys. */
async function ownOptions(
  server: Server,
  place: Place,
  userId: string,
  purpose: 'second-step' | 'confirm',
): Promise<z.input<typeof usePasskeyOptions>> {
  const factors = await listFactors(server, userId);
  const passkeys = factors.flatMap((factor) => (factor.kind === 'passkey' ? [factor] : []));
  return useOptions(server, place, { purpose, userId }, passkeys);
}

/** The second step, of a sign-in and of a confirmation. */
export function mountSecondStep(routes: Routes): void {
  const { server } = routes;
  openRoute(
    routes,
    ['post', '/auth/second-step'],
    {
      summary: 'Sign in with the ticket of `POST /auth/login`, and a code, a recovery code or a passkey',
      answer: signedIn,
      body: secondStepInput,
      secret: true,
    },
    async (given) => {
      const { user, proves } = await takeSecondStep(server, given.body, 'sign-in', fromGiven(server, given));
      return await signedInBy(server, user, given, proves);
    },
  );
  openRoute(
    routes,
    ['post', '/auth/second-step/options'],
    {
      summary: 'Read what a browser needs for a passkey as the second step',
      answer: usePasskeyOptions,
      body: ticketInput,
      secret: true,
    },
    async ({ body, request }) => {
      const { user } = await readTicket(server, body.ticket, 'sign-in');
      return await ownOptions(server, placeOf(server, request), String(user._id), 'second-step');
    },
  );
  route(
    routes,
    ['post', '/session/confirm/second-step'],
    {
      summary: 'Confirm with the ticket of `POST /session/confirm`, and a code, a recovery code or a passkey',
      body: secondStepInput,
      personal: true,
      secret: true,
    },
    async (actor, given) => {
      const { user } = await readTicket(server, given.body.ticket, 'confirm');
      // Before the code is looked at: guesses at somebody else's must not count here.
      if (String(user._id) !== actor.userId) throw refusal('sessions.tooLong');
      const from = { ...fromGiven(server, given), sessionId: actor.sessionId };
      await takeSecondStep(server, given.body, 'confirm', from);
      await completeConfirmation(actor);
    },
  );
}

/** Signing in and confirming by a passkey alone. */
export function mountPasskeySignIn(routes: Routes): void {
  const { server } = routes;
  openRoute(
    routes,
    ['post', '/auth/passkey/options'],
    { summary: 'Read what a browser needs to sign in by a passkey', answer: usePasskeyOptions },
    ({ request }) => Promise.resolve(useOptions(server, placeOf(server, request), { purpose: 'sign-in' })),
  );
  openRoute(
    routes,
    ['post', '/auth/passkey'],
    { summary: 'Sign in by a passkey', answer: signedIn, body: passkeyInput, secret: true },
    async (given) => {
      const { passkey } = given.body;
      const user = await takePasskey(server, passkey, { purpose: 'sign-in' }, fromGiven(server, given));
      return await signedInBy(server, user, given);
    },
  );
  route(
    routes,
    ['post', '/session/confirm/passkey/options'],
    {
      summary: 'Read what a browser needs to confirm by a passkey, alone or as the second step',
      answer: usePasskeyOptions,
      personal: true,
    },
    (actor, { request }) => ownOptions(server, placeOf(server, request), actor.userId, 'confirm'),
  );
  route(
    routes,
    ['post', '/session/confirm/passkey'],
    {
      summary: 'Confirm by a passkey instead of the password',
      body: passkeyInput,
      personal: true,
      secret: true,
    },
    async (actor, given) => {
      const subject = { purpose: 'confirm' as const, userId: actor.userId };
      await takePasskey(server, given.body.passkey, subject, fromGiven(server, given));
      await completeConfirmation(actor);
    },
  );
}

/** Setting up the first factor instead of a second step, where the role demands one. */
export function mountEnrolment(routes: Routes): void {
  const { server } = routes;
  /** @throws unauthenticated, also when there is a factor by now: a password alone must not add another */
  const ownerOfTicket = async (ticket: string, { request, response }: Given): Promise<Owner> => {
    const { user } = await readTicket(server, ticket, 'sign-in');
    if ((await listFactors(server, String(user._id))).length > 0) throw refusal('sessions.tooLong');
    return { server, user, from: fromOf(request, response) };
  };
  openRoute(
    routes,
    ['post', '/auth/enrol/totp'],
    {
      summary: 'Begin with an authenticator app before signing in, where the role demands one',
      answer: totpSetup,
      body: ticketInput,
      secret: true,
    },
    async (given) => await setUpTotp(await ownerOfTicket(given.body.ticket, given)),
  );
  openRoute(
    routes,
    ['post', '/auth/enrol/totp/confirm'],
    { summary: 'Confirm it by a code, and sign in', answer: enrolled, body: enrolTotpInput, secret: true },
    async (given) => {
      const owner = await ownerOfTicket(given.body.ticket, given);
      const recoveryCodes = await confirmTotp(owner, given.body.code, fromGiven(server, given));
      return { signedIn: await signedInBy(server, owner.user, given), recoveryCodes };
    },
  );
  openRoute(
    routes,
    ['post', '/auth/enrol/passkey/options'],
    {
      summary: 'Read what a browser needs to create a passkey before signing in',
      answer: createPasskeyOptions,
      body: ticketInput,
      secret: true,
    },
    async (given) =>
      await passkeyOptions(await ownerOfTicket(given.body.ticket, given), placeOf(server, given.request)),
  );
  openRoute(
    routes,
    ['post', '/auth/enrol/passkey'],
    { summary: 'Add that passkey, and sign in', answer: enrolled, body: enrolPasskeyInput, secret: true },
    async (given) => {
      const { ticket, ...input } = given.body;
      await server.limits.take(passkeyLimit, addressKey(given.request.ip), given.limitsUsed);
      const owner = await ownerOfTicket(ticket, given);
      const { recoveryCodes } = await addPasskey(owner, placeOf(server, given.request), input);
      return { signedIn: await signedInBy(server, owner.user, given), recoveryCodes };
    },
  );
}
