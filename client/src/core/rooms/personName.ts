import type { UserView } from '@parley/shared/users';
import { t } from '../text/first';

/** Whether the account is deactivated. A removed webhook is not a person, and has not left. */
export const hasLeft = (user: UserView | undefined): boolean =>
  user !== undefined && !user.active && !user.bot;

/** A person's name as plain text; deactivated accounts are marked, deleted ones have a placeholder. */
export function personName(user: UserView | undefined): string {
  if (!user) return t('common.somebody');
  return hasLeft(user) && user.erased !== true
    ? t('people.nameLeft', { name: user.displayName })
    : user.displayName;
}
