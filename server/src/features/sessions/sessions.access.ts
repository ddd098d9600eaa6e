import { AppError, notFound } from '@parley/shared/errors';
import { refusal } from '@parley/shared/refusals';
import { isValidObjectId, trusted } from 'mongoose';
import { addressKey } from '../../platform/addressKey.js';
import { CONNECT_CACHE_MS, batchedRead } from '../../platform/batchedRead.js';
import type { Actor, Purpose, Server } from '../../platform/context.js';
import { knownPeople } from './devices.js';
import { isBanned } from '../users/bans.access.js';
import { findAccount, findAccountOfConnect } from '../users/users.access.js';
import { Sessions, type SessionDoc } from './sessions.model.js';
import { hasEnded } from './sessions.live.js';
import { signDeclineToken, signDeviceToken, verifyToken, type AccessClaims } from './tokens.js';

export { signDeclineToken, signDeviceToken };
export { lifetimes } from './sessions.live.js';

/** The session that a link in a mail about a new device names. @throws unauthenticated */
export const readDeviceToken = (server: Server, token: string): AccessClaims =>
  verifyToken(server, token, 'device');

const expired = (): AppError => refusal('sessions.ended');

type Live = Pick<SessionDoc, '_id' | 'userId' | 'createdAt' | 'lastUsedAt' | 'expiresAt' | 'provedAt'>;
const liveFields = { userId: 1, createdAt: 1, lastUsedAt: 1, expiresAt: 1, provedAt: 1 } as const;

async function findLives(server: Server, sessionIds: string[]): Promise<Map<string, Live>> {
  const found = await Sessions(server)
    .find({ _id: trusted({ $in: sessionIds }) }, liveFields)
    .lean<Live[]>();
  return new Map(found.map((session) => [String(session._id), session]));
}

const findLive = batchedRead<string, Live>((sessionId) => sessionId, findLives);
const findLiveOfConnect = batchedRead<string, Live>((sessionId) => sessionId, findLives, CONNECT_CACHE_MS);

/** The actor of a bearer token, as of now: a revoked session's token is refused at once. @throws unauthenticated */
export const authenticate = (server: Server, token: string, purpose: Purpose): Promise<Actor> =>
  actorOf(
    server,
    () => verifyToken(server, token, purpose === 'files' ? 'files' : 'api'),
    purpose === 'connect',
  );

/** The actor of a token that can decline this call and nothing else. @throws unauthenticated */
export const authenticateDecline = (server: Server, token: string, callId: string): Promise<Actor> =>
  actorOf(server, () => verifyToken(server, token, `decline-${callId}`), false);

/** @param connects of many connections at once the session is read once */
async function actorOf(server: Server, verify: () => AccessClaims, connects: boolean): Promise<Actor> {
  const { userId, sessionId } = verify();
  if (!isValidObjectId(userId) || !isValidObjectId(sessionId)) throw expired();
  const [session, user] = await Promise.all([
    (connects ? findLiveOfConnect : findLive)(server, sessionId),
    (connects ? findAccountOfConnect : findAccount)(server, userId),
  ]);
  if (
    !session ||
    !user ||
    !user.active ||
    isBanned(user) ||
    String(session.userId) !== userId ||
    hasEnded(server, session)
  )
    throw expired();
  const { provedAt } = session;
  return { server, userId, sessionId, role: user.role, ...(provedAt ? { provedAt } : {}) };
}

/** The id of a browser that this person has signed in with, by its device cookie; undefined for any other. @param cookie as received */
export const deviceIdOf = async (
  server: Server,
  cookie: string | undefined,
  userId: string,
): Promise<string | undefined> => (await knownPeople(server, cookie)).get(userId);

/** The people who have signed in by a browser. @param cookie as received */
export const listKnownPeople = async (server: Server, cookie: string | undefined): Promise<string[]> => [
  ...(await knownPeople(server, cookie)).keys(),
];

/** One's own session. @throws not_found for anybody else's. */
export async function loadSession(
  actor: Pick<Actor, 'server' | 'userId'>,
  sessionId: string,
): Promise<SessionDoc> {
  const session = await Sessions(actor.server).findOne({ _id: sessionId, userId: actor.userId }).lean();
  if (!session) throw notFound();
  return session;
}

/** Whether somebody has a session besides this one. */
export const findOtherSession = async (
  server: Server,
  { userId, sessionId }: AccessClaims,
): Promise<boolean> => (await Sessions(server).exists({ userId, _id: trusted({ $ne: sessionId }) })) !== null;

export const listSessions = (actor: Pick<Actor, 'server' | 'userId'>): Promise<SessionDoc[]> =>
  Sessions(actor.server).find({ userId: actor.userId }).sort({ lastUsedAt: -1 }).limit(200).lean().exec();

/** The addresses of somebody's sessions, as they are counted by. */
export async function listAddressesOf(server: Server, userId: string): Promise<string[]> {
  const found = await Sessions(server).find({ userId }, { address: 1 }).limit(200).lean();
  return [...new Set(found.map(({ address }) => addressKey(address)))].filter((key) => key !== '');
}

/** Of these sessions, those that have ended. */
export async function findEndedSessions(server: Server, sessionIds: string[]): Promise<string[]> {
  if (sessionIds.length === 0) return [];
  const alive = await Sessions(server)
    .find({ _id: trusted({ $in: sessionIds }) }, liveFields)
    .lean<Live[]>();
  const ids = new Set(
    alive.filter((session) => !hasEnded(server, session)).map((session) => String(session._id)),
  );
  return sessionIds.filter((sessionId) => !ids.has(sessionId));
}
