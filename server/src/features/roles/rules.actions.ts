import { decide, defaultRoles, rulePermissions, type WorkspaceRules } from '@parley/shared/permissions';
import { refusal } from '@parley/shared/refusals';
import { isDeepStrictEqual } from 'node:util';
import type { Actor } from '../../platform/context.js';
import { upserting } from '../../platform/database.js';
import { recordAudit } from '../audit/audit.change.js';
import { requireWorkspace } from '../workspace/workspace.access.js';
import { evictRights, rightsOf } from './roles.access.js';
import { changingRights } from './roles.change.js';
import { Rights } from './roles.model.js';

const sorted = (roles: readonly string[]): string[] => [...new Set(roles)].sort();

/** The rules without what is as by default. Owners are always among those who may. */
function tidied({ roles = {}, editMinutes }: WorkspaceRules): WorkspaceRules {
  const changed = rulePermissions.flatMap((permission) => {
    const set = roles[permission];
    if (!set) return [];
    const withOwner = [...new Set([...set, 'owner' as const])];
    const same = isDeepStrictEqual(sorted(withOwner), sorted(defaultRoles(permission)));
    return same ? [] : [[permission, withOwner] as const];
  });
  return { roles: Object.fromEntries(changed), ...(editMinutes == null ? {} : { editMinutes }) };
}

/** Whether somebody has a permission as an ordinary member of a room would: what one lacks one does not give. */
export async function hasItself(actor: Actor, permission: Parameters<typeof decide>[0]): Promise<boolean> {
  const { rules } = await rightsOf(actor.server, actor.userId);
  const member = { room: 'member', type: 'public', archived: false, general: false } as const;
  return decide(permission, { ...member, workspace: actor.role, rules }).allowed;
}

/**
 * Replaces the rules of the workspace. What an admin may not do they do not allow or forbid to others.
 * @throws forbidden
 */
export async function setWorkspaceRules(actor: Actor, input: WorkspaceRules): Promise<WorkspaceRules> {
  requireWorkspace(actor, 'manageRights');
  const { server } = actor;
  evictRights(server);
  const { rules: before } = await rightsOf(server, actor.userId);
  const after = tidied(input);
  const changed = rulePermissions.filter(
    (permission) => !isDeepStrictEqual(before.roles?.[permission], after.roles?.[permission]),
  );
  for (const permission of changed)
    if (!(await hasItself(actor, permission))) throw refusal('roles.notYours');
  const minutes = [before.editMinutes ?? null, after.editMinutes ?? null] as const;
  if (changed.length === 0 && minutes[0] === minutes[1]) return after;
  await changingRights(server, undefined, () =>
    upserting(() =>
      Rights(server)
        .updateOne({ _id: 'workspace' }, { $set: { rules: after }, $inc: { revision: 1 } }, { upsert: true })
        .exec(),
    ),
  );
  const values = (rules: WorkspaceRules) => ({
    ...Object.fromEntries(
      changed.map((permission) => [permission, [...(rules.roles?.[permission] ?? defaultRoles(permission))]]),
    ),
    ...(minutes[0] === minutes[1] ? {} : { editMinutes: rules.editMinutes ?? null }),
  });
  await recordAudit(actor, {
    action: 'rights.changed',
    on: { kind: 'workspace', id: 'workspace' },
    before: values(before),
    after: values(after),
  });
  return after;
}
