import { isDeepStrictEqual } from 'node:util';
import { AppError } from '@parley/shared/errors';
import type { AuditProgram } from '@parley/shared/audit';
import type { WorkspaceRole } from '@parley/shared/permissions';
import type { Server } from '../../platform/context.js';
import { logEvent } from '../../platform/eventLog.js';
import { endWhatWasMade } from '../../platform/rights.js';
import { recordAuditBy } from '../audit/audit.change.js';
import { dropMember, putMember } from '../rooms/members.change.js';
import { ensureOwner } from '../rooms/owners.change.js';
import { findMembersAmong, findRoomsUnchecked, type RoomDoc } from '../rooms/rooms.access.js';
import { tellOfUser } from '../users/audience.actions.js';
import { findAccount, type UserDoc } from '../users/users.access.js';
import { updateStanding } from '../users/users.change.js';
import { groupKey, higherRole, highestRole, type ResolvedRule } from './groupRules.access.js';
import {
  findGrants,
  finishGiving,
  noteGiving,
  type GroupGrantsDoc,
  type GroupSource,
} from './groupRules.change.js';

/** Another sign-in of the same person may be doing the same. */
const MOST_TRIES = 5;

/** From where somebody's groups are known. */
export interface Groups {
  source: string;
  /** As the source names them. */
  groups: readonly string[];
  rules: readonly ResolvedRule[];
  by: AuditProgram;
  /** Their account was made by this sign-in. */
  fresh?: boolean;
}

/** What the rules of one source give. */
function givenBy({ source, groups, rules }: Groups, known: GroupSource | undefined): GroupSource {
  const keys = new Set(groups.map(groupKey));
  const matched = rules.filter(({ group }) => keys.has(groupKey(group)));
  const role = highestRole(matched.flatMap(({ role: given }) => given ?? []));
  const rooms = matched.flatMap((rule) => rule.rooms.map(({ _id }) => String(_id)));
  // A room that was renamed is not a group that was lost.
  const stays = matched.some((rule) => rule.lost) ? (known?.roomIds ?? []) : [];
  return { source, roomIds: [...new Set([...rooms, ...stays])].sort(), ...(role ? { role } : {}) };
}

const isNothing = ({ role, roomIds }: GroupSource): boolean => role === undefined && roomIds.length === 0;

/**
 * The role that follows, and what is noted of it. What others gave stays, so a rule gives more and never less: but for an account that has
 * what every new one gets. An owner stays one.
 */
function nextRole(
  current: WorkspaceRole,
  wanted: WorkspaceRole | undefined,
  { given, fresh = false }: { given: GroupGrantsDoc['given']; fresh: boolean | undefined },
): { role: WorkspaceRole; given: GroupGrantsDoc['given'] } {
  if (current === 'owner') return { role: current, given: undefined };
  // What was noted and is not so: an admin has given another, or a crash came before it was given.
  const held = given !== undefined && (given.role === current || given.before === current);
  const before = held ? given.before : current;
  if (wanted === undefined) return { role: before, given: undefined };
  const byDefault = fresh || (held && given.byDefault === true);
  const role = byDefault ? wanted : higherRole(wanted, before);
  if (role === before && !byDefault) return { role, given: undefined };
  return { role, given: { role, before, ...(byDefault ? { byDefault } : {}) } };
}

/** @throws not_found when they have another role by now */
async function setRole(server: Server, user: UserDoc, role: WorkspaceRole, by: AuditProgram): Promise<void> {
  if (user.role === role) return;
  const userId = String(user._id);
  const changed = await updateStanding(server, userId, { role, active: true }, user.role);
  logEvent(server, 'role_changed', undefined, { by, userId, role, active: true });
  server.publish.changeRole(userId, role);
  await server.bus.publishAndWait('user.roleChanged', { userId, role });
  if (higherRole(role, user.role) !== role) await endWhatWasMade(server, { userId, all: false });
  await recordAuditBy(server, by, {
    action: 'person.roleChanged',
    on: { kind: 'person', id: userId },
    before: { role: user.role },
    after: { role },
  });
  await tellOfUser(server, changed);
}

const recordRoom = (
  server: Server,
  { by, userId, room }: { by: AuditProgram; userId: string; room: RoomDoc },
  action: 'room.memberAdded' | 'room.memberRemoved',
): Promise<void> =>
  recordAuditBy(server, by, { action, on: { kind: 'person', id: userId }, roomId: String(room._id) });

async function applyOnce(server: Server, userId: string, from: Groups): Promise<void> {
  const [user, known] = await Promise.all([findAccount(server, userId), findGrants(server, userId)]);
  if (!user?.active || user.erased || user.bot) return;
  const sources = known?.sources ?? [];
  const mine = givenBy(
    from,
    sources.find(({ source }) => source === from.source),
  );
  const others = sources.filter(({ source }) => source !== from.source);
  const next = isNothing(mine) ? others : [...others, mine];
  // What somebody has decided since then stays as long as the groups say the same.
  if (isDeepStrictEqual(order(next), order(sources))) return;
  const wanted = highestRole(next.flatMap(({ role }) => role ?? []));
  const { role, given } = nextRole(user.role, wanted, { given: known?.given, fresh: from.fresh });
  const rooms = await roomsOf(server, userId, { known, next });
  const noted = await noteGiving(server, known, {
    userId,
    given,
    added: rooms.enters.map(({ _id }) => String(_id)),
  });
  await setRole(server, user, role, from.by);
  for (const room of rooms.enters) {
    await putMember(server, room, { userId, role: 'member' });
    await recordRoom(server, { by: from.by, userId, room }, 'room.memberAdded');
  }
  for (const room of rooms.leaves) {
    await dropMember(server, room, userId);
    await ensureOwner({ server }, room);
    await recordRoom(server, { by: from.by, userId, room }, 'room.memberRemoved');
  }
  await finishGiving(server, { userId, version: noted }, { sources: next, given });
}

const order = (sources: readonly GroupSource[]): GroupSource[] =>
  sources
    .map(({ source, role, roomIds }) => ({ source, roomIds: [...roomIds].sort(), ...(role ? { role } : {}) }))
    .sort((a, b) => (a.source < b.source ? -1 : 1));

/** The rooms to enter: new ones, so that who has left one is not put into it again. And those to leave: only where a rule has put them. */
async function roomsOf(
  server: Server,
  userId: string,
  { known, next }: { known: GroupGrantsDoc | null; next: GroupSource[] },
): Promise<{ enters: RoomDoc[]; leaves: RoomDoc[] }> {
  const idsOf = (sources: readonly GroupSource[]): Set<string> =>
    new Set(sources.flatMap(({ roomIds }) => roomIds));
  const [had, wanted] = [idsOf(known?.sources ?? []), idsOf(next)];
  const entering = [...wanted].filter((id) => !had.has(id));
  const leaving = (known?.added ?? []).filter((id) => !wanted.has(id));
  const rooms = await findRoomsUnchecked(server, [...entering, ...leaving]);
  const there = await findMembersAmong(server, entering, [userId]);
  const present = new Set(there.map(({ roomId }) => String(roomId)));
  const pick = (ids: string[]): RoomDoc[] => ids.flatMap((id) => rooms.get(id) ?? []);
  return {
    // What a crash has left is noted as theirs already.
    enters: pick(entering.filter((id) => !present.has(id))).filter(({ archived }) => !archived),
    leaves: pick(leaving),
  };
}

/**
 * Gives a person what the rules give their groups, and takes away what rules have given and do not give any more. Does nothing while the
 * groups give what they gave before. Safe to repeat, and for an owner.
 * @throws conflict when others change the same person all the time
 */
export async function applyGroups(server: Server, userId: string, from: Groups): Promise<void> {
  for (let attempt = 1; ; attempt++)
    try {
      return await applyOnce(server, userId, from);
    } catch (error) {
      const changed = error instanceof AppError && (error.code === 'conflict' || error.code === 'not_found');
      if (!changed || attempt === MOST_TRIES) throw error;
    }
}

/** A source says nothing of a person any more: what it gave is taken away. */
export const leaveGroups = (
  server: Server,
  userId: string,
  { source, by }: Pick<Groups, 'source' | 'by'>,
): Promise<void> => applyGroups(server, userId, { source, by, groups: [], rules: [] });
