import { Types, trusted } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { duplicateKey } from '../../platform/database.js';
import { FactorDuties, Factors, type TotpDoc } from './factors.model.js';
import { removeRecoveryCodes } from './factors.recovery.js';
import { listFactors } from './factors.access.js';

/**
 * Stores the key of an authenticator app that is not confirmed yet; it replaces an earlier one that never was.
 * @returns false when there is a confirmed one
 */
export async function storeTotp(server: Server, userId: string, secret: string): Promise<boolean> {
  const store = () =>
    Factors(server).updateOne(
      { userId: new Types.ObjectId(userId), kind: 'totp', lastStep: 0 },
      { $set: { secret, createdAt: new Date() } },
      { upsert: true },
    );
  try {
    await store();
    return true;
  } catch (error) {
    if (!duplicateKey(error)) throw error;
  }
  // Either it is confirmed, or two were stored at once and both inserted: then there is one to replace.
  return (await Factors(server).countDocuments({ userId, kind: 'totp', lastStep: 0 })) > 0
    ? await storeTotp(server, userId, secret)
    : false;
}

/**
 * Uses up the code of a time step: of requests at once one succeeds, and none of this step or before does later.
 * @param known as read: of a key that was replaced meanwhile nothing is used
 */
export async function takeStep(server: Server, known: TotpDoc, step: number): Promise<boolean> {
  const { modifiedCount } = await Factors(server).updateOne(
    { _id: known._id, secret: known.secret, lastStep: trusted({ $lt: step }) },
    { $set: { lastStep: step } },
  );
  return modifiedCount === 1;
}

/** Without a factor recovery codes have no use. A new factor creates new ones. */
async function tidy(server: Server, userId: string): Promise<void> {
  if ((await listFactors(server, userId)).length === 0) await removeRecoveryCodes(server, userId);
}

/** Removes a person's authenticator app. @returns whether there was one */
export async function removeTotp(server: Server, userId: string): Promise<boolean> {
  const { deletedCount } = await Factors(server).deleteOne({ userId, kind: 'totp' });
  await tidy(server, userId);
  return deletedCount > 0;
}

/** Removes a person's passkey. @returns whether there was one */
export async function removePasskey(server: Server, userId: string, passkeyId: string): Promise<boolean> {
  const { deletedCount } = await Factors(server).deleteOne({ _id: passkeyId, userId, kind: 'passkey' });
  await tidy(server, userId);
  return deletedCount > 0;
}

/** Removes all factors and recovery codes of a person. @returns whether there was a factor */
export async function removeFactors(server: Server, userId: string): Promise<boolean> {
  const { deletedCount } = await Factors(server).deleteMany({ userId });
  await removeRecoveryCodes(server, userId);
  return deletedCount > 0;
}

/** Removes everything that is stored of a person here: they are erased. */
export async function removeAllOf(server: Server, userId: string): Promise<void> {
  await removeFactors(server, userId);
  await FactorDuties(server).deleteOne({ _id: userId });
}
