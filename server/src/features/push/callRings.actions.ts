import { decideCall, type Verdict } from '@parley/shared/notify';
import type { PushPayload } from '@parley/shared/push';
import type { Server } from '../../platform/context.js';
import { listPresences } from '../presence/presence.actions.js';
import { findMembersAmong } from '../rooms/rooms.access.js';
import { signDeclineToken } from '../sessions/sessions.access.js';
import { findAccounts } from '../users/users.access.js';
import { peopleWithDevices } from './devices.actions.js';
import { findLiveDevices } from './push.actions.js';
import { noteRing } from './push.log.js';
import type { DeviceDoc } from './push.model.js';
import { sendTo } from './push.send.js';

type Over = Extract<PushPayload, { kind: 'callOver' }>;
/** Of a call that rings, without what each device has of its own. */
type CallPush = Omit<Extract<PushPayload, { kind: 'call' }>, 'decline'> | Over;

/** The people among these who have a device, and whether a call rings for each. */
async function verdictsFor(server: Server, roomId: string, userIds: string[]): Promise<Map<string, Verdict>> {
  const [accounts, members] = await Promise.all([
    findAccounts(server, userIds),
    findMembersAmong(server, [roomId], userIds),
  ]);
  const online = new Set(
    listPresences(server).flatMap(({ userId, presence }) => (presence === 'online' ? [userId] : [])),
  );
  const now = new Date();
  return new Map(
    members.flatMap((member): [string, Verdict][] => {
      const userId = String(member.userId);
      const user = accounts.get(userId);
      if (!user) return [];
      const me = { userId, presenceMode: user.presenceMode, keywords: [], quiet: user.quiet ?? null };
      // Their open page rings.
      if (online.has(userId)) return [[userId, { rings: false, because: 'looking' }]];
      return [
        [userId, decideCall({ me, member: { muted: member.muted, level: member.level ?? null }, now })],
      ];
    }),
  );
}

/** With the token by which this device declines it. */
const payloadFor = (
  server: Server,
  { userId, sessionId }: DeviceDoc,
  payload: CallPush,
  seconds: number,
): PushPayload =>
  payload.kind === 'callOver'
    ? payload
    : {
        ...payload,
        decline: signDeclineToken(
          server,
          { userId: String(userId), sessionId: String(sessionId) },
          { callId: payload.callId, seconds },
        ),
      };

/**
 * Sends a call, or its end, to the devices of these people, unless it must not disturb them.
 *
 * @param ttlSeconds how long a push service stores it for a device that sleeps
 * @param seq the place of the call's message, for the log
 */
export async function pushCall(
  server: Server,
  userIds: string[],
  { payload, ttlSeconds, seq }: { payload: CallPush; ttlSeconds: number; seq: number },
): Promise<void> {
  const wanted = await peopleWithDevices(server);
  const people = userIds.filter((userId) => wanted.has(userId));
  if (people.length === 0) return;
  const { roomId, callId } = payload;
  const verdicts = await verdictsFor(server, roomId, people);
  const devices = await findLiveDevices(server, [...verdicts.keys()]);
  await Promise.all(
    devices.map(async (device) => {
      const verdict = verdicts.get(String(device.userId));
      // The end takes back what was shown, also from somebody who is active since.
      const sends = payload.kind === 'callOver' || verdict?.rings === true;
      const outcome = sends
        ? await sendTo(server, device, payloadFor(server, device, payload, ttlSeconds), {
            topic: callId,
            ttlSeconds,
          })
        : 'silent';
      if (payload.kind === 'callOver') return;
      const reason = verdict?.rings === false ? verdict.because : outcome;
      noteRing(server, String(device.sessionId), {
        at: new Date().toISOString(),
        roomId,
        seq,
        verdict: reason === 'sent' ? 'rang' : reason,
      });
    }),
  );
}
