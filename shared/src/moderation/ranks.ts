import type { WorkspaceRole } from '../permissions.js';

const rank: Record<WorkspaceRole, number> = { owner: 4, admin: 3, moderator: 2, member: 1, guest: 0 };

/** Whether somebody stands above another in the workspace. */
export const isAbove = (one: WorkspaceRole, other: WorkspaceRole): boolean => rank[one] > rank[other];

/** Whether a moderator of this role may warn, mute, remove or ban somebody of that role. Owners may do it to each other, nobody else to an equal. */
export const mayPunish = (actor: WorkspaceRole, target: WorkspaceRole): boolean =>
  actor === 'owner' || isAbove(actor, target);
