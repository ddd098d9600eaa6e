import { refusal } from '@parley/shared/refusals';
import type { AppError } from '@parley/shared/errors';
import type {
  CreatedPasskey,
  CreatePasskeyOptions,
  UsedPasskey,
  UsePasskeyOptions,
} from '@parley/shared/factors';
import { verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server';
import { decodeAttestationObject, isoBase64URL } from '@simplewebauthn/server/helpers';
import { trusted } from 'mongoose';
import type { IncomingMessage } from 'node:http';
import type { Server } from '../../platform/context.js';
import {
  CHALLENGE_MS,
  isChallenge,
  makeChallenge,
  takeChallenge,
  type ChallengePurpose,
} from './challenges.js';
import { findPasskey } from './factors.access.js';
import { Factors, type PasskeyDoc } from './factors.model.js';

/** EdDSA, ES256, RS256: what all authenticators have one of. Source: IANA COSE Algorithms; WebAuthn 3, 5.4. */
const ALGORITHMS = [-8, -7, -257];

/** Where a page runs: a passkey is valid for one host name alone. */
export interface Place {
  origin: string;
  rpId: string;
}

/**
 * The place of a request: PUBLIC_URL where it is set, and else the page's own, which is the host of the request (`platform/origin.ts`).
 * @throws conflict for a page at another address, and for a program
 */
export function placeOf({ config }: Server, { headers }: Pick<IncomingMessage, 'headers'>): Place {
  const { origin } = headers;
  const publicUrl = config.PUBLIC_URL === undefined ? undefined : new URL(config.PUBLIC_URL);
  if (publicUrl && origin !== undefined && origin !== publicUrl.origin)
    throw refusal('factors.passkeyAddress', { address: publicUrl.origin });
  const url = publicUrl ?? (origin === undefined ? undefined : new URL(origin));
  if (!url) throw refusal('factors.passkeyOrigin');
  return { origin: url.origin, rpId: url.hostname };
}

/** What the library reads of an answer: extensions change nothing for us. */
const createdForm = ({ response, ...head }: CreatedPasskey) => ({
  id: head.id,
  rawId: head.rawId,
  type: head.type,
  clientExtensionResults: {},
  response: { clientDataJSON: response.clientDataJSON, attestationObject: response.attestationObject },
});

const usedForm = ({ response, ...head }: UsedPasskey) => ({
  id: head.id,
  rawId: head.rawId,
  type: head.type,
  clientExtensionResults: {},
  response: {
    clientDataJSON: response.clientDataJSON,
    authenticatorData: response.authenticatorData,
    signature: response.signature,
  },
});

const refused = (): AppError => refusal('factors.passkeyRefused');

const describe = ({ credentialId, transports }: PasskeyDoc) => ({
  id: credentialId,
  type: 'public-key' as const,
  transports,
});

/** What a browser needs to use a passkey. @param passkeys of a known person; none for any that its authenticator has */
export const useOptions = (
  server: Server,
  { rpId }: Place,
  subject: { purpose: ChallengePurpose; userId?: string },
  passkeys: PasskeyDoc[] = [],
): UsePasskeyOptions => ({
  challenge: makeChallenge(server, subject),
  rpId,
  timeout: CHALLENGE_MS,
  userVerification: 'required',
  allowCredentials: passkeys.filter((passkey) => passkey.rpId === rpId).map(describe),
});

/** What a browser needs to create a passkey. @param passkeys that the person has: none is made twice */
export const createOptions = (
  server: Server,
  { rpId }: Place,
  { user, workspace }: { user: { userId: string; username: string; displayName: string }; workspace: string },
  passkeys: PasskeyDoc[],
): CreatePasskeyOptions => ({
  challenge: makeChallenge(server, { purpose: 'create', userId: user.userId }),
  rp: { id: rpId, name: workspace },
  user: {
    id: Buffer.from(user.userId).toString('base64url'),
    name: user.username,
    displayName: user.displayName,
  },
  pubKeyCredParams: ALGORITHMS.map((alg) => ({ alg, type: 'public-key' })),
  timeout: CHALLENGE_MS,
  attestation: 'none',
  excludeCredentials: passkeys.filter((passkey) => passkey.rpId === rpId).map(describe),
  // Discoverable, so that it can be the only factor, and never without a PIN, a finger or a face.
  authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
});

/** Verifies with a challenge of ours, and uses that up. @throws invalid when anything is wrong */
async function verified<T extends { verified: boolean }>(
  server: Server,
  subject: { purpose: ChallengePurpose; userId?: string },
  verify: (expectedChallenge: (challenge: string) => boolean) => Promise<T>,
): Promise<T> {
  let signed = '';
  let result: T;
  try {
    result = await verify((challenge) => {
      signed = challenge;
      return isChallenge(server, challenge, subject);
    });
  } catch (error) {
    // The library throws for every kind of wrong answer, a counter that went back among them.
    server.log.info({ err: error }, 'a passkey was refused');
    throw refused();
  }
  if (!result.verified || !(await takeChallenge(server, signed))) throw refused();
  return result;
}

/**
 * Refuses statements about the authenticator that name certificates to follow: the library would fetch lists from addresses that the
 * sender has written into them. None is requested; browsers send these two.
 */
function requireHarmless(attestationObject: string): void {
  const format = decodeAttestationObject(isoBase64URL.toBuffer(attestationObject)).get('fmt');
  if (format !== 'none' && format !== 'packed') throw new Error(`attestation ${format}`);
}

/** Verifies a passkey that was just created. @returns what is stored of it. @throws invalid */
export async function verifyCreated(
  server: Server,
  { origin, rpId }: Place,
  userId: string,
  response: CreatedPasskey,
): Promise<Pick<PasskeyDoc, 'credentialId' | 'publicKey' | 'counter' | 'transports' | 'rpId'>> {
  const { registrationInfo } = await verified(
    server,
    { purpose: 'create', userId },
    async (expectedChallenge) => {
      requireHarmless(response.response.attestationObject);
      return await verifyRegistrationResponse({
        response: createdForm(response),
        expectedChallenge,
        expectedOrigin: origin,
        expectedRPID: rpId,
        requireUserVerification: true,
        supportedAlgorithmIDs: ALGORITHMS,
      });
    },
  );
  if (!registrationInfo) throw refused();
  const { id, publicKey, counter } = registrationInfo.credential;
  return {
    credentialId: id,
    publicKey: Buffer.from(publicKey).toString('base64url'),
    counter,
    transports: response.response.transports ?? [],
    rpId,
  };
}

/**
 * Verifies that somebody has used a passkey, by a challenge of ours, here.
 * @param subject with a person, whose passkey it must be
 * @returns the passkey. @throws invalid
 */
export async function verifyUsed(
  server: Server,
  { origin, rpId }: Place,
  subject: { purpose: ChallengePurpose; userId?: string },
  response: UsedPasskey,
): Promise<PasskeyDoc> {
  const known = await findPasskey(server, response.id);
  if (known?.rpId !== rpId) throw refused();
  const userId = String(known.userId);
  if (subject.userId !== undefined && subject.userId !== userId) throw refused();
  const { userHandle } = response.response;
  if (
    userHandle !== undefined &&
    userHandle !== '' &&
    Buffer.from(userHandle, 'base64url').toString() !== userId
  )
    throw refused();
  const { authenticationInfo } = await verified(server, subject, (expectedChallenge) =>
    verifyAuthenticationResponse({
      response: usedForm(response),
      expectedChallenge,
      expectedOrigin: origin,
      expectedRPID: rpId,
      requireUserVerification: true,
      credential: {
        id: known.credentialId,
        publicKey: Uint8Array.from(Buffer.from(known.publicKey, 'base64url')),
        counter: known.counter,
      },
    }),
  );
  await noteUse(server, known, authenticationInfo.newCounter);
  return known;
}

/** Of two uses with the same counter one is of a copy. Many authenticators do not count: theirs stays 0. @throws invalid */
async function noteUse(server: Server, known: PasskeyDoc, counter: number): Promise<void> {
  const { modifiedCount } = await Factors(server).updateOne(
    { _id: known._id, ...(counter === 0 ? {} : { counter: trusted({ $lt: counter }) }) },
    { $set: { counter, lastUsedAt: new Date() } },
  );
  if (modifiedCount === 0) throw refused();
}
