import { notFound } from '@parley/shared/errors';
import { decide, type Decision, type RulePermission } from '@parley/shared/permissions';
import { workspaceStanding } from '@parley/shared/standings';
import { refusal } from '@parley/shared/refusals';
import type { InspectQuery, ReasonView } from '@parley/shared/rights';
import { mayInWorkspace } from '@parley/shared/permissions';
import type { Actor } from '../../platform/context.js';
import { loadRoomFor, findStandingOf } from '../rooms/rooms.access.js';
import { loadPerson } from '../users/directory.access.js';
import { rightsOf } from './roles.access.js';

const workspaceWide = new Set<string>([
  'createPublicRooms',
  'createPrivateRooms',
  'invite',
] satisfies RulePermission[]);

function viewDecision({ allowed, by }: Decision): ReasonView {
  switch (by.kind) {
    case 'role':
      return { allowed, by: { kind: by.kind, role: by.role } };
    case 'customRole':
      return {
        allowed,
        by: {
          kind: by.kind,
          customRole: by.role,
          ...(by.group ? { group: by.group } : {}),
          roomId: by.roomId,
        },
      };
    case 'roomRule':
      return { allowed, by: { kind: by.kind, level: by.level } };
    default:
      return { allowed, by: { kind: by.kind } };
  }
}

/**
 * Why a person may do something, or not: by the function that decides. For those who manage rights, and in a room for those who set its rules.
 * @throws not_found, forbidden
 */
export async function inspect(actor: Actor, query: InspectQuery): Promise<ReasonView> {
  const { userId, permission, roomId } = query;
  const { server } = actor;
  if (!mayInWorkspace('manageRights', actor.role)) {
    if (roomId === undefined) throw refusal('workspace.adminsOnly');
    await loadRoomFor(actor, roomId, 'setRole');
  }
  const person = await loadPerson(actor, userId);
  if (person.bot === true || person.erased === true) throw notFound();
  if (!person.active) return { allowed: false, by: { kind: 'inactive' } };
  if (workspaceWide.has(permission))
    return viewDecision(decide(permission, workspaceStanding(person.role, await rightsOf(server, userId))));
  if (roomId === undefined) throw notFound();
  // Also of a private room that the actor is not in, the answer is as for one that does not exist.
  await loadRoomFor(actor, roomId, 'read');
  const standing = await findStandingOf({ server, userId, role: person.role }, roomId);
  if (!standing) throw notFound();
  return viewDecision(decide(permission, standing));
}
