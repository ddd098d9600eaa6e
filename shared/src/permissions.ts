export const workspaceRoles = ['owner', 'admin', 'moderator', 'member', 'guest'] as const;
export type WorkspaceRole = (typeof workspaceRoles)[number];
export const roomRoles = ['owner', 'moderator', 'member'] as const;
export type RoomRole = (typeof roomRoles)[number];
export const roomTypes = ['public', 'private', 'direct', 'group'] as const;
export type RoomType = (typeof roomTypes)[number];

/** A role of the matrix: of the workspace, or of a room's own. Who has none of a room's is there as what they are in the workspace. */
export type RuleRole = WorkspaceRole | 'roomOwner' | 'roomModerator';
/** Who may, where a room narrows a permission. */
export type RoomLevel = 'moderators' | 'owners';

/** What a workspace decided differently from the defaults: the roles that have a permission. Owners have all. */
export interface WorkspaceRules {
  roles?: { [P in RulePermission]?: readonly RuleRole[] | undefined } | undefined;
  /** Minutes for which one may edit a message; absent or null for always. */
  editMinutes?: number | null | undefined;
}

/** What a room narrows. */
export interface RoomRules {
  only?: { [P in RulePermission]?: RoomLevel | undefined } | undefined;
  /** Minutes for which one may edit a message here; the workspace's hold, too. */
  editMinutes?: number | null | undefined;
}

/** Permissions that a person has by a custom role, here or everywhere. */
export interface Grant {
  permissions: readonly Grantable[];
  role: { roleId: string; name: string };
  /** The group by which they have the role. */
  group?: { groupId: string; handle: string } | undefined;
  /** The only room it is for; null for everywhere. */
  roomId: string | null;
}

/** A person's roles towards a room, and the rules there: the input of every decision below. */
export interface Standing {
  workspace: WorkspaceRole;
  /** Undefined without membership. */
  room: RoomRole | undefined;
  type: RoomType;
  archived: boolean;
  /** The room is General. */
  general: boolean;
  /** A direct message with a block between its people, and whose: nobody takes part in it, as if it were archived. */
  cut?: 'mine' | 'theirs' | undefined;
  /** Seconds between two messages of somebody who does not moderate it; absent for none. */
  slowSeconds?: number | undefined;
  /** Absent for the defaults. */
  rules?: WorkspaceRules | undefined;
  roomRules?: RoomRules | undefined;
  /** Those that hold in this room. */
  grants?: readonly Grant[] | undefined;
}

const named = (s: Standing): boolean => s.type === 'public' || s.type === 'private';
const inside = (s: Standing): boolean => s.room !== undefined;
/** Whether somebody is owner or admin of the workspace. */
export const runsWorkspace = (s: Standing): boolean => s.workspace === 'owner' || s.workspace === 'admin';
const runsRoom = (s: Standing): boolean => inside(s) && (s.room === 'owner' || runsWorkspace(s));
const moderates = (s: Standing): boolean =>
  runsRoom(s) || s.room === 'moderator' || (inside(s) && s.workspace === 'moderator');
const live = (s: Standing): boolean => !s.archived;
const here = (s: Standing): boolean => inside(s) && live(s);
const anywhere = (): boolean => true;

const everybody: readonly RuleRole[] = workspaceRoles;
const members: readonly RuleRole[] = ['owner', 'admin', 'moderator', 'member'];
const admins: readonly RuleRole[] = ['owner', 'admin'];

/** What a workspace can change per role: where it is possible at all, and who has it by default. */
const ruled = {
  createPublicRooms: [anywhere, members],
  createPrivateRooms: [anywhere, members],
  invite: [anywhere, admins],
  post: [here, everybody],
  reply: [here, everybody],
  mentionRoom: [here, everybody],
  upload: [here, everybody],
  createPoll: [here, everybody],
  pin: [here, everybody],
  editOwnMessage: [here, everybody],
  deleteOwnMessage: [inside, everybody],
  startCall: [here, members],
  addMember: [(s) => here(s) && s.type !== 'direct', members],
  webhooks: [(s) => here(s) && named(s), [...admins, 'roomOwner']],
} as const satisfies Record<string, readonly [(s: Standing) => boolean, readonly RuleRole[]]>;

export type RulePermission = keyof typeof ruled;
export const rulePermissions = Object.keys(ruled) as [RulePermission, ...RulePermission[]];

/** @returns who has a permission by default */
export const defaultRoles = (permission: RulePermission): readonly RuleRole[] => ruled[permission][1];

/** What is decided by roles alone. */
const table = {
  read: (s) => inside(s) || (s.type === 'public' && s.workspace !== 'guest'),
  // To take part: react, vote, type. Writing a message needs `post` or `reply` as well.
  send: here,
  join: (s) => s.type === 'public' && s.workspace !== 'guest' && live(s),
  leave: (s) => inside(s) && s.type !== 'direct' && !s.general,
  rename: (s) => live(s) && (named(s) ? moderates(s) && !s.general : s.type === 'group' && inside(s)),
  setTopic: (s) => live(s) && (named(s) ? moderates(s) : s.type === 'group' && inside(s)),
  archive: (s) => named(s) && runsRoom(s) && !s.general,
  removeMember: (s) => live(s) && named(s) && moderates(s) && !s.general,
  setRole: (s) => live(s) && named(s) && runsRoom(s),
  setRules: (s) => live(s) && named(s) && runsRoom(s),
  deleteAnyMessage: (s) => named(s) && moderates(s),
  joinCall: here,
  // In direct messages and groups nobody stands above another.
  manageCall: (s) => live(s) && named(s) && moderates(s),
} as const satisfies Record<string, (standing: Standing) => boolean>;

/** Of those, what a custom role can give, and where. */
const given: { [P in keyof typeof table]?: (s: Standing) => boolean } = {
  rename: (s) => here(s) && named(s) && !s.general,
  setTopic: (s) => here(s) && named(s),
  deleteAnyMessage: (s) => inside(s) && named(s),
  manageCall: (s) => here(s) && named(s),
};

export type RoomPermission = keyof typeof table | RulePermission;
export type Grantable = RulePermission | 'rename' | 'setTopic' | 'deleteAnyMessage' | 'manageCall';

/** What decided: a role, a custom role, a rule of the room, or that it is not possible there at all. */
export type Rule =
  | { kind: 'role'; role: RuleRole }
  | ({ kind: 'customRole' } & Grant)
  | { kind: 'roomRule'; level: RoomLevel }
  | { kind: 'noRole' | 'notMember' | 'archived' | 'notHere' };
export interface Decision {
  allowed: boolean;
  by: Rule;
}

const isRuled = (permission: RoomPermission): permission is RulePermission => permission in ruled;

const rolesOf = (s: Standing): RuleRole[] => [
  s.workspace,
  ...(s.room === 'owner' ? ['roomOwner' as const] : []),
  ...(s.room === 'owner' || s.room === 'moderator' ? ['roomModerator' as const] : []),
];

/** Of somebody who has it by the table: the strongest role they have. */
const strongest = (s: Standing): RuleRole =>
  runsWorkspace(s) || s.room === 'member' || s.room === undefined ? s.workspace : (rolesOf(s)[1] ?? 'member');

const impossible = (s: Standing): Rule => ({
  kind: inside(s) ? (s.archived ? 'archived' : 'notHere') : 'notMember',
});

function byGrant(permission: RoomPermission, { grants }: Standing): Decision | undefined {
  const grant = grants?.find(({ permissions }) => (permissions as readonly string[]).includes(permission));
  return grant && { allowed: true, by: { kind: 'customRole', ...grant } };
}

const forbidden = (by: Rule): Decision => ({ allowed: false, by });

/** What no rule changes: roles have it by the table, or a custom role gives it. */
function decideByTable(permission: keyof typeof table, s: Standing): Decision {
  if (table[permission](s)) return { allowed: true, by: { kind: 'role', role: strongest(s) } };
  const by: Rule = inside(s) && live(s) ? { kind: 'noRole' } : impossible(s);
  return (given[permission]?.(s) && byGrant(permission, s)) || forbidden(by);
}

/**
 * Decides whether a person may do something, and by which rule. A custom role only adds: it stands above the workspace's rules and the room's,
 * not above membership, archiving, or what a kind of room does not have.
 */
export function decide(permission: RoomPermission, s: Standing): Decision {
  if (!isRuled(permission)) return decideByTable(permission, s);
  const [possible, byDefault] = ruled[permission];
  if (!possible(s)) return forbidden(impossible(s));
  const level = named(s) ? s.roomRules?.only?.[permission] : undefined;
  if (level && !(level === 'owners' ? runsRoom(s) : moderates(s)))
    return byGrant(permission, s) ?? forbidden({ kind: 'roomRule', level });
  const having: readonly RuleRole[] = s.rules?.roles?.[permission] ?? byDefault;
  const role = rolesOf(s).find((one) => one === 'owner' || having.includes(one));
  if (role) return { allowed: true, by: { kind: 'role', role } };
  return byGrant(permission, s) ?? forbidden({ kind: 'noRole' });
}

export const can = (permission: RoomPermission, standing: Standing): boolean =>
  decide(permission, standing).allowed;

export type WorkspacePermission =
  | 'changeWorkspace'
  | 'exportWorkspace'
  | 'holdData'
  | 'invite'
  | 'manageIntegrations'
  | 'managePeople'
  | 'manageRights'
  | 'manageRooms'
  | 'moderate'
  | 'readAudit';

const managers: WorkspaceRole[] = ['owner', 'admin'];
const workspaceTable: Record<WorkspacePermission, WorkspaceRole[]> = {
  changeWorkspace: managers,
  exportWorkspace: ['owner'],
  // Legal holds, and what retention deletes.
  holdData: ['owner'],
  invite: managers,
  manageIntegrations: managers,
  managePeople: managers,
  manageRights: managers,
  manageRooms: managers,
  moderate: [...managers, 'moderator'],
  readAudit: managers,
};

/** What is allowed in the workspace as a whole. */
export const mayInWorkspace = (permission: WorkspacePermission, role: WorkspaceRole): boolean =>
  workspaceTable[permission].includes(role);

/** Whether a person of this role may change one of that role, and make them `becomes`. Only owners change owners and admins. */
export const mayManage = (actor: WorkspaceRole, target: WorkspaceRole, becomes: WorkspaceRole): boolean =>
  actor === 'owner' || (actor === 'admin' && !managers.includes(target) && !managers.includes(becomes));
