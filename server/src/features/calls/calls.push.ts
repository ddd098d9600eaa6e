import { callTexts } from '@parley/shared/calls/texts';
import type { Server } from '../../platform/context.js';
import { pushCall } from '../push/callRings.actions.js';
import { findRoomsUnchecked } from '../rooms/rooms.access.js';
import { findAccounts } from '../users/users.access.js';
import type { CallDoc } from './calls.model.js';
import { partOf } from './calls.view.js';

/** How long a push service stores that a call is over, in seconds: a device that wakes later must not ring either. */
const OVER_TTL_S = 24 * 60 * 60;

async function wordsOf(server: Server, call: CallDoc): Promise<{ title: string; body: string }> {
  const [rooms, accounts] = await Promise.all([
    findRoomsUnchecked(server, [String(call.roomId)]),
    findAccounts(server, [call.startedBy]),
  ]);
  const caller = accounts.get(call.startedBy)?.displayName ?? '';
  const name = rooms.get(String(call.roomId))?.name ?? '';
  return { title: name === '' ? caller : `${caller} · ${name}`, body: callTexts.line(partOf(call)) };
}

const ringing = ({ invited }: CallDoc): string[] =>
  invited.flatMap(({ userId, state }) => (state === 'ringing' ? [userId] : []));

/** Rings on devices whose pages are closed. @param seq the place of its message */
export async function pushRings(server: Server, call: CallDoc, seq: number): Promise<void> {
  const userIds = ringing(call);
  if (userIds.length === 0) return;
  const ids = { roomId: String(call.roomId), callId: String(call._id) };
  await pushCall(server, userIds, {
    payload: { kind: 'call', ...ids, ...(await wordsOf(server, call)), until: call.ringsUntil.toISOString() },
    ttlSeconds: Math.ceil(server.config.CALL_RING_SECONDS),
    seq,
  });
}

/** Ends ringing on devices where it has stopped: answered or declined elsewhere, or missed, which stays to be read. */
export async function pushSilence(server: Server, before: CallDoc, call: CallDoc): Promise<void> {
  const still = new Set(ringing(call));
  const stopped = ringing(before).filter((userId) => !still.has(userId));
  if (stopped.length === 0) return;
  const missed = call.endReason === 'missed' ? await wordsOf(server, call) : undefined;
  const payload = { kind: 'callOver' as const, roomId: String(call.roomId), callId: String(call._id) };
  await pushCall(server, stopped, {
    payload: missed ? { ...payload, missed } : payload,
    ttlSeconds: OVER_TTL_S,
    seq: 0,
  });
}
