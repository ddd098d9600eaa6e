import { refusal } from '@parley/shared/refusals';
import { trusted } from 'mongoose';
import type { Actor, Server } from '../../platform/context.js';
import { hashToken } from '../../platform/secrets.js';
import { isBanned } from '../users/bans.access.js';
import { findAccount, findAccounts } from '../users/users.access.js';
import { AccessTokens, type AccessTokenDoc } from './accessTokens.model.js';

/** Interval between two writes of a token's last use. */
const NOTE_USE_EVERY_MS = 60_000;

/** The actor of a personal access token, as of now. @throws unauthenticated */
export async function authenticateToken(server: Server, token: string): Promise<Actor> {
  const found = await AccessTokens(server)
    .findOne({ hash: hashToken(token) })
    .lean();
  const now = Date.now();
  const good = found && (found.expiresAt === null || found.expiresAt.getTime() > now);
  const user = good ? await findAccount(server, String(found.userId)) : undefined;
  if (!found || !user?.active || isBanned(user)) throw refusal('tokens.none');
  if ((found.lastUsedAt?.getTime() ?? 0) < now - NOTE_USE_EVERY_MS)
    await AccessTokens(server).updateOne({ _id: found._id }, { $set: { lastUsedAt: new Date(now) } });
  return {
    server,
    userId: String(user._id),
    // No session of its own: a token ends by being revoked, not by signing out.
    sessionId: String(found._id),
    role: user.role,
    token: { scope: found.scope },
  };
}

/** Those of these tokens that have ended. A deactivated person's sockets are ended by their node. */
export async function findEndedTokens(server: Server, tokenIds: string[]): Promise<string[]> {
  if (tokenIds.length === 0) return [];
  const found = await AccessTokens(server)
    .find({ _id: trusted({ $in: tokenIds }) }, { userId: 1, expiresAt: 1 })
    .lean();
  const active = await findAccounts(server, [...new Set(found.map(({ userId }) => String(userId)))]);
  const good = new Set(
    found
      .filter(({ expiresAt }) => expiresAt === null || expiresAt.getTime() > Date.now())
      .filter(({ userId }) => active.get(String(userId))?.active === true)
      .map(({ _id }) => String(_id)),
  );
  return tokenIds.filter((tokenId) => !good.has(tokenId));
}

export const listAccessTokens = (actor: Actor): Promise<AccessTokenDoc[]> =>
  AccessTokens(actor.server).find({ userId: actor.userId }).sort({ _id: -1 }).limit(200).lean().exec();
