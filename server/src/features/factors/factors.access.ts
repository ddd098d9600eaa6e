import { notFound } from '@parley/shared/errors';
import { trusted } from 'mongoose';
import type { Actor, Server } from '../../platform/context.js';
import { Factors, type FactorDoc, type PasskeyDoc, type TotpDoc } from './factors.model.js';

/** Not before it was confirmed: somebody who scans a code wrongly must not be locked out. */
const isUsable = (factor: FactorDoc): boolean => factor.kind === 'passkey' || factor.lastStep > 0;

/** A person's factors that are in use, in the order in which they were added. */
export async function listFactors(server: Server, userId: string): Promise<FactorDoc[]> {
  const found = await Factors(server).find({ userId }).sort({ _id: 1 }).limit(100).lean<FactorDoc[]>();
  return found.filter(isUsable);
}

/** Those of these people who have a factor. */
export async function findWhoHasFactors(server: Server, userIds: string[]): Promise<Set<string>> {
  if (userIds.length === 0) return new Set();
  const found = await Factors(server)
    .find({ userId: trusted({ $in: userIds }) }, { userId: 1, kind: 1, lastStep: 1 })
    .lean<FactorDoc[]>();
  return new Set(found.filter(isUsable).map(({ userId }) => String(userId)));
}

/** Those of these people who can sign in by a passkey. */
export async function findWhoHasPasskey(server: Server, userIds: string[]): Promise<Set<string>> {
  const found = await Factors(server)
    .find({ userId: trusted({ $in: userIds }), kind: 'passkey' }, { userId: 1 })
    .lean();
  return new Set(found.map(({ userId }) => String(userId)));
}

/** A person's authenticator app, confirmed or not. */
export const findTotp = (server: Server, userId: string): Promise<TotpDoc | null> =>
  Factors(server).findOne({ userId, kind: 'totp' }).lean<TotpDoc>().exec();

/** A passkey by the id that its authenticator has given it. */
export const findPasskey = (server: Server, credentialId: string): Promise<PasskeyDoc | null> =>
  Factors(server).findOne({ credentialId, kind: 'passkey' }).lean<PasskeyDoc>().exec();

/** One's own passkey. @throws not_found for anybody else's */
export async function loadPasskey({ server, userId }: Actor, passkeyId: string): Promise<PasskeyDoc> {
  const found = await Factors(server).findOne({ _id: passkeyId, userId, kind: 'passkey' }).lean<PasskeyDoc>();
  if (!found) throw notFound();
  return found;
}
