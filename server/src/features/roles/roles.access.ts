import { notFound } from '@parley/shared/errors';
import { decide, type Grant, type RulePermission, type WorkspaceRules } from '@parley/shared/permissions';
import { workspaceStanding } from '@parley/shared/standings';
import { refusal } from '@parley/shared/refusals';
import { rightsLimits } from '@parley/shared/rights';
import type { Actor, Server } from '../../platform/context.js';
import { perServer } from '../../platform/perServer.js';
import { findGroups } from '../groups/groups.access.js';
import { CustomRoles, Rights, type CustomRoleDoc } from './roles.model.js';

export type { CustomRoleDoc };

/** The rights of a workspace besides roles, as of one revision. */
export interface WorkspaceRights {
  revision: number;
  rules: WorkspaceRules;
  /** By the ids of people. */
  grants: ReadonlyMap<string, readonly Grant[]>;
}

/** How old a cached revision may be, in ms: a change holds on every node within this time, whether or not its message arrives. */
const CACHED_MS = 1000;
/** After this long everything is read again, should a crash have separated a change from its revision, in ms. */
const WHOLE_MS = 15_000;

interface Cached {
  rights?: WorkspaceRights;
  checkedAt: number;
  readAt: number;
  reading?: Promise<WorkspaceRights> | undefined;
  changes: number;
}

const cacheOf = perServer((): Cached => ({ checkedAt: -Infinity, readAt: -Infinity, changes: 0 }));

/** Evicts the cached rights of this node. */
export function evictRights(server: Server): void {
  const cached = cacheOf(server);
  cached.changes += 1;
  cached.checkedAt = cached.readAt = -Infinity;
  cached.reading = undefined;
}

/** All custom roles, by name. */
export const listCustomRoles = (server: Server): Promise<CustomRoleDoc[]> =>
  CustomRoles(server).find({}).sort({ name: 1 }).limit(rightsLimits.customRoles).lean().exec();

/** @throws not_found */
export async function loadCustomRole(server: Server, roleId: string): Promise<CustomRoleDoc> {
  const role = await CustomRoles(server).findById(roleId).lean();
  if (!role) throw notFound();
  return role;
}

/** What a group has by custom roles, everywhere or in a room. */
export async function permissionsOfGroup(
  server: Server,
  groupId: string,
): Promise<CustomRoleDoc['permissions']> {
  const having = await CustomRoles(server).find({ 'holders.id': groupId }, { permissions: 1 }).lean();
  return [...new Set(having.flatMap(({ permissions }) => permissions))];
}

/** What custom roles give, by person. */
async function readGrants(server: Server): Promise<Map<string, Grant[]>> {
  const roles = await listCustomRoles(server);
  const holders = roles.flatMap((role) => role.holders);
  const groupIds = [...new Set(holders.flatMap(({ kind, id }) => (kind === 'group' ? [id] : [])))];
  const groups = groupIds.length === 0 ? [] : await findGroups(server, groupIds);
  const byId = new Map(groups.map((group) => [String(group._id), group]));
  const grants = new Map<string, Grant[]>();
  const add = (userId: string, grant: Grant): void => {
    const known = grants.get(userId);
    if (known) known.push(grant);
    else grants.set(userId, [grant]);
  };
  for (const { _id, name, permissions, holders: all } of roles)
    for (const { kind, id, roomId } of all) {
      const grant = { permissions, role: { roleId: String(_id), name }, roomId: roomId ?? null };
      if (kind === 'person') add(id, grant);
      const group = kind === 'group' ? byId.get(id) : undefined;
      if (!group) continue;
      const by = { ...grant, group: { groupId: id, handle: group.handle } };
      for (const memberId of group.memberIds) add(String(memberId), by);
    }
  return grants;
}

async function readRights(server: Server, cached: Cached): Promise<WorkspaceRights> {
  const { changes } = cached;
  const now = performance.now();
  // The revision is read first: what changes meanwhile is read again with the next.
  const stored = await Rights(server).findById('workspace').lean();
  const revision = stored?.revision ?? 0;
  const same = cached.rights?.revision === revision && now - cached.readAt < WHOLE_MS;
  const grants = same && cached.rights ? cached.rights.grants : await readGrants(server);
  const rights = same && cached.rights ? cached.rights : { revision, rules: stored?.rules ?? {}, grants };
  if (cached.changes === changes) {
    cached.rights = rights;
    cached.checkedAt = now;
    if (!same) cached.readAt = now;
    cached.reading = undefined;
  }
  return rights;
}

/** The rights of the workspace as they are, or were a second ago. The same object until something changes, or for a quarter of a minute. */
export function currentRights(server: Server): WorkspaceRights | Promise<WorkspaceRights> {
  const cached = cacheOf(server);
  if (cached.rights && performance.now() - cached.checkedAt < CACHED_MS) return cached.rights;
  cached.reading ??= readRights(server, cached).catch((error: unknown) => {
    cached.reading = undefined;
    throw error;
  });
  return cached.reading;
}

/** The rights of one person besides their roles. */
export async function rightsOf(
  server: Server,
  userId: string,
): Promise<{ rules: WorkspaceRules; grants: readonly Grant[] }> {
  const { rules, grants } = await currentRights(server);
  return { rules, grants: grants.get(userId) ?? [] };
}

/** Whether somebody has a permission in the workspace as a whole. */
export async function hasRight(
  { server, userId, role }: Pick<Actor, 'server' | 'userId' | 'role'>,
  permission: RulePermission,
): Promise<boolean> {
  return decide(permission, workspaceStanding(role, await rightsOf(server, userId))).allowed;
}

/** @throws forbidden */
export async function requireRight(actor: Actor, permission: RulePermission): Promise<void> {
  if (!(await hasRight(actor, permission))) throw refusal('workspace.adminsOnly');
}
