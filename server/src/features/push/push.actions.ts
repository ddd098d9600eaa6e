import type { MessageView } from '@parley/shared/messages';
import { grouped } from '@parley/shared/grouped';
import { decide, type Verdict } from '@parley/shared/notify';
import { oneLine } from '@parley/shared/oneLine';
import type { PushPayload } from '@parley/shared/push';
import { trusted } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { perServer } from '../../platform/perServer.js';
import { listPresences } from '../presence/presence.actions.js';
import { findMembersAmong, findRoomsUnchecked, type MemberDoc, type RoomDoc } from '../rooms/rooms.access.js';
import { findEndedSessions } from '../sessions/sessions.access.js';
import { findAccounts, type UserDoc } from '../users/users.access.js';
import { noteRing } from './push.log.js';
import { peopleWithDevices } from './devices.actions.js';
import { Devices, MOST_SHOWN, type DeviceDoc } from './push.model.js';
import { sendTo } from './push.send.js';

/** Characters of a message that a notification shows. */
const LONGEST_BODY = 160;

/** Devices with a live session; the others are deleted here, however their sessions ended. */
async function living(server: Server, found: DeviceDoc[]): Promise<DeviceDoc[]> {
  if (found.length === 0) return [];
  const sessionIds = [...new Set(found.map(({ sessionId }) => String(sessionId)))];
  const ended = new Set(await findEndedSessions(server, sessionIds));
  const dead = found.filter(({ sessionId }) => ended.has(String(sessionId)));
  if (dead.length > 0)
    await Devices(server).deleteMany({ _id: trusted({ $in: dead.map(({ _id }) => _id) }) });
  return found.filter(({ sessionId }) => !ended.has(String(sessionId)));
}

/** The devices of these people, with a live session. */
export const findLiveDevices = async (server: Server, userIds: string[]): Promise<DeviceDoc[]> =>
  await living(
    server,
    await Devices(server)
      .find({ userId: trusted({ $in: userIds }) })
      .lean(),
  );

interface Reader {
  user: UserDoc;
  member: MemberDoc;
  atWork: boolean;
}

function judge(message: MessageView, room: RoomDoc, { user, member, atWork }: Reader): Verdict {
  return decide(message, {
    me: {
      userId: String(user._id),
      blocked: user.blocked?.map(String),
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

/** The rooms and people that the decisions depend on. */
interface Known {
  rooms: Map<string, RoomDoc>;
  /** Members with a device, by room. */
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
  const devices = await findLiveDevices(server, [...new Set(members.map(({ userId }) => String(userId)))]);
  if (devices.length === 0) return undefined;
  const people = [
    ...devices.map(({ userId }) => String(userId)),
    ...messages.map(({ authorId }) => authorId),
  ];
  const [rooms, accounts] = await Promise.all([
    findRoomsUnchecked(server, roomIds),
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

/** Pending pushes by device and message, as "device message". */
const onTheWay = perServer(() => new Map<string, Promise<unknown>>());

/** Sends after the pending push of the same message to this device: an edit must not arrive before what it changes. */
async function sendAfter(
  server: Server,
  device: DeviceDoc,
  messageId: string,
  send: () => ReturnType<typeof sendTo>,
): ReturnType<typeof sendTo> {
  const ways = onTheWay(server);
  const key = `${String(device._id)} ${messageId}`;
  const sent = (ways.get(key) ?? Promise.resolve()).then(send);
  ways.set(key, sent);
  try {
    return await sent;
  } finally {
    if (ways.get(key) === sent) ways.delete(key);
  }
}

/** Sends a push to one device, or not, and logs the outcome. */
async function ringDevice(server: Server, { device, verdict, message, payload }: Ring): Promise<void> {
  const { roomId, seq } = payload;
  const outcome = verdict.rings
    ? await sendAfter(server, device, message.messageId, () => sendTo(server, device, payload))
    : verdict.because;
  noteRing(server, String(device.sessionId), {
    at: new Date().toISOString(),
    roomId,
    seq,
    verdict: outcome === 'sent' ? 'rang' : outcome,
  });
}

type Said = Extract<PushPayload, { kind: 'message' }>;

/** One message and one device: the decision whether it notifies, and the payload. */
interface Ring {
  device: DeviceDoc;
  verdict: Verdict;
  message: MessageView;
  payload: Said;
}

/** The text of a message's notification. */
const wordsOf = (message: MessageView, room: RoomDoc, accounts: Map<string, UserDoc>): Omit<Said, 'kind'> => {
  const author = accounts.get(message.authorId)?.displayName ?? '';
  return {
    roomId: message.roomId,
    seq: message.seq,
    title: room.name === '' ? author : `${author} · ${room.name}`,
    body: oneLine(message, LONGEST_BODY),
  };
};

function ringsOf(message: MessageView, known: Known): Ring[] {
  const room = known.rooms.get(message.roomId);
  if (!room) return [];
  const payload: Said = { kind: 'message', ...wordsOf(message, room, known.accounts) };
  return (known.members.get(message.roomId) ?? []).flatMap((member) => {
    const userId = String(member.userId);
    const user = known.accounts.get(userId);
    if (!user || userId === message.authorId) return [];
    const verdict = judge(message, room, { user, member, atWork: known.online.has(userId) });
    return (known.devices.get(userId) ?? [])
      .filter(({ createdAt }) => createdAt.toISOString() <= message.createdAt)
      .map((device) => ({ device, verdict, message, payload }));
  });
}

/** Stores which devices show a message: before it is sent, so that an edit at the same moment finds them. */
async function keepShown(
  server: Server,
  { roomId, messageId, seq }: MessageView,
  rings: Ring[],
): Promise<void> {
  const ids = rings.flatMap(({ verdict, device }) => (verdict.rings ? [device._id] : []));
  if (ids.length === 0) return;
  await Devices(server).updateMany(
    { _id: trusted({ $in: ids }) },
    { $push: { shown: { $each: [{ roomId, messageId, seq }], $slice: -MOST_SHOWN } } },
  );
}

/**
 * Sends pushes for messages that mention people or are direct, unless they are active in Parley. Each query is made once
 * for all of them.
 * @returns after the decisions, the pending pushes; a push service may take its time. None of them rejects.
 */
export async function ring(server: Server, messages: MessageView[]): Promise<Promise<void>[]> {
  const known = await know(server, messages);
  if (!known) return [];
  const sending: Promise<void>[] = [];
  for (const message of messages) {
    const rings = ringsOf(message, known);
    await keepShown(server, message, rings);
    for (const one of rings)
      sending.push(
        ringDevice(server, one).catch((error: unknown) =>
          server.log.warn({ err: error }, 'a device could not be rung'),
        ),
      );
  }
  return sending;
}

/** Closes a room's notifications on devices after it was read elsewhere. */
export async function takeBack(server: Server, userId: string, roomId: string): Promise<void> {
  if (!(await peopleWithDevices(server)).has(userId)) return;
  const found = await Devices(server).find({ userId, 'shown.roomId': roomId }).lean();
  if (found.length === 0) return;
  await Devices(server).updateMany({ userId, 'shown.roomId': roomId }, { $pull: { shown: { roomId } } });
  const devices = await living(server, found);
  await Promise.all(devices.map((device) => sendTo(server, device, { kind: 'read', roomId })));
}

/** The payload that updates the notification of a changed message; undefined for a person who may not read it any more. */
function rewordingOf(message: MessageView, device: DeviceDoc, known: Reworded): PushPayload | undefined {
  const { roomId, seq } = message;
  if (message.deletedAt !== null) return { kind: 'deleted', roomId, seq };
  const room = known.rooms.get(roomId);
  const mayRead = known.readers.has(`${roomId} ${String(device.userId)}`);
  return room && mayRead ? { kind: 'edited', ...wordsOf(message, room, known.accounts) } : undefined;
}

interface Reworded {
  rooms: Map<string, RoomDoc>;
  accounts: Map<string, UserDoc>;
  /** Members by room, as "room person". */
  readers: Set<string>;
}

async function knowReaders(server: Server, messages: MessageView[], devices: DeviceDoc[]): Promise<Reworded> {
  const roomIds = [...new Set(messages.map(({ roomId }) => roomId))];
  const userIds = [...new Set(devices.map(({ userId }) => String(userId)))];
  const [rooms, accounts, members] = await Promise.all([
    findRoomsUnchecked(server, roomIds),
    findAccounts(server, [...new Set(messages.map(({ authorId }) => authorId))]),
    findMembersAmong(server, roomIds, userIds),
  ]);
  const readers = new Set(members.map(({ roomId, userId }) => `${String(roomId)} ${String(userId)}`));
  return { rooms, accounts, readers };
}

/**
 * Updates the notifications of edited messages, and closes those of deleted ones. Never sends a new one.
 * @param messages as they are now
 * @returns the pending pushes; none of them rejects
 */
export async function reword(server: Server, messages: MessageView[]): Promise<Promise<unknown>[]> {
  const shown = trusted({ $in: messages.map(({ messageId }) => messageId) });
  const devices = await living(server, await Devices(server).find({ 'shown.messageId': shown }).lean());
  if (devices.length === 0) return [];
  const sending: Promise<unknown>[] = [];
  const known = await knowReaders(server, messages, devices);
  const gone = messages.flatMap(({ deletedAt, messageId }) => (deletedAt === null ? [] : [messageId]));
  if (gone.length > 0)
    await Devices(server).updateMany(
      { 'shown.messageId': trusted({ $in: gone }) },
      { $pull: { shown: { messageId: trusted({ $in: gone }) } } },
    );
  for (const message of messages)
    for (const device of devices) {
      const ofRoom = (device.shown ?? []).filter(({ roomId }) => roomId === message.roomId);
      const payload = rewordingOf(message, device, known);
      if (!payload || !ofRoom.some(({ messageId }) => messageId === message.messageId)) continue;
      // The room's topic would replace the push that still waits for a sleeping device. That is right for a deletion, if that
      // push is all that waits; else each has its own topic.
      const topic = payload.kind === 'deleted' && ofRoom.length === 1 ? message.roomId : message.messageId;
      sending.push(
        sendAfter(server, device, message.messageId, () => sendTo(server, device, payload, { topic })).catch(
          (error: unknown) => server.log.warn({ err: error }, 'a notification could not be changed'),
        ),
      );
    }
  return sending;
}
