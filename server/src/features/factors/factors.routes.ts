import {
  addPasskeyInput,
  confirmTotpInput,
  createPasskeyOptions,
  factorId,
  factorsView,
  namePasskeyInput,
  passkeyView,
  recoveryCodesView,
  totpSetup,
} from '@parley/shared/factors';
import { objectId } from '@parley/shared/ids';
import { z } from 'zod';
import { route, type Routes } from '../../platform/http.js';
import {
  addPasskey,
  confirmTotp,
  dropPasskey,
  dropTotp,
  namePasskey,
  ownerOf,
  passkeyOptions,
  readFactors,
  regenerateCodes,
  removeFactorOf,
  removeFactorsOf,
  setUpTotp,
} from './factors.actions.js';
import { placeOf } from './passkeys.js';
import { mountEnrolment, mountPasskeySignIn, mountSecondStep } from './signIn.routes.js';

const params = z.strictObject({ passkeyId: objectId });

export function mountFactors(routes: Routes): void {
  mountSecondStep(routes);
  mountPasskeySignIn(routes);
  mountEnrolment(routes);
  mountOwn(routes);
  mountOwnPasskeys(routes);
  route(
    routes,
    ['delete', '/users/:userId/factors'],
    {
      summary: 'Remove the second factors of somebody who has lost them',
      params: z.strictObject({ userId: objectId }),
      proof: true,
    },
    (actor, input) => removeFactorsOf(actor, input.params.userId),
  );
  route(
    routes,
    ['delete', '/users/:userId/factors/:factorId'],
    {
      summary: 'Remove one second factor of somebody who has lost it',
      params: z.strictObject({ userId: objectId, factorId }),
      proof: true,
    },
    (actor, { params: { userId, factorId: wanted } }) => removeFactorOf(actor, userId, wanted),
  );
}

/** One's authenticator app and recovery codes. */
function mountOwn(routes: Routes): void {
  route(
    routes,
    ['get', '/me/factors'],
    { summary: 'Read your second factors', answer: factorsView, personal: true },
    (actor) => readFactors(actor),
  );
  route(
    routes,
    ['post', '/me/factors/totp'],
    {
      summary: 'Begin with an authenticator app: its key, without effect until a code confirms it',
      answer: totpSetup,
      proof: true,
    },
    async (actor) => await setUpTotp(await ownerOf(actor)),
  );
  route(
    routes,
    ['post', '/me/factors/totp/confirm'],
    {
      summary: 'Confirm the authenticator app by a code; with the first factor come recovery codes',
      body: confirmTotpInput,
      answer: recoveryCodesView,
      proof: true,
      secret: true,
    },
    async (actor, { body }) => ({
      recoveryCodes: await confirmTotp(await ownerOf(actor), body.code, actor),
    }),
  );
  route(
    routes,
    ['delete', '/me/factors/totp'],
    { summary: 'Remove your authenticator app', proof: true },
    (actor) => dropTotp(actor),
  );
  route(
    routes,
    ['post', '/me/factors/recovery-codes'],
    { summary: 'Make new recovery codes; the former ones end', answer: recoveryCodesView, proof: true },
    async (actor) => ({ recoveryCodes: await regenerateCodes(actor) }),
  );
}

function mountOwnPasskeys(routes: Routes): void {
  const { server } = routes;
  route(
    routes,
    ['post', '/me/factors/passkeys/options'],
    { summary: 'Read what a browser needs to create a passkey', answer: createPasskeyOptions, proof: true },
    async (actor, { request }) => await passkeyOptions(await ownerOf(actor), placeOf(server, request)),
  );
  route(
    routes,
    ['post', '/me/factors/passkeys'],
    {
      summary: 'Add a passkey that was created; with the first factor come recovery codes',
      body: addPasskeyInput,
      answer: z.strictObject({ passkey: passkeyView, recoveryCodes: z.array(z.string()) }),
      proof: true,
      status: 201,
    },
    async (actor, { body, request }) =>
      await addPasskey(await ownerOf(actor), placeOf(server, request), body),
  );
  route(
    routes,
    ['patch', '/me/factors/passkeys/:passkeyId'],
    { summary: 'Name a passkey', params, body: namePasskeyInput, answer: passkeyView, personal: true },
    (actor, input) => namePasskey(actor, input.params.passkeyId, input.body.name),
  );
  route(
    routes,
    ['delete', '/me/factors/passkeys/:passkeyId'],
    { summary: 'Remove a passkey', params, proof: true },
    (actor, input) => dropPasskey(actor, input.params.passkeyId),
  );
}
