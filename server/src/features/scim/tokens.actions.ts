import { randomBytes } from 'node:crypto';
import { notFound } from '@parley/shared/errors';
import type { CreatedScimToken, CreateScimTokenInput, ScimTokenView } from '@parley/shared/scim';
import { MOST_SCIM_TOKENS, SCIM_TOKEN_PREFIX } from '@parley/shared/scim';
import { refusal } from '@parley/shared/refusals';
import { Types } from 'mongoose';
import type { Actor } from '../../platform/context.js';
import { hashToken } from '../../platform/secrets.js';
import { inSlot } from '../../platform/slots.js';
import { recordAudit } from '../audit/audit.change.js';
import { ScimTokens, type ScimTokenDoc } from './scim.model.js';

/** By a token one could become an owner, or shut out all others. @throws forbidden */
function requireOwner({ role }: Actor): void {
  if (role !== 'owner') throw refusal('settings.ownersOnly');
}

const view = (token: ScimTokenDoc): ScimTokenView => ({
  tokenId: String(token._id),
  name: token.name,
  managesOwners: token.managesOwners,
  createdBy: String(token.createdBy),
  createdAt: token.createdAt.toISOString(),
  lastUsedAt: token.lastUsedAt?.toISOString() ?? null,
});

/** The tokens of provisioning programs, without the tokens themselves. @throws forbidden */
export async function listScimTokens(actor: Actor): Promise<ScimTokenView[]> {
  requireOwner(actor);
  const found = await ScimTokens(actor.server).find().sort({ _id: -1 }).limit(MOST_SCIM_TOKENS).lean();
  return found.map(view);
}

/** Makes a token. Only this response ever contains it. @throws forbidden, conflict at the limit */
export async function createScimToken(actor: Actor, input: CreateScimTokenInput): Promise<CreatedScimToken> {
  requireOwner(actor);
  const token = `${SCIM_TOKEN_PREFIX}${randomBytes(32).toString('base64url')}`;
  const stored: ScimTokenDoc = {
    _id: new Types.ObjectId(),
    name: input.name.trim(),
    hash: hashToken(token),
    managesOwners: input.managesOwners,
    createdBy: new Types.ObjectId(actor.userId),
    createdAt: new Date(),
    lastUsedAt: null,
  };
  const model = ScimTokens(actor.server);
  const slots = { of: {}, most: MOST_SCIM_TOKENS };
  if (!(await inSlot(model, slots, (slot) => model.create({ ...stored, slot }))))
    throw refusal('tokens.tooMany', { most: MOST_SCIM_TOKENS });
  await recordAudit(actor, {
    action: 'token.created',
    on: { kind: 'token', id: String(stored._id) },
    after: { name: stored.name, scope: 'scim', managesOwners: stored.managesOwners },
  });
  return { ...view(stored), token };
}

/** Revokes a token at once. @throws forbidden, not_found */
export async function revokeScimToken(actor: Actor, tokenId: string): Promise<void> {
  requireOwner(actor);
  const token = await ScimTokens(actor.server).findByIdAndDelete(tokenId).lean();
  if (!token) throw notFound();
  await recordAudit(actor, {
    action: 'token.revoked',
    on: { kind: 'token', id: tokenId },
    before: { name: token.name, scope: 'scim' },
  });
}
