import { notFound } from '@parley/shared/errors';
import { invalidField } from '@parley/shared/faults';
import { moderationLimits } from '@parley/shared/moderation/limits';
import type { BanInput, MuteInput } from '@parley/shared/moderation/moderation';
import { isAbove, mayPunish } from '@parley/shared/moderation/ranks';
import { refusal } from '@parley/shared/refusals';
import { Types } from 'mongoose';
import type { Actor } from '../../platform/context.js';
import { upserting } from '../../platform/database.js';
import { endWhatWasMade } from '../../platform/rights.js';
import { recordAudit } from '../audit/audit.change.js';
import { dropMember } from '../rooms/members.change.js';
import { ensureOwner } from '../rooms/owners.change.js';
import { findRoomUnchecked } from '../rooms/rooms.access.js';
import { listAddressesOf } from '../sessions/sessions.access.js';
import { endAllSessions } from '../sessions/sessions.change.js';
import { FOREVER } from '../users/bans.access.js';
import { giveNotice, setMute } from '../users/restrictions.change.js';
import { findAccount, loadUser, type UserDoc } from '../users/users.access.js';
import { updateBan } from '../users/users.change.js';
import { requireWorkspace } from '../workspace/workspace.access.js';
import { AddressBans } from './addressBans.model.js';

const DAY_MS = 86_400_000;

/** A person that this moderator may warn, mute, remove or ban. @throws forbidden, not_found, conflict for oneself */
export async function loadPunishable(actor: Actor, userId: string): Promise<UserDoc> {
  requireWorkspace(actor, 'moderate');
  const target = await loadUser(actor, userId);
  if (target.bot || target.erased) throw notFound();
  if (userId === actor.userId) throw refusal('bans.self');
  if (!mayPunish(actor.role, target.role)) throw refusal('bans.rank');
  return target;
}

/** @param until ISO 8601; null for no end. @throws invalid for a time that is past, or too far away */
export function endOf(until: string | null): Date {
  if (until === null) return FOREVER;
  const at = new Date(until);
  if (at.getTime() <= Date.now()) throw invalidField('until', 'pastTime');
  if (at.getTime() > Date.now() + moderationLimits.days * DAY_MS)
    throw invalidField('until', 'tooFarAhead', { days: moderationLimits.days });
  return at;
}

/** Gives a person a warning, which they see until they have dismissed it. */
export async function warnPerson(actor: Actor, userId: string, reason: string): Promise<void> {
  await loadPunishable(actor, userId);
  await giveNotice(actor.server, userId, { kind: 'warned', text: reason });
  await recordAudit(actor, {
    action: 'person.warned',
    on: { kind: 'person', id: userId },
    after: { reason },
  });
}

/** Mutes a person in a room or the workspace until a time; again changes it. @throws forbidden, not_found, invalid */
export async function mutePerson(actor: Actor, userId: string, input: MuteInput): Promise<void> {
  await loadPunishable(actor, userId);
  const until = endOf(input.until);
  const { roomId, reason } = input;
  if (roomId !== null && !(await findRoomUnchecked(actor.server, roomId)))
    throw invalidField('roomId', 'unknown');
  await setMute(actor.server, { userId, roomId: roomId ?? undefined }, { until, reason });
  await recordAudit(actor, {
    action: 'person.muted',
    on: { kind: 'person', id: userId },
    after: { until: until.toISOString(), reason, room: roomId },
  });
}

/** Ends a mute. Idempotent. */
export async function unmutePerson(actor: Actor, userId: string, roomId: string | undefined): Promise<void> {
  await loadPunishable(actor, userId);
  if (await setMute(actor.server, { userId, roomId }, undefined))
    await recordAudit(actor, {
      action: 'person.unmuted',
      on: { kind: 'person', id: userId },
      after: { room: roomId ?? null },
    });
}

/** Removes a person from a room, which the moderator need not be in. Idempotent. @throws conflict for General */
export async function removeFromRoom(actor: Actor, userId: string, roomId: string): Promise<void> {
  await loadPunishable(actor, userId);
  const room = await findRoomUnchecked(actor.server, roomId);
  // Everybody is in General, and the people of a conversation are what it is.
  if (!room || room.general === 1 || room.type === 'direct' || room.type === 'group')
    throw refusal('reports.notMessage');
  await dropMember(actor.server, room, userId);
  await ensureOwner(actor, room);
}

/**
 * Bans a person until a time, on all devices at once; again changes it. Whether the account is active is another matter, and stays.
 * @throws forbidden, not_found, invalid, conflict when no owner would be left
 */
export async function banPerson(actor: Actor, userId: string, input: BanInput): Promise<void> {
  const { server } = actor;
  await loadPunishable(actor, userId);
  const until = endOf(input.until);
  const { reason } = input;
  // Before the sessions end, which have them.
  const addresses = input.addresses ? await listAddressesOf(server, userId) : [];
  const by = new Types.ObjectId(actor.userId);
  const { before } = await updateBan(server, userId, { until, reason, by, at: new Date() });
  await endAllSessions(server, userId, 'revoked');
  server.publish.cutPerson(userId);
  await endWhatWasMade(server, { userId, all: true });
  // A longer ban finds no sessions any more: the addresses of the first one stay as long.
  if (input.addresses) await AddressBans(server).updateMany({ userId }, { $set: { until, reason } });
  for (const address of addresses.slice(0, moderationLimits.addresses))
    await upserting(() =>
      AddressBans(server)
        .updateOne({ address, userId }, { $set: { until, reason } }, { upsert: true })
        .exec(),
    );
  await recordAudit(actor, {
    action: 'person.banned',
    on: { kind: 'person', id: userId },
    before: { until: before.ban?.until.toISOString() ?? null },
    after: { until: input.until, reason, addresses: input.addresses },
  });
}

/** Ends a ban, also of addresses. The account is as it was before. Idempotent. */
export async function unbanPerson(actor: Actor, userId: string): Promise<void> {
  const target = await loadPunishable(actor, userId);
  const by = target.ban && (await findAccount(actor.server, String(target.ban.by)));
  if (by && isAbove(by.role, actor.role)) throw refusal('bans.rank');
  await AddressBans(actor.server).deleteMany({ userId });
  if (!target.ban) return;
  await updateBan(actor.server, userId, undefined);
  await recordAudit(actor, { action: 'person.unbanned', on: { kind: 'person', id: userId } });
}
