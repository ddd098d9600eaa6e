import type { AuditValues } from '@parley/shared/audit';
import { notFound } from '@parley/shared/errors';
import type { RoomRules } from '@parley/shared/permissions';
import type { RoomView } from '@parley/shared/rooms';
import { isDeepStrictEqual } from 'node:util';
import type { Actor } from '../../platform/context.js';
import { recordAudit } from '../audit/audit.change.js';
import { changeRoom } from './members.change.js';
import { loadRoomFor } from './rooms.access.js';
import { viewRoom } from './rooms.view.js';

const valuesOf = (rules: RoomRules | undefined): AuditValues => ({
  ...(Object.fromEntries(Object.entries(rules?.only ?? {})) as AuditValues),
  editMinutes: rules?.editMinutes ?? null,
});

/** Replaces what a room narrows. Idempotent. @throws not_found, forbidden */
export async function setRoomRules(actor: Actor, roomId: string, rules: RoomRules): Promise<RoomView> {
  const { room } = await loadRoomFor(actor, roomId, 'setRules');
  if (isDeepStrictEqual(valuesOf(room.rules), valuesOf(rules))) return viewRoom(room);
  const changed = await changeRoom(actor.server, roomId, { set: { rules } });
  if (!changed) throw notFound();
  await recordAudit(actor, {
    action: 'room.rulesChanged',
    on: { kind: 'room', id: roomId },
    before: valuesOf(room.rules),
    after: valuesOf(rules),
  });
  return viewRoom(changed);
}
