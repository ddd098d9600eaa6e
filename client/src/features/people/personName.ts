import type { UserView } from '@parley/shared/users';
import { t } from '../../text/text';

/** Has somebody left: their account is deactivated? A webhook that was removed was nobody who could leave. */
export const hasLeft = (user: UserView | undefined): boolean =>
  user !== undefined && !user.active && !user.bot;

/** What somebody is called where they have only a line of text: whoever has left is told apart. */
export function personName(user: UserView | undefined): string {
  if (!user) return t('common.somebody');
  return hasLeft(user) ? t('people.nameLeft', { name: user.displayName }) : user.displayName;
}
