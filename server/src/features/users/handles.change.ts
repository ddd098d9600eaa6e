import { faultOf } from '@parley/shared/faults';
import { refusal } from '@parley/shared/refusals';
import { Types } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { duplicateKey } from '../../platform/database.js';
import { Users, type UserDoc } from './users.model.js';

/** An account without a group is left by a crash, when it is older than this, in ms. */
const ORPHAN_MS = 60_000;

/** The refusal of a handle that a person or another group has; any other error as it is. */
function takenOr(error: unknown): unknown {
  const key = duplicateKey(error);
  return key?.['names'] === undefined && key?.['username'] === undefined
    ? error
    : refusal('groups.taken', {}, { errors: [faultOf('handle', 'usernameTaken')] });
}

/**
 * Reserves the handle of a group among the user names: an account under the group's id that cannot sign in, write or be written to
 * (decision 051).
 * @throws conflict when the name is taken
 */
export async function reserveHandle(
  server: Server,
  { groupId, handle, name }: { groupId: string; handle: string; name: string },
): Promise<void> {
  try {
    await Users(server).create({
      _id: new Types.ObjectId(groupId),
      version: 1,
      username: handle,
      names: [handle],
      displayName: name,
      role: 'guest',
      active: false,
      showReceipts: false,
      bot: true,
      group: true,
      createdAt: new Date(),
    });
  } catch (error) {
    throw takenOr(error);
  }
}

/** Reserves another handle beside the present one, before the group has it. Idempotent. @throws conflict when the name is taken */
export async function reserveAnother(server: Server, groupId: string, handle: string): Promise<void> {
  try {
    await Users(server).updateOne({ _id: groupId, group: true }, { $addToSet: { names: handle } });
  } catch (error) {
    throw takenOr(error);
  }
}

/** Brings the account of a group to what the group is now; its version grows with each change of the group. Idempotent. */
export const settleHandle = (
  server: Server,
  groupId: string,
  { handle, name }: { handle: string; name: string },
): Promise<UserDoc | null> =>
  Users(server)
    .findOneAndUpdate(
      { _id: groupId, group: true },
      { $set: { username: handle, names: [handle], displayName: name }, $inc: { version: 1 } },
      { returnDocument: 'after' },
    )
    .lean()
    .exec();

/** Frees the handle of a group that is deleted. Idempotent. @returns the account as it was */
export const freeHandle = (server: Server, groupId: string): Promise<UserDoc | null> =>
  Users(server).findOneAndDelete({ _id: groupId, group: true }).lean().exec();

/** The group whose account reserves a name since a while ago: the caller looks whether there is such a group. */
export async function findReserving(server: Server, handle: string): Promise<string | undefined> {
  const account = await Users(server).findOne({ names: handle, group: true }, { createdAt: 1 }).lean();
  if (!account || Date.now() - account.createdAt.getTime() < ORPHAN_MS) return undefined;
  return String(account._id);
}
