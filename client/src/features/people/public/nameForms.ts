import { formOf, type NameForm } from '@parley/shared/nameMatch';
import type { UserView } from '@parley/shared/users';

/** Names folded once per person: a workspace has thousands, and they are looked through at every letter. */
const forms = new WeakMap<UserView, NameForm[]>();

/** What somebody is found by: the user name and the name, and user names they had before. */
export function formsOf(user: UserView): NameForm[] {
  const known = forms.get(user) ?? [user.username, user.displayName, ...user.formerNames].map(formOf);
  forms.set(user, known);
  return known;
}
