import { notFound } from '@parley/shared/errors';
import type { IdentityView } from '@parley/shared/openid';
import { isValidObjectId, trusted } from 'mongoose';
import type { Actor, Server } from '../../platform/context.js';
import { Identities, type IdentityDoc } from './openid.model.js';
import { findProvider } from './providers.js';

/** The identity of an account at a provider; null when it belongs to nobody here. */
export const findIdentity = (
  server: Server,
  { issuer, subject }: Pick<IdentityDoc, 'issuer' | 'subject'>,
): Promise<IdentityDoc | null> => Identities(server).findOne({ issuer, subject }).lean().exec();

/** The identities of a person, in the order in which they were connected. */
export const listIdentities = (server: Server, userId: string): Promise<IdentityDoc[]> =>
  Identities(server).find({ userId }).sort({ _id: 1 }).limit(100).lean().exec();

/** One of one's own. @throws not_found */
export async function loadIdentity({ server, userId }: Actor, identityId: string): Promise<IdentityDoc> {
  const found = isValidObjectId(identityId)
    ? await Identities(server).findOne({ _id: identityId, userId }).lean()
    : null;
  if (!found) throw notFound();
  return found;
}

/** An identity, with the name that its provider has now. */
export const viewIdentity = (server: Server, identity: IdentityDoc): IdentityView => ({
  identityId: String(identity._id),
  provider: identity.provider,
  name: findProvider(server, identity.provider)?.name ?? identity.provider,
  label: identity.label,
  createdAt: identity.createdAt.toISOString(),
});

/** Those of these people who have connected a provider. */
export async function findWhoHasIdentity(server: Server, userIds: string[]): Promise<Set<string>> {
  const found = await Identities(server)
    .find({ userId: trusted({ $in: userIds }) }, { userId: 1 })
    .lean();
  return new Set(found.map(({ userId }) => String(userId)));
}
