import { createSelector } from '@reduxjs/toolkit';
import type { UserView } from '@parley/shared/users';
import type { State } from '../../../core/store';

/** The user groups one sees, by handle: the accounts that reserve their names. */
export const selectGroups = createSelector(
  (state: State) => state.people.users.entities,
  (entities): UserView[] =>
    Object.values(entities)
      .filter(({ group, erased }) => group === true && erased !== true)
      .sort((a, b) => a.username.localeCompare(b.username)),
);
