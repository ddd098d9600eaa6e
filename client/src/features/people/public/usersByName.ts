import { createSelector } from '@reduxjs/toolkit';
import type { UserView } from '@parley/shared/users';
import type { State } from '../../../core/store';

/** People by their user names, in lower case: by those they have now, and by former ones that nobody else has taken. */
export const selectUsersByName = createSelector(
  (state: State) => state.people.users.entities,
  (entities): Map<string, UserView> => {
    const users = Object.values(entities).filter(({ hidden }) => !hidden);
    const former = users.flatMap((user) => user.formerNames.map((name): [string, UserView] => [name, user]));
    return new Map([...former, ...users.map((user): [string, UserView] => [user.username, user])]);
  },
);
