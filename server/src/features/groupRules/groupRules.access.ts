import { workspaceRoles, type WorkspaceRole } from '@parley/shared/permissions';
import { nameKey } from '@parley/shared/text';
import type { Server } from '../../platform/context.js';
import { parseGroupRule, type GroupRule } from '../../platform/settingKinds.js';
import { findPublicRoomsByName } from '../rooms/roomNames.access.js';
import { findRoomsUnchecked, type RoomDoc } from '../rooms/rooms.access.js';

/** Rules with the rooms they name. */
export interface ResolvedRule extends Pick<GroupRule, 'group' | 'role'> {
  rooms: RoomDoc[];
  /** It names a room that is not there: renamed, for example. Then it takes nobody out of one. */
  lost: boolean;
}

/** The rules of lines, as they are in settings; which are valid. */
const rulesOf = (lines: readonly string[]): GroupRule[] =>
  lines.flatMap((line) => parseGroupRule(line) ?? []);

/** Reads the rooms of rules: once for many people. Direct messages and groups are none. */
export async function resolveRules(server: Server, lines: readonly string[]): Promise<ResolvedRule[]> {
  const rules = rulesOf(lines);
  const named = [...new Set(rules.flatMap(({ rooms }) => rooms))];
  const names = named.filter((word) => word.startsWith('#')).map((word) => nameKey(word.slice(1)));
  const [byId, byName] = await Promise.all([
    findRoomsUnchecked(
      server,
      named.filter((word) => !word.startsWith('#')),
    ),
    findPublicRoomsByName(server, names),
  ]);
  return rules.map(({ group, role, rooms }) => {
    const found = rooms.flatMap((word) => {
      const room = word.startsWith('#') ? byName.get(nameKey(word.slice(1))) : byId.get(word);
      return room && (room.type === 'public' || room.type === 'private') ? [room] : [];
    });
    return {
      group,
      rooms: found,
      lost: found.length < rooms.length,
      ...(role === undefined ? {} : { role }),
    };
  });
}

/** A name of a group as it is compared: a DN without the case and the blanks that do not count. Source: RFC 4514 */
export const groupKey = (name: string): string =>
  name
    .normalize('NFC')
    .toLowerCase()
    .trim()
    .replace(/\s*([,=])\s*/g, '$1');

const rank = (role: WorkspaceRole): number => -workspaceRoles.indexOf(role);

/** The one of two roles that may more. */
export const higherRole = (a: WorkspaceRole, b: WorkspaceRole): WorkspaceRole => (rank(a) >= rank(b) ? a : b);

export const highestRole = (roles: readonly WorkspaceRole[]): WorkspaceRole | undefined =>
  roles.length === 0 ? undefined : roles.reduce(higherRole);
