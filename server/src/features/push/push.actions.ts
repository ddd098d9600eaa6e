import type { MessageView } from '@parley/shared/messages';
import { grouped } from '@parley/shared/grouped';
import { decide, type Verdict } from '@parley/shared/notify';
import { oneLine } from '@parley/shared/oneLine';
import type { PushPayload } from '@parley/shared/push';
import { trusted } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { perServer } from '../../platform/perServer.js';
import { listPresences } from '../presence/presence.actions.js';
import { findMembersAmong, findRoomsOfAll, type MemberDoc, type RoomDoc } from '../rooms/rooms.access.js';
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

/** Which rooms devices show something of, as "person room". */
const shownOf = perServer(() => new Set<string>());

/** What has to be known of rooms and people before a message can ring. */
interface Known {
  rooms: Map<string, RoomDoc>;
  /** Of each room those who have a device. */
  members: Map<string, MemberDoc[]>;
  accounts: Map<string, UserDoc>;
  devices: Map<string, DeviceDoc[]>;
  online: Set<string>;
}

async function know(server: Server, messages: MessageView[]): Promise<Known | undefined> {
  const wanted = await peopleWithDevices(server);
  if (wanted.size === 0) return undefined;
  const roomIds = [...new Set(messages.map(({ roomId }) => roomId))];
  const members = await findMembersAmong(server, roomIds, [...wanted]);
  const devices = await devicesOf(server, [...new Set(members.map(({ userId }) => String(userId)))]);
  if (devices.length === 0) return undefined;
  const people = [
    ...devices.map(({ userId }) => String(userId)),
    ...messages.map(({ authorId }) => authorId),
  ];
  const [rooms, accounts] = await Promise.all([
    findRoomsOfAll(server, roomIds),
    findAccounts(server, [...new Set(people)]),
  ]);
  return {
    rooms,
    accounts,
    members: grouped(members, ({ roomId }) => String(roomId)),
    devices: grouped(devices, ({ userId }) => String(userId)),
    online: new Set(
      listPresences(server).flatMap(({ userId, presence }) => (presence === 'online' ? [userId] : [])),
    ),
  };
}

/** Rings one device, or not, and notes what became of it. */
async function ringDevice(
  server: Server,
  device: DeviceDoc,
  ring: { verdict: Verdict; payload: Extract<PushPayload, { kind: 'message' }> },
): Promise<void> {
  const { verdict, payload } = ring;
  const { roomId, seq } = payload;
  const outcome = verdict.rings ? await sendTo(server, device, payload) : verdict.because;
  if (outcome === 'sent') shownOf(server).add(`${String(device.userId)} ${roomId}`);
  noteRing(server, String(device.sessionId), {
    at: new Date().toISOString(),
    roomId,
    seq,
    verdict: outcome === 'sent' ? 'rang' : outcome,
  });
}

/**
 * Rings on the devices of those whom these messages call, unless they are at work in Parley. What is asked of the database
 * is asked once for all of them.
 * @returns when it is decided whom they ring; a push service may take its time
 */
export async function ring(server: Server, messages: MessageView[]): Promise<void> {
  const known = await know(server, messages);
  if (!known) return;
  for (const message of messages) {
    const room = known.rooms.get(message.roomId);
    if (!room) continue;
    const author = known.accounts.get(message.authorId)?.displayName ?? '';
    const payload = {
      kind: 'message' as const,
      roomId: message.roomId,
      seq: message.seq,
      title: room.name === '' ? author : `${author} · ${room.name}`,
      body: oneLine(message, LONGEST_BODY),
    };
    for (const member of known.members.get(message.roomId) ?? []) {
      const userId = String(member.userId);
      const user = known.accounts.get(userId);
      if (!user || userId === message.authorId) continue;
      const verdict = judge(message, room, { user, member, atWork: known.online.has(userId) });
      for (const device of known.devices.get(userId) ?? [])
        ringDevice(server, device, { verdict, payload }).catch((error: unknown) =>
          server.log.warn({ err: error }, 'a device could not be rung'),
        );
    }
  }
}

/** Takes back what devices show of a room that was read elsewhere. */
export async function takeBack(server: Server, userId: string, roomId: string): Promise<void> {
  if (!shownOf(server).delete(`${userId} ${roomId}`)) return;
  const devices = await devicesOf(server, [userId]);
  await Promise.all(devices.map((device) => sendTo(server, device, { kind: 'read', roomId })));
}
