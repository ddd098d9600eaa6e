import { z } from 'zod';
import { boundedText } from './boundedText.js';
import { objectId } from './ids.js';
import { rulePermissions, workspaceRoles } from './permissions.js';

/** The bounds of rights and custom roles. */
export const rightsLimits = {
  /** Minutes for which messages may stay editable: a year. */
  editMinutes: 525_600,
  roleName: 60,
  customRoles: 50,
  /** People and groups that have one custom role. */
  holders: 200,
};

export const ruleRole = z.enum([...workspaceRoles, 'roomOwner', 'roomModerator']);

/** An object that may have each of these fields and no other: unlike a record, its description has an end. */
const each = <const K extends string, T extends z.ZodType>(names: readonly K[], value: T) =>
  z.strictObject(
    Object.fromEntries(names.map((name) => [name, value.optional()])) as Record<K, z.ZodOptional<T>>,
  );
const editMinutes = z.number().int().min(1).max(rightsLimits.editMinutes).nullable();

/** What a workspace decided differently from the defaults. */
export const workspaceRules = z
  .strictObject({
    roles: each(rulePermissions, z.array(ruleRole).max(7).readonly()).optional(),
    editMinutes: editMinutes.optional(),
  })
  .meta({ id: 'WorkspaceRules' });

/** What a room can narrow. */
export const narrowable = [
  'post',
  'reply',
  'mentionRoom',
  'upload',
  'createPoll',
  'pin',
  'startCall',
  'addMember',
  'editOwnMessage',
  'deleteOwnMessage',
] as const;

/** What a room narrows: to its moderators, or to its owners. */
export const roomRules = z
  .strictObject({
    only: each(narrowable, z.enum(['moderators', 'owners'])).optional(),
    editMinutes: editMinutes.optional(),
  })
  .meta({ id: 'RoomRules' });

/** What a custom role can give: nothing that only owners have. */
export const grantables = [
  ...rulePermissions,
  ...(['rename', 'setTopic', 'deleteAnyMessage', 'manageCall'] as const),
];
export const grantable = z.enum(grantables);

const roleRef = z.strictObject({ roleId: objectId, name: z.string() });
const groupRef = z.strictObject({ groupId: objectId, handle: z.string() });

export const grantView = z.strictObject({
  permissions: z.array(grantable).readonly(),
  role: roleRef,
  group: groupRef.optional(),
  roomId: objectId.nullable(),
});

/** One's rights besides one's roles: the rules of the workspace, and what custom roles give. */
export const rightsView = z
  .strictObject({ rules: workspaceRules, grants: z.array(grantView).readonly() })
  .meta({ id: 'Rights' });
export type RightsView = z.infer<typeof rightsView>;

/** Somebody who has a custom role, everywhere or in one room. */
export const holder = z
  .strictObject({ kind: z.enum(['person', 'group']), id: objectId, roomId: objectId.nullable() })
  .meta({ id: 'RoleHolder' });
export type Holder = z.infer<typeof holder>;

export const customRoleView = z
  .strictObject({
    roleId: objectId,
    version: z.number().int(),
    name: z.string(),
    permissions: z.array(grantable),
    holders: z.array(holder),
  })
  .meta({ id: 'CustomRole' });
export type CustomRoleView = z.infer<typeof customRoleView>;

const roleName = boundedText(1, rightsLimits.roleName).trim().meta({ example: 'Announcers' });
const permissions = z.array(grantable).min(1).max(grantables.length);
export const createRoleInput = z.strictObject({ name: roleName, permissions });
export type CreateRoleInput = z.infer<typeof createRoleInput>;
export const updateRoleInput = createRoleInput.partial();
export type UpdateRoleInput = z.infer<typeof updateRoleInput>;

const ruleView = z.strictObject({
  kind: z.enum(['role', 'customRole', 'roomRule', 'noRole', 'notMember', 'archived', 'notHere', 'inactive']),
  /** A role of the workspace or of the room that has the permission. */
  role: ruleRole.optional(),
  customRole: roleRef.optional(),
  group: groupRef.optional(),
  /** Of a custom role: the only room it is for; null for everywhere. */
  roomId: objectId.nullable().optional(),
  level: z.enum(['moderators', 'owners']).optional(),
});

/** Why a person may do something, or not. */
export const reasonView = z.strictObject({ allowed: z.boolean(), by: ruleView }).meta({ id: 'Reason' });
export type ReasonView = z.infer<typeof reasonView>;

/** Everything that `decide` decides. */
export const inspectable = [
  ...rulePermissions,
  'read',
  'join',
  'leave',
  'rename',
  'setTopic',
  'archive',
  'removeMember',
  'setRole',
  'setRules',
  'deleteAnyMessage',
  'joinCall',
  'manageCall',
] as const;
export const inspectQuery = z.strictObject({
  userId: objectId,
  permission: z.enum(inspectable),
  roomId: objectId.optional(),
});
export type InspectQuery = z.infer<typeof inspectQuery>;
