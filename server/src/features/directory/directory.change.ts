import { trusted, Types } from 'mongoose';
import type { BusEvents } from '../../platform/bus.js';
import type { Server } from '../../platform/context.js';
import { duplicateKey, ignoringRepeats } from '../../platform/database.js';
import { DirectoryLinks, type DirectoryLinkDoc } from './directory.model.js';

export const findLink = (server: Server, id: string): Promise<DirectoryLinkDoc | null> =>
  DirectoryLinks(server).findById(id).lean().exec();

/** The link of an account; null for one that is not of the directory. */
export const findLinkOf = (server: Server, userId: string): Promise<DirectoryLinkDoc | null> =>
  DirectoryLinks(server).findOne({ userId }).lean().exec();

/** Of these ids in the directory the accounts here, a page of them after another. */
export const listLinks = (server: Server, after: string): Promise<DirectoryLinkDoc[]> =>
  DirectoryLinks(server)
    .find({ _id: trusted({ $gt: after }) })
    .sort({ _id: 1 })
    .limit(500)
    .lean()
    .exec();

/** @returns false when somebody of this id has an account: a concurrent sign-in */
export async function storeLink(server: Server, _id: string, userId: Types.ObjectId): Promise<boolean> {
  try {
    await DirectoryLinks(server).create({ _id, userId, createdAt: new Date() });
    return true;
  } catch (error) {
    if (!duplicateKey(error)) throw error;
    return false;
  }
}

/** Notes whether the directory has shut somebody out. */
export const setShutOut = (server: Server, _id: string, out: boolean): Promise<unknown> =>
  DirectoryLinks(server)
    .updateOne({ _id }, out ? { $set: { shutOut: true } } : { $unset: { shutOut: 1 } })
    .exec();

/** Whether an account is active is from now on not the directory's doing. */
export const forgetShutOut = (server: Server, userId: string): Promise<unknown> =>
  DirectoryLinks(server)
    .updateMany({ userId }, { $unset: { shutOut: 1 } })
    .exec();

/** Notes as of which change of its entry somebody's picture was taken over, and its hash; undefined for none. */
export const notePicture = (
  server: Server,
  _id: string,
  { changed, picture }: { changed: string; picture: string | undefined },
): Promise<unknown> =>
  DirectoryLinks(server)
    .updateOne(
      { _id },
      picture === undefined ? { $set: { changed }, $unset: { picture: 1 } } : { $set: { changed, picture } },
    )
    .exec();

export const removeLink = (server: Server, _id: string): Promise<unknown> =>
  DirectoryLinks(server).deleteOne({ _id }).exec();

export const removeLinksOf = (server: Server, userId: string): Promise<unknown> =>
  DirectoryLinks(server).deleteMany({ userId }).exec();

/** Those of these people who are of the directory. */
export async function findWhoIsOfDirectory(server: Server, userIds: string[]): Promise<Set<string>> {
  const found = await DirectoryLinks(server)
    .find({ userId: trusted({ $in: userIds }) }, { userId: 1 })
    .lean();
  return new Set(found.map(({ userId }) => String(userId)));
}

/** Gives the entry of a merged account in the directory to the one that stays, unless that one has another. Idempotent. */
export const moveLink = (server: Server, fromId: string, intoId: string): Promise<void> =>
  ignoringRepeats(
    DirectoryLinks(server)
      .updateOne(
        { userId: fromId },
        { $set: { userId: new Types.ObjectId(intoId) }, $unset: { shutOut: 1, changed: 1, picture: 1 } },
      )
      .exec(),
  );

/** Adds whether a merge would move what this feature has of somebody, or whether it would stay behind. */
export async function countLink(
  server: Server,
  { userId, intoId, counts }: BusEvents['person.mergeCounted'],
): Promise<void> {
  if (!(await DirectoryLinks(server).exists({ userId: userId }))) return;
  counts.signIns += 1;
  if (await DirectoryLinks(server).exists({ userId: intoId })) counts.signInsLost += 1;
}
