import type { MessageView } from '@parley/shared/messages';
import { decide, type Verdict } from '@parley/shared/notify';
import { oneLine } from '@parley/shared/oneLine';
import { trusted } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { listPresences } from '../presence/presence.actions.js';
import { findRoomOfAll, listMembers, type MemberDoc, type RoomDoc } from '../rooms/rooms.access.js';
import { findEndedSessions } from '../sessions/sessions.access.js';
import { findAccounts, type UserDoc } from '../users/users.access.js';
import { noteRing } from './push.log.js';
import { peopleWithDevices } from './devices.actions.js';
import { Devices, type DeviceDoc } from './push.model.js';
import { sendTo } from './push.send.js';

/** Characters of a message that a notification shows. */
const LONGEST_BODY = 160;

/** Devices whose sessions still live; the others are forgotten here, whatever ended them. */
async function devicesOf(server: Server, userIds: string[]): Promise<DeviceDoc[]> {
  const found = await Devices(server)
    .find({ userId: trusted({ $in: userIds }) })
    .lean();
  if (found.length === 0) return [];
  const sessionIds = [...new Set(found.map(({ sessionId }) => String(sessionId)))];
  const ended = new Set(await findEndedSessions(server, sessionIds));
  const dead = found.filter(({ sessionId }) => ended.has(String(sessionId)));
  if (dead.length > 0)
    await Devices(server).deleteMany({ _id: trusted({ $in: dead.map(({ _id }) => _id) }) });
  return found.filter(({ sessionId }) => !ended.has(String(sessionId)));
}

interface Reader {
  user: UserDoc;
  member: MemberDoc;
  atWork: boolean;
}

function judge(message: MessageView, room: RoomDoc, { user, member, atWork }: Reader): Verdict {
  return decide(message, {
    me: {
      userId: String(user._id),
      presenceMode: user.presenceMode,
      keywords: user.keywords ?? [],
      quiet: user.quiet ?? null,
    },
    room,
    member: { muted: member.muted, level: member.level ?? null },
    headSeq: message.seq - 1,
    looking: atWork || member.readSeq >= message.seq,
    now: new Date(),
  });
}

const shown = new WeakMap<Server, Set<string>>();

function shownOf(server: Server): Set<string> {
  const found = shown.get(server) ?? new Set<string>();
  shown.set(server, found);
  return found;
}

/** Rings on the devices of those whom a new message calls, unless they are at work in Parley. */
export async function deliver(server: Server, message: MessageView): Promise<void> {
  const wanted = await peopleWithDevices(server);
  if (wanted.size === 0 || message.notice !== null) return;
  const members = (await listMembers(server, message.roomId)).filter(
    ({ userId }) => String(userId) !== message.authorId && wanted.has(String(userId)),
  );
  if (members.length === 0) return;
  const devices = await devicesOf(
    server,
    members.map(({ userId }) => String(userId)),
  );
  if (devices.length === 0) return;
  const userIds = [...new Set(devices.map(({ userId }) => String(userId)))];
  const [room, accounts] = await Promise.all([
    findRoomOfAll(server, message.roomId),
    findAccounts(server, [...userIds, message.authorId]),
  ]);
  if (!room) return;
  const online = new Set(
    listPresences(server).flatMap(({ userId, presence }) => (presence === 'online' ? [userId] : [])),
  );
  const author = accounts.get(message.authorId)?.displayName ?? '';
  const payload = {
    kind: 'message' as const,
    roomId: message.roomId,
    seq: message.seq,
    title: room.name === '' ? author : `${author} · ${room.name}`,
    body: oneLine(message, LONGEST_BODY),
  };
  await Promise.all(
    devices.map(async (device) => {
      const userId = String(device.userId);
      const user = accounts.get(userId);
      const member = members.find((one) => String(one.userId) === userId);
      if (!user || !member) return;
      const verdict = judge(message, room, { user, member, atWork: online.has(userId) });
      const outcome = verdict.rings ? await sendTo(server, device, payload) : verdict.because;
      if (outcome === 'sent') shownOf(server).add(`${userId} ${message.roomId}`);
      noteRing(server, String(device.sessionId), {
        at: new Date().toISOString(),
        roomId: message.roomId,
        seq: message.seq,
        verdict: outcome === 'sent' ? 'rang' : outcome,
      });
    }),
  );
}

/** Takes back what devices show of a room that was read elsewhere. */
export async function takeBack(server: Server, userId: string, roomId: string): Promise<void> {
  if (!shownOf(server).delete(`${userId} ${roomId}`)) return;
  const devices = await devicesOf(server, [userId]);
  await Promise.all(devices.map((device) => sendTo(server, device, { kind: 'read', roomId })));
}
