import type { AuditValues } from '@parley/shared/audit';
import { AppError, notFound } from '@parley/shared/errors';
import { invalidField } from '@parley/shared/faults';
import {
  groupLimits,
  type CreateGroupInput,
  type GroupDetails,
  type GroupsPage,
  type GroupsQuery,
  type UpdateGroupInput,
} from '@parley/shared/groups';
import { refusal } from '@parley/shared/refusals';
import { Types } from 'mongoose';
import type { Actor, Server } from '../../platform/context.js';
import { requireProof } from '../../platform/demands.js';
import { inSlot } from '../../platform/slots.js';
import { changedFields } from '../audit/audit.change.js';
import { permissionsOfGroup } from '../roles/roles.access.js';
import { dropHolder, requireOwn } from '../roles/roles.actions.js';
import { changingRights } from '../roles/roles.change.js';
import { seenAmong } from '../users/directory.access.js';
import { findReserving, freeHandle, reserveAnother, reserveHandle } from '../users/handles.change.js';
import { freeName } from '../users/users.actions.js';
import { findActiveUsers } from '../users/users.access.js';
import { requireWorkspace } from '../workspace/workspace.access.js';
import { findGroups, type GroupDoc } from './groups.access.js';
import { changeGroup, publishGroup, recordGroup, settleGroup, type By } from './groups.change.js';
import { Groups } from './groups.model.js';
import { viewGroup, viewGroupDetails } from './groups.view.js';
import { listSeenGroups, loadGroup, seenMembersOf } from './seen.access.js';

const on = (groupId: string) => ({ kind: 'group' as const, id: groupId });
const valuesOf = ({ handle, name, description }: GroupDoc): AuditValues => ({ handle, name, description });

/** @throws forbidden for a person who does not manage people */
function requireManager(by: By): void {
  if (!('program' in by)) requireWorkspace(by, 'managePeople');
}

/**
 * Who is in a group has the group's custom roles: a person changes that only with those permissions, and adds people like giving a role.
 * @throws forbidden, reauthentication_required
 */
async function requirePower(by: By, groupId: string, gives: boolean): Promise<void> {
  if ('program' in by) return;
  const permissions = await permissionsOfGroup(by.server, groupId);
  if (permissions.length === 0) return;
  await requireOwn(by, permissions);
  if (gives) requireProof(by);
}

async function loadStored(server: Server, groupId: string): Promise<GroupDoc> {
  const [group] = await findGroups(server, [groupId]);
  if (!group) throw notFound();
  return group;
}

/** Writes with a handle; one that a crash has left reserved without a group is freed first. @throws conflict when it is taken */
async function takingHandle<T>(server: Server, handle: string, write: () => Promise<T>): Promise<T> {
  await freeName(server, handle);
  try {
    return await write();
  } catch (error) {
    const reserving = error instanceof AppError ? await findReserving(server, handle) : undefined;
    if (reserving === undefined || (await findGroups(server, [reserving])).length > 0) throw error;
    await freeHandle(server, reserving);
    return await write();
  }
}

/** One page of the groups one sees, by handle. */
export async function readGroups(actor: Actor, { after, limit }: GroupsQuery): Promise<GroupsPage> {
  const all = (await listSeenGroups(actor)).sort((a, b) => (a.handle < b.handle ? -1 : 1));
  const rest = after === undefined ? all : all.filter(({ handle }) => handle > after);
  const page = rest.slice(0, limit);
  const people = [...new Set(page.flatMap(({ memberIds }) => memberIds.map(String)))];
  const seen = await seenAmong(actor, people);
  return {
    groups: page.map((group) =>
      viewGroup(
        group,
        group.memberIds.map(String).filter((id) => seen.has(id)),
      ),
    ),
    next: rest.length > limit ? (page.at(-1)?.handle ?? null) : null,
  };
}

/** A group with its visible members. @throws not_found */
export async function readGroup(actor: Actor, groupId: string): Promise<GroupDetails> {
  const group = await loadGroup(actor, groupId);
  return viewGroupDetails(group, await seenMembersOf(actor, group));
}

/**
 * Creates a group without people.
 * @param input with the id of a provisioning program, if one creates it
 * @throws forbidden, conflict when the handle is taken or there are too many groups
 */
export async function createGroup(
  by: By,
  { handle, name, description, externalId }: CreateGroupInput & { externalId?: string },
): Promise<GroupDoc> {
  requireManager(by);
  const { server } = by;
  const _id = new Types.ObjectId();
  const groupId = String(_id);
  const now = new Date();
  // Its handle first: a crash in between leaves a reserved name, which the next group of that name frees.
  await takingHandle(server, handle, () => reserveHandle(server, { groupId, handle, name }));
  const made = await inSlot(Groups(server), { of: {}, most: groupLimits.groups }, (slot) =>
    Groups(server).create({
      _id,
      version: 1,
      handle,
      name,
      description,
      memberIds: [],
      createdAt: now,
      updatedAt: now,
      slot,
      ...(externalId === undefined ? {} : { externalId }),
    }),
  );
  if (!made) {
    await freeHandle(server, groupId);
    throw refusal('groups.tooMany', { most: groupLimits.groups });
  }
  const group = made.toObject<GroupDoc>();
  await settleGroup(server, group);
  await recordGroup(by, 'group.created', on(groupId), { after: valuesOf(group) });
  return group;
}

/**
 * Changes the handle, name or description of a group.
 * @param input also the id of a provisioning program; null removes it
 * @throws forbidden, not_found, conflict when the handle is taken
 */
export async function updateGroup(
  by: By,
  groupId: string,
  { handle, name, description, externalId }: UpdateGroupInput & { externalId?: string | null },
): Promise<GroupDoc> {
  requireManager(by);
  const { server } = by;
  const known = await loadStored(server, groupId);
  if (handle !== undefined && handle !== known.handle)
    await takingHandle(server, handle, () => reserveAnother(server, groupId, handle));
  const { before, after } = await changeGroup(server, groupId, () => ({
    ...(handle === undefined ? {} : { handle }),
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    ...(externalId === undefined ? {} : { externalId }),
  }));
  await settleGroup(server, after);
  const changed = changedFields(valuesOf(before), valuesOf(after));
  if (changed) await recordGroup(by, 'group.changed', on(groupId), changed);
  return after;
}

/**
 * @throws forbidden, not_found, conflict when the handle is taken
 * @public for provisioning
 */
export const renameGroup = (
  by: By,
  groupId: string,
  names: { handle?: string; name?: string },
): Promise<GroupDoc> => updateGroup(by, groupId, names);

/**
 * Deletes a group; its people stay, and lose what they had by it.
 * @param version only the group of this version; undefined for whichever it has
 * @throws forbidden, not_found, also when it has another version
 */
export async function deleteGroup(by: By, groupId: string, version?: number): Promise<void> {
  requireManager(by);
  const { server } = by;
  const group = await loadStored(server, groupId);
  await requirePower(by, groupId, false);
  const memberIds = group.memberIds.map(String);
  const { deletedCount } = await Groups(server).deleteOne({
    _id: groupId,
    ...(version === undefined ? {} : { version }),
  });
  if (deletedCount === 0 && version !== undefined) throw notFound();
  await dropHolder(server, { kind: 'group', id: groupId }, memberIds);
  const account = await freeHandle(server, groupId);
  const gone = { username: `deleted:${groupId}`, names: [], erased: true as const };
  if (account) await publishGroup(server, { ...account, ...gone, version: account.version + 1 }, memberIds);
  await recordGroup(by, 'group.deleted', on(groupId), { before: valuesOf(group) });
}

/** Changes who is in a group, and with it what they may do. */
async function changeMembers(
  { server }: By,
  groupId: string,
  affected: string[],
  change: (memberIds: string[]) => string[],
): Promise<{ before: Set<string>; after: GroupDoc }> {
  const write = () =>
    changeGroup(server, groupId, ({ memberIds }) => {
      const people = change(memberIds.map(String));
      return people.length === memberIds.length
        ? undefined
        : { memberIds: people.map((id) => new Types.ObjectId(id)) };
    });
  const holds = (await permissionsOfGroup(server, groupId)).length > 0;
  const { before, after } = await (holds ? changingRights(server, affected, write) : write());
  if (before !== after) await settleGroup(server, after);
  return { before: new Set(before.memberIds.map(String)), after };
}

/**
 * Adds people to a group. Idempotent.
 * @returns the group as it is then
 * @throws forbidden, not_found, invalid for people who are not there, conflict at the limit
 */
export async function addToGroup(by: By, groupId: string, userIds: string[]): Promise<GroupDoc> {
  requireManager(by);
  const { server } = by;
  await loadStored(server, groupId);
  await requirePower(by, groupId, true);
  const wanted = [...new Set(userIds)];
  // A program has made sure that they are there; of its people some may be deactivated.
  if (!('program' in by) && (await findActiveUsers({ server }, wanted)).length !== wanted.length)
    throw invalidField('userIds', 'someNotInWorkspace');
  const { before, after } = await changeMembers(by, groupId, wanted, (memberIds) => {
    const all = [...new Set([...memberIds, ...wanted])];
    if (all.length > groupLimits.members) throw refusal('groups.full', { most: groupLimits.members });
    return all;
  });
  for (const userId of wanted.filter((id) => !before.has(id)))
    await recordGroup(
      by,
      'group.memberAdded',
      { kind: 'person', id: userId },
      { after: { group: after.handle } },
    );
  return after;
}

/** Removes people from a group. Idempotent. @throws forbidden, not_found */
export async function removeFromGroup(by: By, groupId: string, userIds: string[]): Promise<GroupDoc> {
  requireManager(by);
  const { server } = by;
  await loadStored(server, groupId);
  await requirePower(by, groupId, false);
  const unwanted = new Set(userIds);
  const { before, after } = await changeMembers(by, groupId, userIds, (memberIds) =>
    memberIds.filter((id) => !unwanted.has(id)),
  );
  for (const userId of unwanted) {
    if (!before.has(userId)) continue;
    // Somebody who sees only people they share a room with does not see the group any more.
    server.publish.toUser(userId, 'sync:due', { within: 1000 });
    await recordGroup(
      by,
      'group.memberRemoved',
      { kind: 'person', id: userId },
      { before: { group: after.handle } },
    );
  }
  return after;
}
