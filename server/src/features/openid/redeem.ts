import { createHash, timingSafeEqual } from 'node:crypto';
import { decodeProtectedHeader } from 'jose';
import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  fetchUserInfo,
  type Configuration,
} from 'openid-client';
import { z } from 'zod';
import type { Server } from '../../platform/context.js';
import { PROOF_MS } from '../../platform/demands.js';
import type { Claims } from './claims.js';
import { ASYMMETRIC, configurationOf } from './discovery.js';
import { githubClaims } from './github.js';
import type { AttemptDoc } from './openid.model.js';
import { callbackOf, type Provider } from './providers.js';

/** What a token says of a person. What has another type than the standard prescribes counts as absent. */
const text = z.string().max(500).optional().catch(undefined);
const personal = z.object({
  email: text,
  // Some providers send it as a string.
  email_verified: z
    .union([z.boolean(), z.enum(['true', 'false']).transform((value) => value === 'true')])
    .optional()
    .catch(undefined),
  name: text,
  preferred_username: text,
  nickname: text,
  sid: text,
});

/** The token's answer does not fit to it. */
class InvalidToken extends Error {}

/**
 * Checks that an access token belongs to an id token, where it says so. The library does not.
 * Source: OpenID Connect Core 1.0, 3.1.3.8: the left half of the hash of its signature's algorithm.
 */
function requireAccessToken(idToken: string, accessToken: string, atHash: unknown): void {
  const { alg = '' } = decodeProtectedHeader(idToken);
  if (!ASYMMETRIC.includes(alg)) throw new InvalidToken(`signed with ${alg}`);
  if (atHash === undefined) return;
  // Ed25519 has no number of bits in its name; its hash is SHA-512 as that of EdDSA.
  const bits = /^[RPE]S(\d{3})$/.exec(alg)?.[1] ?? '512';
  const hash = createHash(`sha${bits}`).update(accessToken).digest();
  const right = hash.subarray(0, hash.length / 2);
  const given = Buffer.from(String(atHash), 'base64url');
  if (given.length !== right.length || !timingSafeEqual(given, right))
    throw new InvalidToken('at_hash is not that of the access token');
}

/** When somebody has signed in at the provider, and not in the future. @param seconds `auth_time` of an id token */
const timeOf = (seconds: unknown): Date | undefined =>
  typeof seconds === 'number' && Number.isFinite(seconds)
    ? new Date(Math.max(0, Math.min(seconds * 1000, Date.now())))
    : undefined;

/** What makes a provider verify the person anew, and say when. Source: OpenID Connect Core 1.0, 3.1.2.1 */
const anew = { prompt: 'login', max_age: String(PROOF_MS / 1000) };

/**
 * The address of the provider's page.
 * @param attempt `state` is what its answer must carry; `again` has the person signed in there anew, where the provider can do that; `silent` shows no
 *   page: without a session there the provider answers `login_required`
 */
export async function authorizationAddress(
  server: Server,
  provider: Provider,
  {
    state,
    nonce,
    verifier,
    again = false,
    silent = false,
  }: { state: string; nonce: string; verifier: string; again?: boolean; silent?: boolean },
): Promise<string> {
  const configuration = await configurationOf(server, provider);
  return buildAuthorizationUrl(configuration, {
    redirect_uri: callbackOf(server, provider),
    scope: provider.scopes.join(' '),
    response_type: 'code',
    state,
    code_challenge: await calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...(provider.preset === 'github' ? {} : { nonce, ...(again ? anew : silent ? { prompt: 'none' } : {}) }),
  }).href;
}

type Document = Record<string, unknown>;

const addressIn = ({ email }: Document): string | undefined =>
  typeof email === 'string' ? email.toLowerCase() : undefined;

/** Both documents as one. What is signed counts more; that an address is confirmed counts for this address only. */
function merge(signed: Document, read: Document): Document {
  const [own, other] = addressIn(signed) === undefined ? [read, signed] : [signed, read];
  const same = addressIn(other) === addressIn(own);
  const email_verified = own['email_verified'] ?? (same ? other['email_verified'] : undefined);
  return { ...read, ...signed, email: own['email'], email_verified };
}

/** The claims that the provider's rules read. */
const claimsOfRules = ({ require, groups }: Provider): string[] => [
  ...(require ? [require.claim] : []),
  ...(groups ? [groups.claim] : []),
];

/** Claims that the id token lacks are read from the provider: most put only the subject into it. */
async function withUserInfo(
  configuration: Configuration,
  provider: Provider,
  { accessToken, claims }: { accessToken: string; claims: Record<string, unknown> & { sub: string } },
): Promise<Record<string, unknown>> {
  const wanted = ['email', 'email_verified', 'name', ...claimsOfRules(provider)];
  const complete = wanted.every((claim) => claims[claim] !== undefined);
  if (complete || configuration.serverMetadata().userinfo_endpoint === undefined) return claims;
  return merge(claims, await fetchUserInfo(configuration, accessToken, claims.sub));
}

/**
 * Redeems the code of a callback, and verifies whom it is for.
 *
 * @param query of the callback, as received
 * @param state of the attempt, which the browser has and the answer must carry
 * @throws ProviderUnreachable, or an error of `openid-client` or `InvalidToken` when anything about the answer is wrong
 */
export async function redeem(
  server: Server,
  provider: Provider,
  { query, state, attempt }: { query: string; state: string; attempt: AttemptDoc },
): Promise<Claims> {
  const configuration = await configurationOf(server, provider);
  const address = new URL(callbackOf(server, provider));
  address.search = query;
  const github = provider.preset === 'github';
  const tokens = await authorizationCodeGrant(configuration, address, {
    expectedState: state,
    pkceCodeVerifier: attempt.verifier,
    ...(github ? {} : { expectedNonce: attempt.nonce, idTokenExpected: true }),
  });
  if (github) return await githubClaims(configuration, provider, tokens.access_token);
  const claims = tokens.claims();
  if (!claims || tokens.id_token === undefined) throw new InvalidToken('there is no id token');
  requireAccessToken(tokens.id_token, tokens.access_token, claims['at_hash']);
  const all = await withUserInfo(configuration, provider, { accessToken: tokens.access_token, claims });
  const { email, email_verified, name, preferred_username, nickname, sid } = personal.parse(all);
  return {
    issuer: claims.iss,
    subject: claims.sub,
    email: email?.toLowerCase(),
    emailVerified: email_verified,
    name,
    username: preferred_username ?? nickname,
    sid,
    // Of the signed token alone.
    authenticatedAt: timeOf(claims.auth_time),
    all,
  };
}
