import type { SecondStep } from '@parley/shared/errors';
import type { EventPayload } from '@parley/shared/events';
import { limits } from '@parley/shared/limits';
import type { SignedIn } from '@parley/shared/sessions';
import { Types } from 'mongoose';
import type { From, Server } from '../../platform/context.js';
import type { LimitsUsed } from '../../platform/rateLimit.js';
import { hashToken } from '../../platform/secrets.js';
import { inSlot } from '../../platform/slots.js';
import type { Proven } from '../credentials/credentials.access.js';
import type { TicketPurpose } from '../credentials/tickets.access.js';
import { requireNotBanned } from '../users/bans.access.js';
import { noteSeen } from '../users/seen.change.js';
import type { UserDoc } from '../users/users.access.js';
import { viewMe } from '../users/users.view.js';
import { makeRefreshToken } from './refreshTokens.js';
import { denyDevice, knownPeople, newDeviceId } from './devices.js';
import { lifetimes } from './sessions.live.js';
import { Sessions, type SessionDoc } from './sessions.model.js';
import { signAccessToken, signSignOutToken, storageKeyOf } from './tokens.js';

/** Where a request came from, for the list of one's sessions, and its use of limits. */
export interface Origin extends From {
  userAgent: string;
  /** The browser's device cookie, as received. */
  deviceCookie: string | undefined;
  /** People who have signed in by this browser, where its cookie does not come along: as it was when the sign-in began. */
  knownTo?: readonly string[];
  limitsUsed: LimitsUsed;
}

/** What the client stores, and the refresh token for its cookie (absent when it cannot be made again). */
export interface Granted {
  signedIn: SignedIn;
  refreshToken: string | undefined;
  /** Of the browser's device cookie; undefined for one that stays as it is. */
  deviceId: string | undefined;
}

/** A new account: its names are added when it is stored. */
export type Account = Omit<UserDoc, 'names'>;

/** The response for a client that has a session now. @param cookies what its cookies get */
export function grant(
  server: Server,
  user: Account,
  sessionId: string,
  { refreshToken, deviceId }: Pick<Granted, 'refreshToken' | 'deviceId'>,
): Granted {
  const claims = { userId: String(user._id), sessionId };
  return {
    refreshToken,
    deviceId,
    signedIn: {
      accessToken: signAccessToken(server, claims),
      expiresIn: server.config.ACCESS_TOKEN_SECONDS,
      sessionId,
      signOutToken: signSignOutToken(server, claims),
      storageKey: storageKeyOf(server, claims.userId),
      me: viewMe(user),
    },
  };
}

/** At the limit of sessions a sign-in is not refused: the least recently used one ends. */
async function storeSession(server: Server, session: SessionDoc): Promise<void> {
  const { userId } = session;
  const model = Sessions(server);
  const slots = { of: { userId }, most: limits.sessionsPerPerson };
  while (!(await inSlot(model, slots, (slot) => model.create({ ...session, slot })))) {
    const oldest = await model.findOne({ userId }, { _id: 1 }).sort({ lastUsedAt: 1 }).lean();
    if (oldest) await endSession(server, String(oldest._id), 'revoked');
  }
}

/**
 * Signs somebody in.
 * @param provedAt when they have shown who they are; null where that is not known
 */
export async function startSession(
  server: Server,
  user: Account,
  origin: Origin,
  provedAt: Date | null = new Date(),
): Promise<Granted> {
  requireNotBanned(user);
  const sessionId = new Types.ObjectId();
  const refreshToken = makeRefreshToken(server, String(sessionId), 0);
  const now = new Date();
  const userId = String(user._id);
  const known = (await knownPeople(server, origin.deviceCookie)).get(userId);
  const deviceId = known ?? newDeviceId();
  await storeSession(server, {
    _id: sessionId,
    userId: user._id,
    refreshHash: hashToken(refreshToken),
    previousHash: null,
    generation: 0,
    rotatedAt: now,
    ...(provedAt ? { provedAt } : {}),
    createdAt: now,
    lastUsedAt: now,
    expiresAt: new Date(now.getTime() + lifetimes(server).longest),
    userAgent: origin.userAgent.slice(0, 300),
    address: origin.address,
    deviceId,
  });
  noteSeen(server, user);
  if (known === undefined && origin.knownTo?.includes(userId) !== true)
    await server.bus.publishAndWait('session.ofNewDevice', {
      sessionId: String(sessionId),
      user,
      userAgent: origin.userAgent.slice(0, 300),
      address: origin.address,
    });
  return grant(server, user, String(sessionId), { refreshToken, deviceId });
}

export type EndReason = EventPayload<'session:ended'>['reason'];

declare module '../../platform/bus.js' {
  interface BusEvents {
    /** A session or an access token has ended: somebody signed out, or it was revoked. It may be published again. */
    'session.ended': { sessionId: string };
    /** A session was started by a browser in which this person had not signed in. The publisher waits. */
    'session.ofNewDevice': { sessionId: string; user: Account; userAgent: string; address: string };
  }
  interface BusRequests {
    /** What is needed besides the proof: undefined for nothing. */
    'sessions.secondStep': {
      request: { proven: Proven; purpose: TicketPurpose; byLink?: boolean };
      answer: SecondStep | undefined;
    };
    /** Whether this person has a second factor, or has to have one by now. */
    'sessions.factorNeeded': { request: { user: UserDoc }; answer: boolean };
  }
}

/** Ends a session and its sockets. */
export async function endSession(server: Server, sessionId: string, reason: EndReason): Promise<void> {
  await Sessions(server).deleteOne({ _id: sessionId });
  server.publish.toSession(sessionId, 'session:ended', { reason });
  server.publish.cut(sessionId);
  server.bus.publish('session.ended', { sessionId });
}

/**
 * "That was not me": ends a session and all others of its browser, which is new for this person from then on. Idempotent.
 * @param by the session that denies it: one of the same browser denies itself, and that browser stays known
 */
export async function denySession(
  server: Server,
  userId: string,
  { sessionId, by }: { sessionId: string; by?: string },
): Promise<void> {
  const { deviceId } = (await Sessions(server).findOne({ _id: sessionId, userId }).lean()) ?? {};
  const found =
    deviceId === undefined ? [] : await Sessions(server).find({ userId, deviceId }, { _id: 1 }).lean();
  const same = found.map(({ _id }) => String(_id));
  const isOwn = by !== undefined && same.includes(by);
  // First, so that a crash in between leaves no browser known.
  if (deviceId !== undefined && !isOwn) await denyDevice(server, deviceId);
  for (const id of isOwn ? [] : same) if (id !== sessionId) await endSession(server, id, 'revoked');
  await endSession(server, sessionId, 'revoked');
}

/** Ends all sessions of somebody, on every device. */
export async function endAllSessions(server: Server, userId: string, reason: EndReason): Promise<void> {
  const sessions = await Sessions(server).find({ userId }, { _id: 1 }).lean();
  for (const { _id } of sessions) await endSession(server, String(_id), reason);
}
