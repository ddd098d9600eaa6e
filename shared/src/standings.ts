import { runsWorkspace, type RoomRole, type Standing, type WorkspaceRole } from './permissions.js';

/** The minutes for which somebody may edit their message here; null for always. */
export function editMinutesOf({ rules, roomRules }: Standing): number | null {
  const set = [rules?.editMinutes, roomRules?.editMinutes].filter((minutes) => typeof minutes === 'number');
  return set.length === 0 ? null : Math.min(...set);
}

/** The standing towards the workspace as a whole, for what is not about a room. */
export const workspaceStanding = (
  workspace: WorkspaceRole,
  rights: Pick<Standing, 'rules' | 'grants'>,
): Standing => ({
  workspace,
  room: undefined,
  type: 'public',
  archived: false,
  general: false,
  rules: rights.rules,
  grants: rights.grants?.filter(({ roomId }) => roomId === null),
});

const roomRank: Record<RoomRole, number> = { owner: 2, moderator: 1, member: 0 };
/** A moderator of the workspace is one in every room they are in. */
const rankOf = ({ room, workspace }: Standing): number =>
  Math.max(roomRank[room ?? 'member'], workspace === 'moderator' ? roomRank.moderator : 0);

/** Whether a person may remove or demote this other one. Moderators do not remove owners or each other; workspace owners and admins may. */
export const outranks = (actor: Standing, target: RoomRole): boolean =>
  actor.room === 'owner' || runsWorkspace(actor) || rankOf(actor) > roomRank[target];
