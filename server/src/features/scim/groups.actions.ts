import { AppError } from '@parley/shared/errors';
import { groupLimits } from '@parley/shared/groups';
import { objectId } from '@parley/shared/ids';
import { z } from 'zod';
import type { Server } from '../../platform/context.js';
import { findGroups, listGroups, type GroupDoc } from '../groups/groups.access.js';
import { addToGroup, createGroup, deleteGroup } from '../groups/groups.actions.js';
import { replaceGroup } from '../groups/replacing.actions.js';
import { namesFor } from '../users/names.access.js';
import { findAccounts } from '../users/users.access.js';
import { patched, type Operation } from './patch.js';
import { badRequest, ScimFault } from './scim.errors.js';
import { GROUP, keyIn, type Json } from './scim.names.js';
import type { ScimActor } from './tokens.access.js';
import { changedMeanwhile, requireMatch } from './users.actions.js';

export const groupVersionOf = ({ version }: GroupDoc): string => `W/"${version}"`;

/** What a program may change of a group: the part that PATCH works on. */
const viewWritable = ({ name, externalId, memberIds }: GroupDoc): Json => ({
  displayName: name,
  ...(externalId == null ? {} : { externalId }),
  members: memberIds.map((id) => ({ value: String(id) })),
});

/** A group as a resource. */
export function viewScimGroup(group: GroupDoc, base: string): Json {
  const id = String(group._id);
  return {
    schemas: [GROUP],
    id,
    ...viewWritable(group),
    members: group.memberIds.map(String).map((value) => ({ value, $ref: `${base}/Users/${value}` })),
    meta: {
      resourceType: 'Group',
      created: group.createdAt.toISOString(),
      lastModified: group.updatedAt.toISOString(),
      location: `${base}/Groups/${id}`,
      version: groupVersionOf(group),
    },
  };
}

/** The groups of each of these people, in their order, as their resources have them. */
export async function groupsOf(server: Server, userIds: readonly string[], base: string): Promise<Json[][]> {
  const groups = await listGroups(server);
  return userIds.map((userId) =>
    groups
      .filter(({ memberIds }) => memberIds.some((id) => String(id) === userId))
      .map(({ _id, name }) => ({ value: String(_id), display: name, $ref: `${base}/Groups/${String(_id)}` })),
  );
}

/** @throws ScimFault 404 */
export async function loadScimGroup(server: Server, id: string): Promise<GroupDoc> {
  const [group] = objectId.safeParse(id).success ? await findGroups(server, [id]) : [];
  if (!group) throw new ScimFault(404, 'There is no such group.');
  return group;
}

const groupInput = z.object({
  displayName: z.string().trim().min(1).max(groupLimits.name),
  externalId: z
    .string()
    .max(groupLimits.externalId)
    .nullish()
    .transform((id) => (id == null || id === '' ? undefined : id)),
  members: z
    .array(z.object({ value: z.string().max(100) }))
    .max(groupLimits.members)
    .nullish(),
});

interface WantedGroup {
  displayName: string;
  externalId: string | undefined;
  userIds: string[];
}

/** @throws ScimFault invalidValue */
function wantedGroup(body: unknown): WantedGroup {
  const given = (typeof body === 'object' && body !== null ? body : {}) as Json;
  const named = Object.fromEntries(
    Object.keys(groupInput.shape).map((name) => [name, given[keyIn(given, name) ?? name]]),
  );
  const parsed = groupInput.safeParse(named);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw badRequest('invalidValue', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
  }
  const { displayName, externalId, members } = parsed.data;
  return { displayName, externalId, userIds: [...new Set((members ?? []).map(({ value }) => value))] };
}

/** Only people who are there can be in a group, also those who are deactivated. @throws ScimFault invalidValue */
async function requirePeople(server: Server, userIds: readonly string[]): Promise<void> {
  const valid = userIds.filter((id) => objectId.safeParse(id).success);
  const found = await findAccounts(server, valid);
  const missing = userIds.find(
    (id) => !found.has(id) || found.get(id)?.bot === true || found.get(id)?.erased === true,
  );
  if (missing !== undefined)
    throw badRequest('invalidValue', `members: there is no user ${missing.slice(0, 40)}.`);
}

/** Makes a group; its handle is made of its name. @throws ScimFault, AppError */
export async function createScimGroup(actor: ScimActor, body: unknown): Promise<GroupDoc> {
  const { server } = actor;
  const { displayName, externalId, userIds } = wantedGroup(body);
  const all = await listGroups(server);
  if (all.some(({ name }) => name.toLowerCase() === displayName.toLowerCase()))
    throw new ScimFault(409, 'Another group has this displayName.', 'uniqueness');
  await requirePeople(server, userIds);
  const known = externalId === undefined ? {} : { externalId };
  const login = displayName.trim().replace(/[\s@]+/g, '-');
  let taken: unknown;
  for (const handle of namesFor(login))
    try {
      const group = await createGroup(actor, { handle, name: displayName, description: '', ...known });
      if (userIds.length > 0) await addToGroup(actor, String(group._id), userIds);
      return await loadScimGroup(server, String(group._id));
    } catch (error) {
      if (!(error instanceof AppError) || error.key !== 'groups.taken') throw error;
      taken = error;
    }
  throw taken;
}

/** Others may be faster; each retry reads the group again. */
const MOST_TRIES = 20;

interface At {
  id: string;
  ifMatch: string | undefined;
}

async function change(
  actor: ScimActor,
  { id, ifMatch }: At,
  want: (group: GroupDoc) => WantedGroup,
): Promise<GroupDoc> {
  const { server } = actor;
  for (let attempt = 0; attempt < MOST_TRIES; attempt++) {
    const group = await loadScimGroup(server, id);
    // Again at each attempt: who was slower has another version before them.
    requireMatch(ifMatch, groupVersionOf(group));
    const { displayName, externalId, userIds } = want(group);
    const before = new Set(group.memberIds.map(String));
    await requirePeople(
      server,
      userIds.filter((userId) => !before.has(userId)),
    );
    const after = await replaceGroup(actor, group, { name: displayName, externalId, userIds });
    if (after) return after;
  }
  throw new ScimFault(409, 'Others change this resource. Try again.');
}

/** Replaces a group. @throws ScimFault, AppError */
export const replaceScimGroup = (actor: ScimActor, at: At, body: unknown): Promise<GroupDoc> => {
  const wanted = wantedGroup(body);
  return change(actor, at, () => wanted);
};

/** Changes parts of a group. @throws ScimFault, AppError */
export const patchScimGroup = (
  actor: ScimActor,
  at: At,
  operations: readonly Operation[],
): Promise<GroupDoc> => change(actor, at, (group) => wantedGroup(patched(viewWritable(group), operations)));

/** Deletes a group; its people stay. @throws ScimFault, AppError */
export async function deleteScimGroup(actor: ScimActor, { id, ifMatch }: At): Promise<void> {
  const group = await loadScimGroup(actor.server, id);
  requireMatch(ifMatch, groupVersionOf(group));
  await deleteGroup(actor, id, ifMatch === undefined ? undefined : group.version).catch((error: unknown) => {
    throw error instanceof AppError && error.code === 'not_found' ? changedMeanwhile() : error;
  });
}
