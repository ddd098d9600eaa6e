import { formOf, type NameForm } from '@parley/shared/nameMatch';
import type { UserView } from '@parley/shared/users';

/** Names folded once per person: a workspace has thousands, and they are all searched with every letter typed. */
const forms = new WeakMap<UserView, NameForm[]>();

/** The names by which a search finds a person: user name, name, and former user names. */
export function formsOf(user: UserView): NameForm[] {
  const known = forms.get(user) ?? [user.username, user.displayName, ...user.formerNames].map(formOf);
  forms.set(user, known);
  return known;
}
