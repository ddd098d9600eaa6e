import type { MuteView, NoticeView, RestrictedView } from '@parley/shared/moderation/moderation';
import { isBanned, viewEnd } from './bans.access.js';
import type { UserDoc } from './users.model.js';

const runningMutes = ({ mutes = [] }: Pick<UserDoc, 'mutes'>, now: number): MuteView[] =>
  mutes
    .filter(({ until }) => until.getTime() > now)
    .map(({ roomId, until, reason }) => ({
      roomId: roomId ? String(roomId) : null,
      until: until.toISOString(),
      reason,
    }));

/** What a person sees of how they are restricted, and their notices. @param now in ms since the epoch */
export function viewRestrictions(
  user: Pick<UserDoc, 'mutes' | 'notices'>,
  now: number,
): { mutes?: MuteView[]; notices?: NoticeView[] } {
  const mutes = runningMutes(user, now);
  const notices = (user.notices ?? []).map(({ _id, kind, at, text }) => ({
    noticeId: String(_id),
    kind,
    at: at.toISOString(),
    ...(text === undefined ? {} : { text }),
  }));
  return {
    ...(mutes.length === 0 ? {} : { mutes }),
    ...(notices.length === 0 ? {} : { notices }),
  };
}

/** What moderators see of it. */
export const viewRestricted = (user: UserDoc): RestrictedView => ({
  userId: String(user._id),
  mutes: runningMutes(user, Date.now()),
  ban: user.ban && isBanned(user) ? { until: viewEnd(user.ban.until), reason: user.ban.reason } : null,
});
