export const workspaceRoles = ['owner', 'admin', 'moderator', 'member', 'guest'] as const;
export type WorkspaceRole = (typeof workspaceRoles)[number];
export const roomRoles = ['owner', 'moderator', 'member'] as const;
export type RoomRole = (typeof roomRoles)[number];
export const roomTypes = ['public', 'private', 'direct', 'group'] as const;
export type RoomType = (typeof roomTypes)[number];

/** A person's roles towards a room: the input of every decision below. */
export interface Standing {
  workspace: WorkspaceRole;
  /** Undefined without membership. */
  room: RoomRole | undefined;
  type: RoomType;
  archived: boolean;
  /** The room is General. */
  general: boolean;
}

export type RoomPermission =
  | 'read'
  | 'send'
  | 'join'
  | 'leave'
  | 'rename'
  | 'setTopic'
  | 'archive'
  | 'addMember'
  | 'removeMember'
  | 'setRole'
  | 'deleteAnyMessage'
  | 'webhooks'
  | 'startCall'
  | 'joinCall'
  | 'manageCall';

const named = (s: Standing): boolean => s.type === 'public' || s.type === 'private';
const inside = (s: Standing): boolean => s.room !== undefined;
const runsWorkspace = (s: Standing): boolean => s.workspace === 'owner' || s.workspace === 'admin';
const runsRoom = (s: Standing): boolean => inside(s) && (s.room === 'owner' || runsWorkspace(s));
const moderates = (s: Standing): boolean =>
  runsRoom(s) || s.room === 'moderator' || (inside(s) && s.workspace === 'moderator');
const live = (s: Standing): boolean => !s.archived;

/** The one table of what is allowed in a room. The server enforces it; the client uses it for its buttons. */
const table: Record<RoomPermission, (standing: Standing) => boolean> = {
  read: (s) => inside(s) || (s.type === 'public' && s.workspace !== 'guest'),
  send: (s) => inside(s) && live(s),
  join: (s) => s.type === 'public' && s.workspace !== 'guest' && live(s),
  leave: (s) => inside(s) && s.type !== 'direct' && !s.general,
  rename: (s) => live(s) && (named(s) ? moderates(s) && !s.general : s.type === 'group' && inside(s)),
  setTopic: (s) => live(s) && (named(s) ? moderates(s) : s.type === 'group' && inside(s)),
  archive: (s) => named(s) && runsRoom(s) && !s.general,
  addMember: (s) => inside(s) && live(s) && s.type !== 'direct' && s.workspace !== 'guest',
  removeMember: (s) => live(s) && named(s) && moderates(s) && !s.general,
  setRole: (s) => live(s) && named(s) && runsRoom(s),
  deleteAnyMessage: (s) => named(s) && moderates(s),
  webhooks: (s) => live(s) && named(s) && runsRoom(s),
  startCall: (s) => inside(s) && live(s) && s.workspace !== 'guest',
  joinCall: (s) => inside(s) && live(s),
  // In direct messages and groups nobody stands above another.
  manageCall: (s) => live(s) && named(s) && moderates(s),
};

export const can = (permission: RoomPermission, standing: Standing): boolean => table[permission](standing);

const roomRank: Record<RoomRole, number> = { owner: 2, moderator: 1, member: 0 };
/** A moderator of the workspace is one in every room they are in. */
const rankOf = ({ room, workspace }: Standing): number =>
  Math.max(roomRank[room ?? 'member'], workspace === 'moderator' ? roomRank.moderator : 0);

/** Whether a person may remove or demote this other one. Moderators do not remove owners or each other; workspace owners and admins may. */
export const outranks = (actor: Standing, target: RoomRole): boolean =>
  actor.room === 'owner' || runsWorkspace(actor) || rankOf(actor) > roomRank[target];

export type WorkspacePermission =
  'changeWorkspace' | 'exportWorkspace' | 'invite' | 'managePeople' | 'moderate' | 'readAudit';

const managers: WorkspaceRole[] = ['owner', 'admin'];
const workspaceTable: Record<WorkspacePermission, WorkspaceRole[]> = {
  changeWorkspace: managers,
  exportWorkspace: ['owner'],
  invite: managers,
  managePeople: managers,
  moderate: [...managers, 'moderator'],
  readAudit: managers,
};

/** What is allowed in the workspace as a whole. */
export const mayInWorkspace = (permission: WorkspacePermission, role: WorkspaceRole): boolean =>
  workspaceTable[permission].includes(role);

/** Whether a person of this role may change one of that role, and make them `becomes`. Only owners change owners and admins. */
export const mayManage = (actor: WorkspaceRole, target: WorkspaceRole, becomes: WorkspaceRole): boolean =>
  actor === 'owner' || (actor === 'admin' && !managers.includes(target) && !managers.includes(becomes));
