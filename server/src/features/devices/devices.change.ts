import { Types } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { duplicateKey } from '../../platform/database.js';
import { NewDevices, SignedInOnce, type NewDeviceDoc } from './devices.model.js';

/** How long the question stands, in ms. */
export const ASKED_MS = 14 * 86_400_000;

/** Notes that a person has signed in. @returns whether they had before, as far as this is known */
export async function noteSignIn(server: Server, userId: Types.ObjectId): Promise<boolean> {
  try {
    await SignedInOnce(server).create({ _id: userId });
    return false;
  } catch (error) {
    if (!duplicateKey(error)) throw error;
    return true;
  }
}

/** Stores a sign-in that its person shall look at. */
export async function storeNewDevice(
  server: Server,
  device: Omit<NewDeviceDoc, 'at' | 'expiresAt'>,
): Promise<NewDeviceDoc> {
  const at = new Date();
  const stored = { ...device, at, expiresAt: new Date(at.getTime() + ASKED_MS) };
  await NewDevices(server).create(stored);
  return stored;
}

/** It was them, or the session has ended. Idempotent. @returns whether it was there */
export const removeNewDevice = async (server: Server, sessionId: string): Promise<boolean> =>
  (await NewDevices(server).deleteOne({ _id: sessionId })).deletedCount === 1;

/** Deletes everything of a person here. */
export async function removeDevicesOf(server: Server, userId: string): Promise<void> {
  await NewDevices(server).deleteMany({ userId });
  await SignedInOnce(server).deleteOne({ _id: new Types.ObjectId(userId) });
}
