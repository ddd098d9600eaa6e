import { groupLimits } from '@parley/shared/groups';
import { refusal } from '@parley/shared/refusals';
import { Types } from 'mongoose';
import { changedFields } from '../audit/audit.change.js';
import { permissionsOfGroup } from '../roles/roles.access.js';
import { changingRights } from '../roles/roles.change.js';
import type { GroupDoc } from './groups.access.js';
import { recordGroup, settleGroup, writeGroup, type ByProgram } from './groups.change.js';

/** What a provisioning program wants of a group. */
export interface ReplacedGroup {
  name: string;
  /** Its id there; undefined for none. */
  externalId: string | undefined;
  /** All its people, each once; the caller has made sure that they are there. */
  userIds: readonly string[];
}

/** Records each person who came or went, and has the pages of those who went sync. */
async function settleMembers(
  by: ByProgram,
  { handle }: GroupDoc,
  { fresh, gone }: { fresh: readonly string[]; gone: readonly string[] },
): Promise<void> {
  const of = { group: handle };
  for (const id of fresh) await recordGroup(by, 'group.memberAdded', { kind: 'person', id }, { after: of });
  for (const id of gone) {
    // Somebody who sees only people they share a room with does not see the group any more.
    by.server.publish.toUser(id, 'sync:due', { within: 1000 });
    await recordGroup(by, 'group.memberRemoved', { kind: 'person', id }, { before: of });
  }
}

/**
 * Replaces the name, the id and the people of a group in one write, if nobody has changed it since it was read.
 * @param known as read
 * @returns the group as it is then; undefined when somebody was faster, and nothing was changed
 * @throws conflict when there are too many people
 */
export async function replaceGroup(
  by: ByProgram,
  known: GroupDoc,
  { name, externalId, userIds }: ReplacedGroup,
): Promise<GroupDoc | undefined> {
  const { server } = by;
  const id = String(known._id);
  const [before, wanted] = [known.memberIds.map(String), new Set(userIds)];
  const fresh = [...wanted].filter((userId) => !before.includes(userId));
  const gone = before.filter((userId) => !wanted.has(userId));
  const moved = fresh.length + gone.length > 0;
  const renamed = name !== known.name || externalId !== (known.externalId ?? undefined);
  if (!moved && !renamed) return known;
  if (fresh.length > 0 && wanted.size > groupLimits.members)
    throw refusal('groups.full', { most: groupLimits.members });
  const write = (): Promise<GroupDoc | null> =>
    writeGroup(server, known, {
      name,
      externalId: externalId ?? null,
      memberIds: [...wanted].map((userId) => new Types.ObjectId(userId)),
    });
  // Who is in a group has its custom roles.
  const holds = moved && (await permissionsOfGroup(server, id)).length > 0;
  const after = await (holds ? changingRights(server, [...fresh, ...gone], write) : write());
  if (!after) return undefined;
  await settleGroup(server, after);
  const changed = changedFields({ name: known.name }, { name: after.name });
  if (changed) await recordGroup(by, 'group.changed', { kind: 'group', id }, changed);
  await settleMembers(by, after, { fresh, gone });
  return after;
}
