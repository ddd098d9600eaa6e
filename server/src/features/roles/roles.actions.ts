import { AppError, notFound } from '@parley/shared/errors';
import { invalidField } from '@parley/shared/faults';
import { refusal } from '@parley/shared/refusals';
import {
  rightsLimits,
  type CreateRoleInput,
  type CustomRoleView,
  type Holder,
  type UpdateRoleInput,
} from '@parley/shared/rights';
import type { Actor, Server } from '../../platform/context.js';
import { inSlot } from '../../platform/slots.js';
import { recordAudit } from '../audit/audit.change.js';
import { findGroups } from '../groups/groups.access.js';
import { loadRoom } from '../rooms/rooms.access.js';
import { findReachable } from '../users/directory.access.js';
import { requireWorkspace } from '../workspace/workspace.access.js';
import { listCustomRoles, loadCustomRole, type CustomRoleDoc } from './roles.access.js';
import { changingRights } from './roles.change.js';
import { CustomRoles } from './roles.model.js';
import { hasItself } from './rules.actions.js';

export const viewCustomRole = (role: CustomRoleDoc): CustomRoleView => ({
  roleId: String(role._id),
  version: role.version,
  name: role.name,
  permissions: role.permissions,
  holders: role.holders.map(({ kind, id, roomId }) => ({ kind, id, roomId: roomId ?? null })),
});

/** The people who have a role, by themselves or by a group. */
async function peopleWith(server: Server, holders: Holder[]): Promise<string[]> {
  const groups = await findGroups(
    server,
    holders.flatMap(({ kind, id }) => (kind === 'group' ? [id] : [])),
  );
  return [
    ...holders.flatMap(({ kind, id }) => (kind === 'person' ? [id] : [])),
    ...groups.flatMap(({ memberIds }) => memberIds.map(String)),
  ];
}

/** @throws forbidden for what the actor may not do */
export async function requireOwn(actor: Actor, permissions: CustomRoleDoc['permissions']): Promise<void> {
  for (const permission of permissions)
    if (!(await hasItself(actor, permission))) throw refusal('roles.notYours');
}

const valuesOf = ({ name, permissions }: CustomRoleDoc) => ({ name, permissions: [...permissions] });
const on = (role: CustomRoleDoc) => ({ kind: 'role' as const, id: String(role._id) });

/** All custom roles. @throws forbidden */
export async function readCustomRoles(actor: Actor): Promise<CustomRoleView[]> {
  requireWorkspace(actor, 'manageRights');
  return (await listCustomRoles(actor.server)).map(viewCustomRole);
}

/** @throws forbidden, conflict at the limit */
export async function createRole(actor: Actor, input: CreateRoleInput): Promise<CustomRoleView> {
  requireWorkspace(actor, 'manageRights');
  await requireOwn(actor, input.permissions);
  const model = CustomRoles(actor.server);
  const made = await inSlot(model, { of: {}, most: rightsLimits.customRoles }, (slot) =>
    model.create({ ...input, permissions: [...new Set(input.permissions)], version: 1, holders: [], slot }),
  );
  if (!made) throw refusal('roles.tooMany', { most: rightsLimits.customRoles });
  const role = made.toObject<CustomRoleDoc>();
  await recordAudit(actor, { action: 'role.created', on: on(role), after: valuesOf(role) });
  return viewCustomRole(role);
}

/** Changes a role in one write, if nobody has changed it since it was read; else reads it again. */
async function changeRole(
  server: Server,
  roleId: string,
  change: (role: CustomRoleDoc) => Partial<CustomRoleDoc> | undefined,
): Promise<{ before: CustomRoleDoc; after: CustomRoleDoc }> {
  for (let attempt = 0; attempt < 10; attempt++) {
    const before = await loadCustomRole(server, roleId);
    const set = change(before);
    if (!set) return { before, after: before };
    const after = await CustomRoles(server)
      .findOneAndUpdate(
        { _id: roleId, version: before.version },
        { $set: set, $inc: { version: 1 } },
        { returnDocument: 'after' },
      )
      .lean();
    if (after) return { before, after };
  }
  throw new AppError('conflict');
}

/** Changes the name or the permissions of a role. @throws forbidden, not_found */
export async function updateRole(
  actor: Actor,
  roleId: string,
  input: UpdateRoleInput,
): Promise<CustomRoleView> {
  requireWorkspace(actor, 'manageRights');
  const { server } = actor;
  const known = await loadCustomRole(server, roleId);
  await requireOwn(actor, [...known.permissions, ...(input.permissions ?? [])]);
  const { before, after } = await changingRights(server, await peopleWith(server, known.holders), () =>
    changeRole(server, roleId, () => ({
      ...(input.name === undefined ? {} : { name: input.name }),
      ...(input.permissions === undefined ? {} : { permissions: [...new Set(input.permissions)] }),
    })),
  );
  await recordAudit(actor, {
    action: 'role.changed',
    on: on(after),
    before: valuesOf(before),
    after: valuesOf(after),
  });
  return viewCustomRole(after);
}

/** @throws forbidden, not_found */
export async function deleteRole(actor: Actor, roleId: string): Promise<void> {
  requireWorkspace(actor, 'manageRights');
  const { server } = actor;
  const role = await loadCustomRole(server, roleId);
  await requireOwn(actor, role.permissions);
  await changingRights(server, await peopleWith(server, role.holders), () =>
    CustomRoles(server).deleteOne({ _id: roleId }).exec(),
  );
  await recordAudit(actor, { action: 'role.deleted', on: on(role), before: valuesOf(role) });
}

const isSame = (a: Holder, b: Holder): boolean =>
  a.kind === b.kind && a.id === b.id && (a.roomId ?? null) === (b.roomId ?? null);

async function requireHolder(actor: Actor, { kind, id, roomId }: Holder): Promise<void> {
  const found = await (kind === 'person' ? findReachable(actor, [id]) : findGroups(actor.server, [id]));
  if (found.length === 0) throw notFound();
  if (roomId === null) return;
  const { type } = (await loadRoom(actor, roomId)).room;
  if (type === 'direct' || type === 'group') throw invalidField('roomId', 'noRules');
}

/** Gives a role to a person or group, everywhere or in one room. Idempotent. @throws forbidden, not_found, conflict at the limit */
export async function giveRole(actor: Actor, roleId: string, holder: Holder): Promise<CustomRoleView> {
  requireWorkspace(actor, 'manageRights');
  const { server } = actor;
  const role = await loadCustomRole(server, roleId);
  await requireOwn(actor, role.permissions);
  await requireHolder(actor, holder);
  const { before, after } = await changingRights(server, await peopleWith(server, [holder]), () =>
    changeRole(server, roleId, ({ holders }) => {
      if (holders.some((one) => isSame(one, holder))) return undefined;
      if (holders.length >= rightsLimits.holders)
        throw refusal('roles.tooManyHolders', { most: rightsLimits.holders });
      return { holders: [...holders, holder] };
    }),
  );
  if (before !== after)
    await recordAudit(actor, { action: 'role.given', on: on(after), after: { ...holder, name: after.name } });
  return viewCustomRole(after);
}

/** Takes a role from a person or group. Idempotent. @throws forbidden, not_found */
export async function takeRole(actor: Actor, roleId: string, holder: Holder): Promise<void> {
  requireWorkspace(actor, 'manageRights');
  const { server } = actor;
  await requireOwn(actor, (await loadCustomRole(server, roleId)).permissions);
  const people = await peopleWith(server, [holder]);
  const { before, after } = await changingRights(server, people, () =>
    changeRole(server, roleId, ({ holders }) => {
      const rest = holders.filter((one) => !isSame(one, holder));
      return rest.length === holders.length ? undefined : { holders: rest };
    }),
  );
  if (before !== after)
    await recordAudit(actor, {
      action: 'role.taken',
      on: on(after),
      before: { ...holder, name: after.name },
    });
}

/**
 * Removes somebody from all roles: an erased or deactivated person, or a deleted group. Idempotent.
 * @param people whose pages sync: those of the group
 */
export async function dropHolder(
  server: Server,
  { kind, id }: Pick<Holder, 'kind' | 'id'>,
  people: readonly string[] = [],
): Promise<void> {
  const having = await CustomRoles(server).find({ 'holders.id': id }).lean();
  for (const { _id } of having)
    await changingRights(server, people, () =>
      changeRole(server, String(_id), ({ holders }) => ({
        holders: holders.filter((one) => one.kind !== kind || one.id !== id),
      })),
    );
}
