import { AppError } from '@parley/shared/errors';
import { refusal } from '@parley/shared/refusals';
import type { From, Server } from '../../platform/context.js';
import { logEvent } from '../../platform/eventLog.js';
import { isDiskFull } from '../../platform/fullDisk.js';
import { hashToken } from '../../platform/secrets.js';
import { recordAudit } from '../audit/audit.change.js';
import { isBanned } from '../users/bans.access.js';
import { noteSeen } from '../users/seen.change.js';
import { findAccount } from '../users/users.access.js';
import { familyOf, makeRefreshToken } from './refreshTokens.js';
import { endSession, grant, type Granted } from './sessions.change.js';
import { hasEnded } from './sessions.live.js';
import { Sessions, type SessionDoc } from './sessions.model.js';

/**
 * Two tabs may refresh with the same cookie at once, and a response may be lost: within this time after a rotation the previous token is
 * not treated as stolen. A page waits 20 s for a response before it retries.
 */
const ROTATION_GRACE_MS = 60_000;

const endedError = (): AppError => refusal('sessions.ended');

/** The session a refresh token is or was of, at any age; null when it has ended. */
export function findFamily(server: Server, refreshToken: string): Promise<SessionDoc | null> {
  const sessionId = familyOf(server, refreshToken);
  const hash = hashToken(refreshToken);
  return Sessions(server)
    .findOne(
      sessionId === undefined ? { $or: [{ refreshHash: hash }, { previousHash: hash }] } : { _id: sessionId },
    )
    .lean()
    .exec();
}

/**
 * Replaces the refresh token of a session.
 *
 * @param current the token that is replaced
 * @returns undefined when another request has replaced it first; `current` on a full disk: it stays the only valid one, and people can read
 */
async function rotate(
  server: Server,
  session: SessionDoc,
  { current, now }: { current: string; now: Date },
): Promise<string | undefined> {
  const generation = (session.generation ?? 0) + 1;
  const next = makeRefreshToken(server, String(session._id), generation);
  const { refreshHash } = session;
  const set = {
    refreshHash: hashToken(next),
    previousHash: refreshHash,
    generation,
    rotatedAt: now,
    lastUsedAt: now,
  };
  try {
    const { modifiedCount } = await Sessions(server).updateOne(
      { _id: session._id, refreshHash },
      { $set: set },
    );
    return modifiedCount === 1 ? next : undefined;
  } catch (error) {
    if (isDiskFull(error)) return current;
    throw error;
  }
}

/** The token that replaced the previous one; undefined when a server of an older version made it. */
function successorOf(server: Server, { _id, generation, refreshHash }: SessionDoc): string | undefined {
  const successor = makeRefreshToken(server, String(_id), generation ?? 0);
  return hashToken(successor) === refreshHash ? successor : undefined;
}

/**
 * A new access token for a refresh token, which is replaced. For a moment the previous one returns the same successor;
 * any other that was replaced, at whatever age, is in the hands of a second person: its session ends.
 * @throws unauthenticated
 */
export async function refresh(server: Server, refreshToken: string, from: From): Promise<Granted> {
  const hash = hashToken(refreshToken);
  const now = new Date();
  const found = await findFamily(server, refreshToken);
  if (!found || hasEnded(server, found, now.getTime())) throw endedError();
  const sessionId = String(found._id);
  let next =
    found.refreshHash === hash ? await rotate(server, found, { current: refreshToken, now }) : undefined;
  if (next === undefined) {
    const session = await Sessions(server).findById(sessionId).lean();
    if (!session) throw endedError();
    const justReplaced =
      session.previousHash === hash && now.getTime() - session.rotatedAt.getTime() <= ROTATION_GRACE_MS;
    if (!justReplaced) {
      logEvent(server, 'session_stolen', from, { userId: String(found.userId), sessionId });
      await endSession(server, sessionId, 'revoked');
      await recordAudit(
        { server, userId: String(found.userId), sessionId, from },
        { action: 'person.sessionStolen', on: { kind: 'person', id: String(found.userId) } },
      );
      throw endedError();
    }
    next = successorOf(server, session);
  }
  const user = await findAccount(server, String(found.userId));
  if (!user?.active || isBanned(user)) throw endedError();
  noteSeen(server, user);
  return grant(server, user, sessionId, { refreshToken: next, deviceId: found.deviceId });
}
