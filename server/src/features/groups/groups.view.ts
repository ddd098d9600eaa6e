import type { GroupDetails, GroupView } from '@parley/shared/groups';
import type { UserView } from '@parley/shared/users';
import type { Actor } from '../../platform/context.js';
import { findAccounts } from '../users/users.access.js';
import { viewUser } from '../users/users.view.js';
import type { GroupDoc } from './groups.access.js';
import { listSeenGroups } from './seen.access.js';

/** @param seen the members that are visible to the reader */
export const viewGroup = (group: GroupDoc, seen: string[]): GroupView => ({
  groupId: String(group._id),
  version: group.version,
  handle: group.handle,
  name: group.name,
  description: group.description,
  memberCount: seen.length,
});

/** @param seen the members that are visible to the reader */
export const viewGroupDetails = (group: GroupDoc, seen: string[]): GroupDetails => ({
  ...viewGroup(group, seen),
  memberIds: seen,
});

/** The accounts that reserve the handles of the groups one sees: pages show a mention by them and complete it. */
export async function viewGroupAccounts(actor: Actor): Promise<UserView[]> {
  const groups = await listSeenGroups(actor);
  if (groups.length === 0) return [];
  const accounts = await findAccounts(
    actor.server,
    groups.map(({ _id }) => String(_id)),
  );
  return [...accounts.values()].map(viewUser);
}
