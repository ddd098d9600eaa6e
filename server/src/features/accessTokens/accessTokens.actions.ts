import { randomBytes } from 'node:crypto';
import {
  TOKEN_PREFIX,
  type AccessTokenView,
  type CreateAccessTokenInput,
  type CreatedAccessToken,
} from '@parley/shared/accessTokens';
import { notFound } from '@parley/shared/errors';
import { refusal } from '@parley/shared/refusals';
import { limits } from '@parley/shared/limits';
import { Types } from 'mongoose';
import type { Actor, Server } from '../../platform/context.js';
import { hashToken } from '../../platform/secrets.js';
import { inSlot } from '../../platform/slots.js';
import { recordAudit } from '../audit/audit.change.js';
import { AccessTokens, type AccessTokenDoc } from './accessTokens.model.js';

const DAY_MS = 86_400_000;

export const viewAccessToken = (token: AccessTokenDoc): AccessTokenView => ({
  tokenId: String(token._id),
  name: token.name,
  scope: token.scope,
  createdAt: token.createdAt.toISOString(),
  expiresAt: token.expiresAt?.toISOString() ?? null,
  lastUsedAt: token.lastUsedAt?.toISOString() ?? null,
});

/** Creates a token. Only this response ever contains it. @throws conflict at the limit of tokens */
export async function createAccessToken(
  actor: Actor,
  input: CreateAccessTokenInput,
): Promise<CreatedAccessToken> {
  const token = `${TOKEN_PREFIX}${randomBytes(32).toString('base64url')}`;
  const now = new Date();
  const stored: AccessTokenDoc = {
    _id: new Types.ObjectId(),
    userId: new Types.ObjectId(actor.userId),
    name: input.name.trim(),
    scope: input.scope,
    hash: hashToken(token),
    createdAt: now,
    expiresAt: input.days === null ? null : new Date(now.getTime() + input.days * DAY_MS),
    lastUsedAt: null,
  };
  const model = AccessTokens(actor.server);
  const slots = { of: { userId: stored.userId }, most: limits.tokensPerPerson };
  if (!(await inSlot(model, slots, (slot) => model.create({ ...stored, slot }))))
    throw refusal('tokens.tooMany', { most: limits.tokensPerPerson });
  await recordAudit(actor, {
    action: 'token.created',
    on: { kind: 'token', id: String(stored._id) },
    about: actor.userId,
    after: { name: stored.name, scope: stored.scope, days: input.days },
  });
  return { ...viewAccessToken(stored), token };
}

/** Ends the sockets of a token that is revoked. */
export function tellEnded(server: Server, tokenId: string): void {
  server.publish.toSession(tokenId, 'session:ended', { reason: 'revoked' });
  server.publish.cut(tokenId);
  server.bus.publish('session.ended', { sessionId: tokenId });
}

/** Ends all tokens of a person, and the sockets that were opened with them: after a password change, or a deactivation. */
export async function endTokensOf(server: Server, userId: string): Promise<void> {
  const tokens = await AccessTokens(server).find({ userId }, { _id: 1 }).lean();
  await AccessTokens(server).deleteMany({ userId });
  for (const { _id } of tokens) tellEnded(server, String(_id));
}

/** Ends a token that was deleted. */
async function recordRevoked(actor: Actor, token: AccessTokenDoc): Promise<AccessTokenView> {
  const tokenId = String(token._id);
  tellEnded(actor.server, tokenId);
  await recordAudit(actor, {
    action: 'token.revoked',
    on: { kind: 'token', id: tokenId },
    about: String(token.userId),
    before: { name: token.name, scope: token.scope },
  });
  return viewAccessToken(token);
}

/** Revokes a token at once, and ends its sockets. @throws not_found for anybody else's */
export async function revokeAccessToken(actor: Actor, tokenId: string): Promise<void> {
  const token = await AccessTokens(actor.server)
    .findOneAndDelete({ _id: tokenId, userId: actor.userId })
    .lean();
  if (!token) throw notFound();
  await recordRevoked(actor, token);
}

/**
 * Revokes anybody's token, such as one that was found in public. No permission check: for the operator.
 * @param of its id, or the token itself
 * @throws not_found
 */
export async function revokeFoundToken(
  actor: Actor,
  of: { tokenId: string } | { token: string },
): Promise<AccessTokenView & { userId: string }> {
  const token = await AccessTokens(actor.server)
    .findOneAndDelete('tokenId' in of ? { _id: of.tokenId } : { hash: hashToken(of.token) })
    .lean();
  if (!token) throw notFound();
  return { ...(await recordRevoked(actor, token)), userId: String(token.userId) };
}
