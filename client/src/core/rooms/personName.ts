import type { UserView } from '@parley/shared/users';
import { t } from '../text/first';

/** Has somebody left: their account is deactivated? A webhook that was removed was nobody who could leave. */
export const hasLeft = (user: UserView | undefined): boolean =>
  user !== undefined && !user.active && !user.bot;

/** A person's name where there is only a line of text; a deactivated account is marked, and a deleted one is called so. */
export function personName(user: UserView | undefined): string {
  if (!user) return t('common.somebody');
  return hasLeft(user) && user.erased !== true
    ? t('people.nameLeft', { name: user.displayName })
    : user.displayName;
}
