import type { EventName, EventPayload } from '@parley/shared/events';
import type { WorkspaceRole } from '@parley/shared/permissions';
import { RecentKeys } from './recentKeys.js';
import type { Nodes } from './nodes.js';

const roomChannel = (roomId: string): string => `room:${roomId}`;
export const channelOfUser = (userId: string): string => `user:${userId}`;
const sessionChannel = (sessionId: string): string => `session:${sessionId}`;
const EVERYONE = 'everyone';
/** Sockets of those who see everybody in the workspace. */
const SEES_ALL = 'people';
/** Sockets of people in a room who see only people they share a room with. */
const companyChannel = (roomId: string): string => `people:${roomId}`;
/** Sockets of such people who look into a public room without being in it. */
const visitorsChannel = (roomId: string): string => `visitors:${roomId}`;
/** Stands for all people in what happened lately. */
const ALL = 'all';

/** Who hears what. The only place that knows channel names. */
export interface Publish {
  toRoom<N extends EventName>(
    roomId: string,
    event: N,
    payload: EventPayload<N>,
    options?: { exceptUser?: string; exceptVisitors?: boolean },
  ): void;
  /** Those who may see a person while not everybody sees everybody: who sees all, who is in one of these rooms, and the person. */
  toSeeing<N extends EventName>(
    of: { userId: string; roomIds: string[] },
    event: N,
    payload: EventPayload<N>,
    options?: { exceptUser?: string; here?: boolean },
  ): void;
  /** The people in a room who see only people they share a room with. */
  toCompany<N extends EventName>(roomId: string, event: N, payload: EventPayload<N>): void;
  toUser<N extends EventName>(userId: string, event: N, payload: EventPayload<N>): void;
  toSession<N extends EventName>(sessionId: string, event: N, payload: EventPayload<N>): void;
  toEveryone<N extends EventName>(event: N, payload: EventPayload<N>): void;
  /** Those connected to this node only: for what each node finds out by itself. */
  toEveryoneHere<N extends EventName>(event: N, payload: EventPayload<N>): void;
  /**
   * All sockets of a person begin, or cease, to hear a room; those that are still connecting do not (Socket.IO reaches only
   * what is connected), and ask `movedSince` before they are.
   */
  admit(userId: string, roomId: string): void;
  evict(userId: string, roomId: string): void;
  /** All sockets of a person hear of the people whom they may see from now on: of all, or of those in these rooms. */
  show(userId: string, seen: Seen): void;
  /** Whom people see has changed for all: who is connecting looks again. */
  noteShown(): void;
  /** Was this person admitted or evicted since then, in `performance.now()`? */
  movedSince(userId: string, at: number): boolean;
  /** What a person's sockets may do from now on. */
  changeRole(userId: string, role: WorkspaceRole): void;
  /** Ends the sockets of a session. */
  cut(sessionId: string): void;
  /** Ends all sockets of a person. */
  cutPerson(userId: string): void;
  /** Was this session or person cut since then, in `performance.now()`? Cutting does not reach what is still connecting either. */
  cutSince(who: { sessionId: string; userId: string }, at: number): boolean;
}

/** Whom somebody sees: all, or the people of the rooms they share with others. */
export type Seen = 'all' | { roomIds: string[] };

/** Channels by which a socket hears of the people it may see. */
export const channelsOfSeen = (seen: Seen): string[] =>
  seen === 'all' ? [SEES_ALL] : seen.roomIds.map(companyChannel);

const isOfSeen = (channel: string): boolean => channel === SEES_ALL || channel.startsWith('people:');

/** Lets one socket hear of the people it may see, and of no others. */
export async function showTo(socket: Seat, seen: Seen): Promise<void> {
  const channels = channelsOfSeen(seen);
  for (const channel of [...socket.rooms])
    if (isOfSeen(channel) && !channels.includes(channel)) await socket.leave(channel);
  await socket.join(channels);
}

interface Seat {
  rooms: Set<string>;
  join(channels: string[]): Promise<void> | void;
  leave(channel: string): Promise<void> | void;
}

/** Somebody who sees only people they share a room with looks into a room without being in it, or no more. */
export const visit = (socket: Seat, roomId: string): Promise<void> | void =>
  socket.join([visitorsChannel(roomId)]);
export const endVisit = (socket: Seat, roomId: string): Promise<void> | void =>
  socket.leave(visitorsChannel(roomId));

/** Channels a socket joins when it is let in. */
export const channelsOf = (
  { userId, sessionId }: { userId: string; sessionId: string },
  roomIds: string[],
  seen: Seen,
): string[] => [
  EVERYONE,
  channelOfUser(userId),
  sessionChannel(sessionId),
  ...roomIds.map(roomChannel),
  ...channelsOfSeen(seen),
];

export const roomOfChannel = (channel: string): string | undefined =>
  channel.startsWith('room:') ? channel.slice('room:'.length) : undefined;

/** The part of socket.io's server this needs; `emit` is called untyped below. */
interface Broadcaster extends Channels {
  /** The sockets of this node alone. */
  local: Channels;
  sockets: {
    adapter: { rooms: Map<string, Set<string>> };
    sockets: Map<string, { data: { actor: { role: WorkspaceRole } } }>;
  };
}

interface Channels {
  to(channels: string | string[]): Target;
  in(channel: string): Moving & { disconnectSockets(close: boolean): void };
}

interface Target {
  emit: unknown;
  except(channels: string[]): Target;
}

interface Moving {
  socketsJoin(channels: string | string[]): void;
  socketsLeave(channels: string | string[]): void;
}

/** @param onEmit hears of each channel that is told something */
export function createPublish(io: Broadcaster, nodes: Nodes, onEmit: (channel: string) => void): Publish {
  // Typed emit cannot follow a generic event name through socket.io's conditional types.
  const emit = (target: { emit: unknown }, event: EventName, payload: unknown): void => {
    (target.emit as (name: string, data: unknown) => void).call(target, event, payload);
  };
  const tell = (channel: string, event: EventName, payload: unknown): void => {
    onEmit(channel);
    emit(io.to(channel), event, payload);
  };
  // Not by `local.fetchSockets`: that asks Redis how many nodes there are, and fails while it is away.
  const changeRoleHere = (userId: string, role: WorkspaceRole): void => {
    for (const id of io.sockets.adapter.rooms.get(channelOfUser(userId)) ?? []) {
      const socket = io.sockets.sockets.get(id);
      if (socket) socket.data.actor.role = role;
    }
  };
  const moved = new RecentKeys();
  const cut = new RecentKeys();
  nodes.onMessage((message) => {
    if (message.kind === 'role') changeRoleHere(message.userId, message.role);
    if (message.kind === 'moved') moved.note(message.who);
    if (message.kind === 'cut') cut.note(message.who);
  });
  // First what those who are connecting look at, then those who are connected: whoever is neither when the first is told is one when the second is.
  const move = (userId: string): Moving => {
    moved.note(userId);
    nodes.broadcast({ kind: 'moved', who: userId });
    return io.in(channelOfUser(userId));
  };
  const cutOff = (who: string, channel: string): void => {
    cut.note(who);
    nodes.broadcast({ kind: 'cut', who });
    io.in(channel).disconnectSockets(true);
  };
  return {
    toRoom: (roomId, event, payload, { exceptUser, exceptVisitors } = {}) => {
      const channel = roomChannel(roomId);
      onEmit(channel);
      const others = [
        ...(exceptUser === undefined ? [] : [channelOfUser(exceptUser)]),
        ...(exceptVisitors === true ? [visitorsChannel(roomId)] : []),
      ];
      const target = io.to(channel);
      emit(others.length === 0 ? target : target.except(others), event, payload);
    },
    toSeeing: ({ userId, roomIds }, event, payload, { exceptUser, here } = {}) => {
      const channels = [SEES_ALL, channelOfUser(userId), ...roomIds.map(companyChannel)];
      for (const channel of channels) onEmit(channel);
      const target = (here === true ? io.local : io).to(channels);
      emit(exceptUser === undefined ? target : target.except([channelOfUser(exceptUser)]), event, payload);
    },
    toCompany: (roomId, event, payload) => tell(companyChannel(roomId), event, payload),
    toUser: (userId, event, payload) => tell(channelOfUser(userId), event, payload),
    toSession: (sessionId, event, payload) => tell(sessionChannel(sessionId), event, payload),
    toEveryone: (event, payload) => tell(EVERYONE, event, payload),
    toEveryoneHere: (event, payload) => {
      onEmit(EVERYONE);
      emit(io.local.to(EVERYONE), event, payload);
    },
    admit: (userId, roomId) => {
      const sockets = move(userId);
      sockets.socketsLeave(visitorsChannel(roomId));
      sockets.socketsJoin(roomChannel(roomId));
    },
    evict: (userId, roomId) => move(userId).socketsLeave([roomChannel(roomId), companyChannel(roomId)]),
    show: (userId, seen) => {
      const sockets = move(userId);
      if (seen !== 'all') sockets.socketsLeave(SEES_ALL);
      sockets.socketsJoin(channelsOfSeen(seen));
    },
    noteShown: () => {
      moved.note(ALL);
      nodes.broadcast({ kind: 'moved', who: ALL });
    },
    movedSince: (userId, at) => moved.since([userId, ALL], at),
    changeRole: (userId, role) => {
      changeRoleHere(userId, role);
      nodes.broadcast({ kind: 'role', userId, role });
    },
    cutPerson: (userId) => cutOff(userId, channelOfUser(userId)),
    cut: (sessionId) => cutOff(sessionId, sessionChannel(sessionId)),
    cutSince: ({ sessionId, userId }, at) => cut.since([sessionId, userId], at),
  };
}
