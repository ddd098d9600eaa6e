import { notFound } from '@parley/shared/errors';
import type { CreateHold, HoldView } from '@parley/shared/retention';
import { refusal } from '@parley/shared/refusals';
import { Types } from 'mongoose';
import { recordAudit } from '../audit/audit.change.js';
import type { Actor } from '../../platform/context.js';
import { findRoomsUnchecked } from '../rooms/rooms.access.js';
import { findAccounts } from '../users/users.access.js';
import { requireWorkspace } from '../workspace/workspace.access.js';
import { listHolds } from './retention.access.js';
import { Holds, type HoldDoc } from './retention.model.js';

/** Holds at once. */
const MOST = 500;

async function views(actor: Actor, holds: HoldDoc[]): Promise<HoldView[]> {
  const ids = holds.flatMap(({ targetId }) => (targetId ? [String(targetId)] : []));
  const [rooms, people] = [
    await findRoomsUnchecked(actor.server, ids),
    await findAccounts(actor.server, ids),
  ];
  return holds.map(({ _id, on, targetId, reason, createdBy, createdAt }) => {
    const id = targetId ? String(targetId) : null;
    return {
      holdId: String(_id),
      on,
      targetId: id,
      name: (id !== null && (rooms.get(id)?.name ?? people.get(id)?.displayName)) || '',
      reason,
      createdBy: String(createdBy),
      createdAt: createdAt.toISOString(),
    };
  });
}

/** All legal holds. @throws forbidden */
export async function readHolds(actor: Actor): Promise<HoldView[]> {
  requireWorkspace(actor, 'holdData');
  return await views(actor, await listHolds(actor.server));
}

const exists = async ({ server }: Actor, { on, targetId = '' }: CreateHold): Promise<boolean> =>
  on === 'workspace' ||
  (on === 'room' ? await findRoomsUnchecked(server, [targetId]) : await findAccounts(server, [targetId])).has(
    targetId,
  );

/** Holds a person, a room or the workspace: nothing of it is deleted by retention or erasure. @throws forbidden, not_found, conflict */
export async function addHold(actor: Actor, input: CreateHold): Promise<HoldView> {
  requireWorkspace(actor, 'holdData');
  if (!(await exists(actor, input))) throw notFound();
  if ((await listHolds(actor.server)).length >= MOST) throw refusal('retention.tooManyHolds', { most: MOST });
  const hold: HoldDoc = {
    _id: new Types.ObjectId(),
    on: input.on,
    targetId: input.targetId === undefined ? null : new Types.ObjectId(input.targetId),
    reason: input.reason,
    createdBy: new Types.ObjectId(actor.userId),
    createdAt: new Date(),
  };
  await Holds(actor.server).create(hold);
  await record(actor, 'hold.added', hold);
  const [view] = await views(actor, [hold]);
  if (!view) throw notFound();
  return view;
}

/** Ends a legal hold. @throws forbidden, not_found */
export async function endHold(actor: Actor, holdId: string): Promise<void> {
  requireWorkspace(actor, 'holdData');
  const hold = await Holds(actor.server).findOneAndDelete({ _id: holdId }).lean();
  if (!hold) throw notFound();
  await record(actor, 'hold.ended', hold);
}

const record = (actor: Actor, action: 'hold.added' | 'hold.ended', hold: HoldDoc): Promise<void> =>
  recordAudit(actor, {
    action,
    on: { kind: hold.on, id: hold.targetId ? String(hold.targetId) : 'workspace' },
    [action === 'hold.added' ? 'after' : 'before']: { reason: hold.reason },
  });
