import type { MeView, UserView } from '@parley/shared/users';
import { viewRestrictions } from './restrictions.view.js';
import type { UserDoc } from './users.model.js';

/** `names` is for the unique index only, and never leaves the server. */
type Account = Omit<UserDoc, 'names'>;

/** A person as others see them. */
export const viewUser = (user: Account): UserView => ({
  userId: String(user._id),
  version: user.version,
  username: user.username,
  formerNames: (user.formerNames ?? []).map(({ name }) => name),
  displayName: user.displayName,
  statusText: user.statusText,
  statusEmoji: user.statusEmoji,
  statusUntil: user.statusUntil?.toISOString() ?? null,
  picture: user.pictureAt?.getTime() ?? null,
  timeZone: user.timeZone ?? null,
  role: user.role,
  active: user.active,
  bot: user.bot === true,
  ...(user.group === true ? { group: true as const } : {}),
  ...(user.erased === true ? { erased: true as const } : {}),
});

/** A person for those who may not see them: the name of an author. */
export const viewHidden = (user: Account): UserView => ({
  ...viewUser(user),
  formerNames: [],
  statusText: '',
  statusEmoji: '',
  statusUntil: null,
  picture: null,
  timeZone: null,
  hidden: true,
});

/** A person as they see themselves. */
export const viewMe = (user: Account): MeView => ({
  ...viewUser(user),
  email: user.emailWanted ?? user.email,
  emailConfirmed: user.emailWanted == null && user.email != null,
  showReceipts: user.showReceipts,
  presenceMode: user.presenceMode,
  keywords: user.keywords ?? [],
  quiet: user.quiet ?? null,
  ...(user.blocked?.length ? { blocked: user.blocked.map(String) } : {}),
  ...viewRestrictions(user, Date.now()),
});
