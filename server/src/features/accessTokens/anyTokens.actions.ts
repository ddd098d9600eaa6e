import { notFound } from '@parley/shared/errors';
import { INTEGRATIONS_PAGE, type AnyTokenView, type IntegrationsQuery } from '@parley/shared/integrations';
import { mayManage } from '@parley/shared/permissions';
import { refusal } from '@parley/shared/refusals';
import { trusted, Types } from 'mongoose';
import type { Actor } from '../../platform/context.js';
import { recordAudit } from '../audit/audit.change.js';
import { findAccount, findAccounts, type UserDoc } from '../users/users.access.js';
import { requireWorkspace } from '../workspace/workspace.access.js';
import { tellEnded, viewAccessToken } from './accessTokens.actions.js';
import { AccessTokens } from './accessTokens.model.js';

/** One's own always, and those of owners and admins by owners alone. */
const mayRevoke = (actor: Actor, owner: UserDoc | undefined, userId: string): boolean =>
  userId === actor.userId || !owner || mayManage(actor.role, owner.role, owner.role);

/** A page of everybody's tokens, the newest first; never a token itself. @throws forbidden */
export async function listAnyTokens(
  actor: Actor,
  { before }: IntegrationsQuery,
): Promise<{ tokens: AnyTokenView[]; next: string | null }> {
  requireWorkspace(actor, 'manageIntegrations');
  const found = await AccessTokens(actor.server)
    .find(before === undefined ? {} : { _id: trusted({ $lt: new Types.ObjectId(before) }) })
    .sort({ _id: -1 })
    .limit(INTEGRATIONS_PAGE)
    .lean();
  const owners = await findAccounts(actor.server, [...new Set(found.map(({ userId }) => String(userId)))]);
  const tokens = found.map((token) => {
    const userId = String(token.userId);
    const owner = owners.get(userId);
    return {
      ...viewAccessToken(token),
      owner: { userId, displayName: owner?.displayName ?? '' },
      mayRevoke: mayRevoke(actor, owner, userId),
    };
  });
  return { tokens, next: found.length === INTEGRATIONS_PAGE ? (tokens.at(-1)?.tokenId ?? null) : null };
}

/** Revokes anybody's token at once, and ends its sockets. @throws forbidden, not_found */
export async function revokeAnyToken(actor: Actor, tokenId: string): Promise<void> {
  requireWorkspace(actor, 'manageIntegrations');
  const { server } = actor;
  const token = await AccessTokens(server).findById(tokenId).lean();
  if (!token) throw notFound();
  const userId = String(token.userId);
  if (!mayRevoke(actor, await findAccount(server, userId), userId)) throw refusal('accounts.ownersOnly');
  const { deletedCount } = await AccessTokens(server).deleteOne({ _id: tokenId });
  // Somebody else has done so meanwhile, who is in the audit log.
  if (deletedCount === 0) throw notFound();
  tellEnded(server, tokenId);
  await recordAudit(actor, {
    action: 'token.revoked',
    on: { kind: 'token', id: tokenId },
    about: userId,
    before: { name: token.name, scope: token.scope },
  });
}
