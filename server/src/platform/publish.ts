import type { EventName, EventPayload } from '@parley/shared/events';
import type { WorkspaceRole } from '@parley/shared/permissions';
import { Lately } from './lately.js';
import type { Nodes } from './nodes.js';

const roomChannel = (roomId: string): string => `room:${roomId}`;
export const channelOfUser = (userId: string): string => `user:${userId}`;
const sessionChannel = (sessionId: string): string => `session:${sessionId}`;
const EVERYONE = 'everyone';

/** Who hears what. The only place that knows channel names. */
export interface Publish {
  toRoom<N extends EventName>(
    roomId: string,
    event: N,
    payload: EventPayload<N>,
    options?: { exceptUser?: string },
  ): void;
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

/** Channels a socket joins when it is let in. */
export const channelsOf = (userId: string, sessionId: string, roomIds: string[]): string[] => [
  EVERYONE,
  channelOfUser(userId),
  sessionChannel(sessionId),
  ...roomIds.map(roomChannel),
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
  to(channel: string): { emit: unknown; except(channel: string): { emit: unknown } };
  in(channel: string): Moving & { disconnectSockets(close: boolean): void };
}

interface Moving {
  socketsJoin(channel: string): void;
  socketsLeave(channel: string): void;
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
  const moved = new Lately();
  const cut = new Lately();
  nodes.onMessage((message) => {
    if (message.kind === 'role') changeRoleHere(message.userId, message.role);
    if (message.kind === 'moved') moved.note(message.who);
    if (message.kind === 'cut') cut.note(message.who);
  });
  // First what those who are connecting look at, then those who are connected: whoever is neither when the first is told is one when the second is.
  const move = (userId: string): Moving => {
    moved.note(userId);
    nodes.tell({ kind: 'moved', who: userId });
    return io.in(channelOfUser(userId));
  };
  const cutOff = (who: string, channel: string): void => {
    cut.note(who);
    nodes.tell({ kind: 'cut', who });
    io.in(channel).disconnectSockets(true);
  };
  return {
    toRoom: (roomId, event, payload, options) => {
      const channel = roomChannel(roomId);
      onEmit(channel);
      const target = io.to(channel);
      emit(
        options?.exceptUser === undefined ? target : target.except(channelOfUser(options.exceptUser)),
        event,
        payload,
      );
    },
    toUser: (userId, event, payload) => tell(channelOfUser(userId), event, payload),
    toSession: (sessionId, event, payload) => tell(sessionChannel(sessionId), event, payload),
    toEveryone: (event, payload) => tell(EVERYONE, event, payload),
    toEveryoneHere: (event, payload) => {
      onEmit(EVERYONE);
      emit(io.local.to(EVERYONE), event, payload);
    },
    admit: (userId, roomId) => move(userId).socketsJoin(roomChannel(roomId)),
    evict: (userId, roomId) => move(userId).socketsLeave(roomChannel(roomId)),
    movedSince: (userId, at) => moved.since([userId], at),
    changeRole: (userId, role) => {
      changeRoleHere(userId, role);
      nodes.tell({ kind: 'role', userId, role });
    },
    cutPerson: (userId) => cutOff(userId, channelOfUser(userId)),
    cut: (sessionId) => cutOff(sessionId, sessionChannel(sessionId)),
    cutSince: ({ sessionId, userId }, at) => cut.since([sessionId, userId], at),
  };
}
