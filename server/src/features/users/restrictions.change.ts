import { notFound } from '@parley/shared/errors';
import { moderationLimits } from '@parley/shared/moderation/limits';
import type { NoticeView } from '@parley/shared/moderation/moderation';
import type { WorkspaceRole } from '@parley/shared/permissions';
import { trusted, Types } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { forgetMutes } from './mutes.access.js';
import { Users, type Mute, type UserDoc } from './users.model.js';
import { viewMe } from './users.view.js';

const publishMe = (server: Server, user: UserDoc): void =>
  server.publish.toUser(String(user._id), 'me:changed', { me: viewMe(user) });

const sameRoom = (roomId: string | undefined, mute: Mute): boolean =>
  String(mute.roomId ?? '') === (roomId ?? '');

/** Changes of the same person that were lost to others before this one gives up. */
const MOST_TRIES = 20;

/**
 * Sets or removes a person's mute in a room or the workspace, and publishes it to them.
 * @param at.roomId undefined for the workspace
 * @param mute undefined to remove it
 * @returns whether anything changed
 * @throws not_found
 */
export async function setMute(
  server: Server,
  at: { userId: string; roomId: string | undefined },
  mute: Pick<Mute, 'until' | 'reason'> | undefined,
): Promise<boolean> {
  for (let attempt = 0; attempt < MOST_TRIES; attempt++) {
    const known = await Users(server).findById(at.userId).lean();
    if (!known || known.bot || known.erased) throw notFound();
    const now = Date.now();
    const running = (known.mutes ?? []).filter(({ until }) => until.getTime() > now);
    const others = running.filter((one) => !sameRoom(at.roomId, one));
    if (!mute && others.length === running.length) return false;
    const room = at.roomId === undefined ? {} : { roomId: new Types.ObjectId(at.roomId) };
    const mutes = mute ? [...others, { ...room, ...mute }].slice(-moderationLimits.mutes) : others;
    forgetMutes(server);
    const user = await Users(server)
      .findOneAndUpdate(
        { _id: at.userId, version: known.version },
        mutes.length === 0
          ? { $unset: { mutes: 1 }, $inc: { version: 1 } }
          : { $set: { mutes }, $inc: { version: 1 } },
        { returnDocument: 'after' },
      )
      .lean();
    forgetMutes(server);
    if (!user) continue;
    publishMe(server, user);
    return true;
  }
  throw new Error(`the mutes of ${at.userId} were not written in ${MOST_TRIES} tries`);
}

/**
 * Gives a person a notice, which they see until they dismiss it.
 * @param single replaces one of the same kind
 */
export async function giveNotice(
  server: Server,
  userId: string,
  { kind, text, single }: Pick<NoticeView, 'kind' | 'text'> & { single?: true },
): Promise<void> {
  if (single) await Users(server).updateOne({ _id: userId }, { $pull: { notices: { kind } } });
  const notice = { _id: new Types.ObjectId(), kind, at: new Date(), ...(text === undefined ? {} : { text }) };
  const user = await Users(server)
    .findOneAndUpdate(
      { _id: userId, erased: trusted({ $ne: true }) },
      {
        $push: { notices: { $each: [notice], $slice: -moderationLimits.notices } },
        $inc: { version: 1 },
      },
      { returnDocument: 'after' },
    )
    .lean();
  if (user) publishMe(server, user);
}

/** Dismisses one's notice. Idempotent. */
export async function dismissNotice(server: Server, userId: string, noticeId: string): Promise<void> {
  const user = await Users(server)
    .findOneAndUpdate(
      { _id: userId, 'notices._id': noticeId },
      { $pull: { notices: { _id: noticeId } }, $inc: { version: 1 } },
      { returnDocument: 'after' },
    )
    .lean();
  if (user) publishMe(server, user);
}

/** People of these roles, also deactivated ones; without a permission check. */
export const listByRoles = (server: Server, roles: WorkspaceRole[]): Promise<UserDoc[]> =>
  Users(server)
    .find({ role: trusted({ $in: roles }), bot: trusted({ $ne: true }) })
    .limit(1000)
    .lean()
    .exec();

/** Everybody who is banned or muted now. */
export async function listRestricted(server: Server): Promise<UserDoc[]> {
  const running = trusted({ $gt: new Date() });
  const [banned, muted] = await Promise.all([
    Users(server).find({ 'ban.until': running }).limit(1000).lean(),
    Users(server).find({ 'mutes.until': running }).limit(1000).lean(),
  ]);
  return [...new Map([...banned, ...muted].map((user) => [String(user._id), user])).values()];
}
