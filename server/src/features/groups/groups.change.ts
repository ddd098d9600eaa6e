import { AppError, notFound } from '@parley/shared/errors';
import { seesEverybody } from '@parley/shared/directory';
import type { AuditProgram, AuditValues } from '@parley/shared/audit';
import { Types } from 'mongoose';
import type { Actor, Server } from '../../platform/context.js';
import { recordAudit, recordAuditBy } from '../audit/audit.change.js';
import { changingRights } from '../roles/roles.change.js';
import { settleHandle } from '../users/handles.change.js';
import { findAccounts, type UserDoc } from '../users/users.access.js';
import { viewUser } from '../users/users.view.js';
import { readWorkspace } from '../workspace/workspace.access.js';
import { Groups, type GroupDoc } from './groups.model.js';

/** A program that changes groups without being a person: nothing is forbidden to it. */
export interface ByProgram {
  server: Server;
  program: AuditProgram;
}
/** Who changes groups. */
export type By = Actor | ByProgram;

/** Concurrent changes of the same group may win; each retry reads it again. */
const MOST_TRIES = 20;

/** The people of a group who do not see everybody: they see it because they are in it. */
async function listLimited(server: Server, userIds: string[]): Promise<string[]> {
  const [{ directory }, accounts] = await Promise.all([readWorkspace(server), findAccounts(server, userIds)]);
  return [...accounts].flatMap(([id, { role }]) => (seesEverybody(directory, role) ? [] : [id]));
}

/** Publishes the account of a group to those who see the group. */
export async function publishGroup(server: Server, account: UserDoc, memberIds: string[]): Promise<void> {
  const payload = { user: viewUser(account) };
  server.publish.toSeeing({ userId: String(account._id), roomIds: [] }, 'user:changed', payload);
  for (const userId of await listLimited(server, memberIds))
    server.publish.toUser(userId, 'user:changed', payload);
}

/** Brings what shows a group to pages to what it is now, and publishes it. */
export async function settleGroup(server: Server, group: GroupDoc): Promise<void> {
  const account = await settleHandle(server, String(group._id), group);
  if (account) await publishGroup(server, account, group.memberIds.map(String));
}

/** Writes a group if it is still as it was read. @returns the group as it is then; null when somebody was faster */
export const writeGroup = (
  server: Server,
  { _id, version }: GroupDoc,
  set: Partial<GroupDoc>,
): Promise<GroupDoc | null> =>
  Groups(server)
    .findOneAndUpdate(
      { _id, version },
      { $set: { ...set, updatedAt: new Date() }, $inc: { version: 1 } },
      { returnDocument: 'after' },
    )
    .lean()
    .exec();

/**
 * Changes a group in one write, if nobody has changed it since it was read; else reads it again.
 * @param change undefined when nothing is to change
 * @throws not_found, and what `change` throws
 */
export async function changeGroup(
  server: Server,
  groupId: string,
  change: (group: GroupDoc) => Partial<GroupDoc> | undefined,
): Promise<{ before: GroupDoc; after: GroupDoc }> {
  for (let attempt = 0; attempt < MOST_TRIES; attempt++) {
    const before = await Groups(server).findById(groupId).lean();
    if (!before) throw notFound();
    const set = change(before);
    if (!set) return { before, after: before };
    const after = await writeGroup(server, before, set);
    if (after) return { before, after };
  }
  throw new AppError('conflict');
}

type Action =
  'group.created' | 'group.changed' | 'group.deleted' | 'group.memberAdded' | 'group.memberRemoved';

/** Records what was done to a group, or to a person in it. */
export async function recordGroup(
  by: By,
  action: Action,
  on: { kind: 'group' | 'person'; id: string },
  sides: { before?: AuditValues; after?: AuditValues },
): Promise<void> {
  const entry = { action, on, ...sides };
  if ('program' in by) await recordAuditBy(by.server, by.program, entry);
  else await recordAudit(by, entry);
}

/** Takes somebody out of all groups. Idempotent. */
export async function dropMember(server: Server, userId: string): Promise<void> {
  const groups = await Groups(server).find({ memberIds: userId }, { _id: 1 }).lean();
  for (const { _id } of groups) {
    const { after } = await changingRights(server, [], () =>
      changeGroup(server, String(_id), ({ memberIds }) => ({
        memberIds: memberIds.filter((id) => String(id) !== userId),
      })),
    );
    await settleGroup(server, after);
  }
}

/** Puts one person for another into all groups. Idempotent. */
export async function replaceMember(server: Server, fromId: string, intoId: string): Promise<void> {
  const groups = await Groups(server).find({ memberIds: fromId }, { _id: 1 }).lean();
  for (const { _id } of groups) {
    const { after } = await changingRights(server, [intoId], () =>
      changeGroup(server, String(_id), ({ memberIds }) => {
        const people = memberIds.map(String).map((id) => (id === fromId ? intoId : id));
        return { memberIds: [...new Set(people)].map((id) => new Types.ObjectId(id)) };
      }),
    );
    await settleGroup(server, after);
  }
}
