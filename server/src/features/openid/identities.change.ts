import { Types } from 'mongoose';
import type { BusEvents } from '../../platform/bus.js';
import type { Server } from '../../platform/context.js';
import { duplicateKey, ignoringRepeats } from '../../platform/database.js';
import { leaveGroups } from '../groupRules/groupRules.actions.js';
import { Attempts, Identities, OpenidSessions, type IdentityDoc } from './openid.model.js';
import { sourceOf } from './providers.js';

/**
 * Connects an account of a provider to a person. Unique indexes decide.
 * @returns the stored one; `taken` when it belongs to somebody, `another` when the person has another of this provider
 */
export async function storeIdentity(
  server: Server,
  identity: Omit<IdentityDoc, '_id' | 'createdAt'>,
): Promise<IdentityDoc | 'taken' | 'another'> {
  const stored: IdentityDoc = { ...identity, _id: new Types.ObjectId(), createdAt: new Date() };
  try {
    await Identities(server).create(stored);
    return stored;
  } catch (error) {
    const key = duplicateKey(error);
    if (!key) throw error;
    return key['userId'] === undefined ? 'taken' : 'another';
  }
}

/** Stores the name at the provider as it is now, for the list of one's sign-ins. */
export async function renameIdentity(
  server: Server,
  { _id, label }: IdentityDoc,
  now: string,
): Promise<void> {
  if (now !== label) await Identities(server).updateOne({ _id }, { $set: { label: now } });
}

/** Removes an identity. @returns whether it was there */
export async function removeIdentity(server: Server, { _id }: IdentityDoc): Promise<boolean> {
  return (await Identities(server).deleteOne({ _id })).deletedCount === 1;
}

/** Stores a removed identity again. */
export async function restoreIdentity(server: Server, identity: IdentityDoc): Promise<void> {
  await Identities(server).create(identity);
}

/** Removes the identities of a person who signs in by other means, and what was begun to connect more. */
export async function removeIdentitiesOf(server: Server, userId: string): Promise<void> {
  await Attempts(server).deleteMany({ 'linkTo.userId': userId });
  const identities = await Identities(server).find({ userId }).lean();
  await Identities(server).deleteMany({ userId });
  for (const { provider } of identities)
    await leaveGroups(server, userId, { source: sourceOf({ id: provider }), by: 'provider' });
}

/** Deletes everything of a person here. */
export async function removeOpenidOf(server: Server, userId: string): Promise<void> {
  await Identities(server).deleteMany({ userId });
  await OpenidSessions(server).deleteMany({ userId });
  await Attempts(server).deleteMany({ 'linkTo.userId': userId });
}

/**
 * Connects the identities of a merged account to the one that stays. Of a provider by which that one signs in already, the other identity
 * stays behind. Nothing that was begun or that is signed in moves. Idempotent.
 */
export async function moveIdentities(server: Server, fromId: string, intoId: string): Promise<void> {
  await Attempts(server).deleteMany({ 'linkTo.userId': fromId });
  for (const { _id } of await Identities(server).find({ userId: fromId }, { _id: 1 }).lean())
    await ignoringRepeats(
      Identities(server)
        .updateOne({ _id }, { $set: { userId: new Types.ObjectId(intoId) } })
        .exec(),
    );
}

/** Adds how many identities a merge would move, and how many would stay behind. */
export async function countIdentities(
  server: Server,
  { userId, intoId, counts }: BusEvents['person.mergeCounted'],
): Promise<void> {
  const theirs = await Identities(server).find({ userId: intoId }, { provider: 1 }).lean();
  const known = new Set(theirs.map(({ provider }) => provider));
  for (const { provider } of await Identities(server).find({ userId }, { provider: 1 }).lean()) {
    counts.signIns += 1;
    if (known.has(provider)) counts.signInsLost += 1;
  }
}
