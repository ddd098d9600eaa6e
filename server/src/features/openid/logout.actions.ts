import { AppError } from '@parley/shared/errors';
import { customFetch as joseFetch, createRemoteJWKSet, jwtVerify, type JWTPayload } from 'jose';
import { buildEndSessionUrl } from 'openid-client';
import { trusted, type Types } from 'mongoose';
import { addressKey } from '../../platform/addressKey.js';
import { publicAddress } from '../../platform/basePath.js';
import type { From, Server } from '../../platform/context.js';
import { duplicateKey } from '../../platform/database.js';
import { logEvent } from '../../platform/eventLog.js';
import { perServer } from '../../platform/perServer.js';
import { hashToken } from '../../platform/secrets.js';
import { lifetimes } from '../sessions/sessions.access.js';
import { endSession, type EndReason, type Origin } from '../sessions/sessions.change.js';
import type { Claims } from './claims.js';
import { ASYMMETRIC, CLOCK_SECONDS, configurationOf } from './discovery.js';
import { guardedFetch } from './guardedFetch.js';
import { backChannelLimit, countStep } from './openid.limits.js';
import { OpenidSessions, UsedTokens, type IdentityDoc, type OpenidSessionDoc } from './openid.model.js';
import { loadProvider, type Provider } from './providers.js';

/** Source: OpenID Connect Back-Channel Logout 1.0, 2.4: a short time, at most two minutes in the future. */
const TOKEN_AGE_SECONDS = 120;
const EVENT = 'http://schemas.openid.net/event/backchannel-logout';

/** Stores by which account of a provider a session was started, so that the provider can end it. */
export async function noteSession(
  server: Server,
  sessionId: string,
  { userId, claims }: { userId: Types.ObjectId; claims: Claims },
): Promise<void> {
  const { issuer, subject, sid } = claims;
  await OpenidSessions(server).create({
    _id: sessionId,
    userId,
    issuer,
    subject,
    ...(sid === undefined ? {} : { sid }),
    expiresAt: new Date(Date.now() + lifetimes(server).longest),
  });
}

/** A session has ended. */
export const forgetSession = (server: Server, sessionId: string): Promise<unknown> =>
  OpenidSessions(server).deleteOne({ _id: sessionId }).exec();

/** Ends sessions that were started by a provider. @param done called after each */
async function endStarted(
  server: Server,
  sessions: OpenidSessionDoc[],
  reason: EndReason,
  done: (session: OpenidSessionDoc) => void = () => undefined,
): Promise<void> {
  for (const session of sessions) {
    await endSession(server, session._id, reason);
    await forgetSession(server, session._id);
    done(session);
  }
}

/** Ends the sessions that were started by an identity. @param except the session of the person who has removed it */
export async function endSessionsBy(
  server: Server,
  { issuer, subject, userId }: Pick<IdentityDoc, 'issuer' | 'subject' | 'userId'>,
  except: string,
): Promise<void> {
  const named = { issuer, subject, userId, _id: trusted({ $ne: except }) };
  await endStarted(server, await OpenidSessions(server).find(named).lean(), 'revoked');
}

/** Each key set is read as a token needs it, and at most every half minute. */
const keySets = perServer(() => new Map<string, ReturnType<typeof createRemoteJWKSet>>());

function keysOf(server: Server, provider: Provider, address: string): ReturnType<typeof createRemoteJWKSet> {
  const sets = keySets(server);
  const key = `${provider.id} ${address}`;
  const known = sets.get(key);
  if (known) return known;
  const fetch = guardedFetch(server, provider);
  const made = createRemoteJWKSet(new URL(address), {
    [joseFetch]: (url, { headers, method }) =>
      fetch(url, { method, headers: Object.fromEntries(headers), body: undefined, redirect: 'manual' }),
  });
  sets.set(key, made);
  return made;
}

const invalid = (): AppError => new AppError('invalid');

/** The claims of a sign-out token. @throws invalid. Source: OpenID Connect Back-Channel Logout 1.0, 2.6 */
async function verify(
  server: Server,
  provider: Provider,
  token: string,
): Promise<JWTPayload & { jti: string }> {
  const { issuer, jwks_uri } = (await configurationOf(server, provider)).serverMetadata();
  if (jwks_uri === undefined) throw invalid();
  const { payload, protectedHeader } = await jwtVerify(token, keysOf(server, provider, jwks_uri), {
    issuer,
    audience: provider.clientId,
    algorithms: ASYMMETRIC,
    clockTolerance: CLOCK_SECONDS,
    maxTokenAge: TOKEN_AGE_SECONDS,
    requiredClaims: ['iat', 'jti', 'events'],
  });
  const { jti, events, nonce, sub, sid } = payload;
  // An id token must not pass for one.
  const typed = protectedHeader.typ === undefined || /^(jwt|logout\+jwt)$/i.test(protectedHeader.typ);
  const event =
    typeof events === 'object' && events !== null ? (events as Record<string, unknown>)[EVENT] : 0;
  const named = typeof sub === 'string' || typeof sid === 'string';
  if (!typed || typeof event !== 'object' || event === null || nonce !== undefined || !named) throw invalid();
  if (typeof jti !== 'string') throw invalid();
  return { ...payload, jti };
}

const usedId = ({ iss, jti }: { iss: string; jti: string }): string => hashToken(`${iss} ${jti}`);

/** Lets a token be used again. */
const forgetUse = (server: Server, token: { iss: string; jti: string }): Promise<unknown> =>
  UsedTokens(server)
    .deleteOne({ _id: usedId(token) })
    .exec();

/** Uses a token up. @returns false when it was used before */
async function isFirstUse(server: Server, token: { iss: string; jti: string }): Promise<boolean> {
  try {
    await UsedTokens(server).create({
      _id: usedId(token),
      expiresAt: new Date(Date.now() + 2 * (TOKEN_AGE_SECONDS + CLOCK_SECONDS) * 1000),
    });
    return true;
  } catch (error) {
    if (!duplicateKey(error)) throw error;
    return false;
  }
}

/**
 * Ends the sessions that a provider has ended: that of the token's `sid`, else all of its `sub`.
 * @throws not_found for an unknown provider, rate_limited, invalid for a token that is not valid or was used
 */
export async function backChannelLogout(
  server: Server,
  providerId: string,
  { token, from }: { token: string; from: From },
): Promise<void> {
  const provider = loadProvider(server, providerId);
  await server.limits.take(backChannelLimit, addressKey(from.address));
  const {
    iss = '',
    jti,
    sub,
    sid,
  } = await verify(server, provider, token).catch((error: unknown) => {
    server.log.warn({ err: error, provider: provider.id }, 'a sign-out token of a provider was refused');
    throw invalid();
  });
  if (!(await isFirstUse(server, { iss, jti }))) throw invalid();
  const named = {
    issuer: iss,
    ...(typeof sid === 'string' ? { sid } : {}),
    ...(typeof sub === 'string' ? { subject: sub } : {}),
  };
  try {
    const sessions = await OpenidSessions(server).find(named).limit(1000).lean();
    await endStarted(server, sessions, 'signed_out', ({ userId }) =>
      logEvent(server, 'identity_signed_out', from, { userId: String(userId), provider: provider.id }),
    );
  } catch (error) {
    // The provider sends it again.
    await forgetUse(server, { iss, jti });
    throw error;
  }
}

/** Whether a provider has a page that signs out there. */
export async function hasEndOfSession(server: Server, provider: Provider): Promise<boolean> {
  const { end_session_endpoint } = (await configurationOf(server, provider)).serverMetadata();
  return end_session_endpoint !== undefined;
}

/**
 * The page of a provider that signs out there.
 * @returns undefined when it has none
 * @throws not_found for an unknown provider, rate_limited, ProviderUnreachable
 */
export async function endSessionAddress(
  server: Server,
  providerId: string,
  origin: Pick<Origin, 'address' | 'limitsUsed'>,
): Promise<string | undefined> {
  const provider = loadProvider(server, providerId);
  await countStep(server, origin);
  if (!(await hasEndOfSession(server, provider))) return undefined;
  return buildEndSessionUrl(await configurationOf(server, provider), {
    post_logout_redirect_uri: publicAddress(server.config.PUBLIC_URL, '/'),
  }).href;
}
