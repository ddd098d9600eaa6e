import type { EventName, EventPayload } from '@parley/shared/events';
import type { WorkspaceRole } from '@parley/shared/permissions';
import {
  channelOfUser,
  channelsOfSeen,
  companyChannel,
  EVERYONE,
  legChannel,
  onlookersChannel,
  roomChannel,
  SEES_ALL,
  sessionChannel,
  visitorsChannel,
  type Seen,
} from './channels.js';
import type { Nodes } from './nodes.js';
import { RecentKeys } from './recentKeys.js';

/** The key of all people in `moved`. */
const ALL = 'all';

/** Which sockets receive an event. */
interface Sending {
  toRoom<N extends EventName>(
    roomId: string,
    event: N,
    payload: EventPayload<N>,
    options?: { exceptUser?: string; exceptVisitors?: boolean; onlyMembers?: boolean },
  ): void;
  /** Those who may see a person, when not everybody sees everybody: those who see all, those in one of these rooms, and the person. */
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
  /** One leg of a call: the socket that acts for it. */
  toLeg<N extends EventName>(
    leg: { callId: string; legId: string },
    event: N,
    payload: EventPayload<N>,
  ): void;
  toEveryone<N extends EventName>(event: N, payload: EventPayload<N>): void;
  /** Those connected to this node only: for what each node detects by itself. */
  toEveryoneHere<N extends EventName>(event: N, payload: EventPayload<N>): void;
}

/** The channels of a person's sockets. */
interface Admitting {
  /**
   * Subscribes all sockets of a person to a room, or unsubscribes them. Those that are still connecting are not reached (Socket.IO
   * reaches only connected ones), and check `movedSince` before they are.
   */
  admit(userId: string, roomId: string): void;
  evict(userId: string, roomId: string): void;
  /** Takes a leg of a call from the sockets that act for it. */
  closeLeg(callId: string, legId: string): void;
  /** Subscribes all sockets of a person to the people whom they may see from now on: to all, or to those in these rooms. */
  show(userId: string, seen: Seen): void;
  /** The directory setting has changed: sockets that are connecting read it again. */
  noteShown(): void;
  /** Whether this person was admitted or evicted since then, in `performance.now()`. */
  movedSince(userId: string, at: number): boolean;
}

/** Ends sockets. */
interface Cutting {
  /** Ends the sockets of a session. */
  cut(sessionId: string): void;
  /** Ends all sockets of a person. */
  cutPerson(userId: string): void;
  /** Whether this session or person was cut since then, in `performance.now()`. Cutting does not reach connecting sockets either. */
  cutSince(who: { sessionId: string; userId: string }, at: number): boolean;
}

/** The permissions of a person's sockets. */
interface Roles {
  changeRole(userId: string, role: WorkspaceRole): void;
}

/** Publishes events, and manages who receives them. */
export interface Publish extends Sending, Admitting, Cutting, Roles {}

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

// Typed emit cannot follow a generic event name through socket.io's conditional types.
const emit = (target: { emit: unknown }, event: EventName, payload: unknown): void => {
  (target.emit as (name: string, data: unknown) => void).call(target, event, payload);
};

/** @param onEmit is called with each channel that an event is sent to */
function createSending(io: Broadcaster, onEmit: (channel: string) => void): Sending {
  const send = (channel: string, event: EventName, payload: unknown): void => {
    onEmit(channel);
    emit(io.to(channel), event, payload);
  };
  return {
    toRoom: (roomId, event, payload, { exceptUser, exceptVisitors, onlyMembers } = {}) => {
      const channel = roomChannel(roomId);
      onEmit(channel);
      const others = [
        ...(exceptUser === undefined ? [] : [channelOfUser(exceptUser)]),
        ...(exceptVisitors === true ? [visitorsChannel(roomId)] : []),
        ...(onlyMembers === true ? [onlookersChannel(roomId)] : []),
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
    toCompany: (roomId, event, payload) => send(companyChannel(roomId), event, payload),
    toUser: (userId, event, payload) => send(channelOfUser(userId), event, payload),
    toSession: (sessionId, event, payload) => send(sessionChannel(sessionId), event, payload),
    toLeg: ({ callId, legId }, event, payload) => send(legChannel(callId, legId), event, payload),
    toEveryone: (event, payload) => send(EVERYONE, event, payload),
    toEveryoneHere: (event, payload) => {
      onEmit(EVERYONE);
      emit(io.local.to(EVERYONE), event, payload);
    },
  };
}

function createAdmitting(io: Broadcaster, nodes: Nodes): Admitting {
  const moved = new RecentKeys();
  nodes.onMessage((message) => {
    if (message.kind === 'moved') moved.note(message.who);
  });
  // First the record that connecting sockets check, then the connected ones: one that misses the first is connected at the second.
  const move = (userId: string): Moving => {
    moved.note(userId);
    nodes.broadcast({ kind: 'moved', who: userId });
    return io.in(channelOfUser(userId));
  };
  return {
    admit: (userId, roomId) => {
      const sockets = move(userId);
      sockets.socketsLeave([visitorsChannel(roomId), onlookersChannel(roomId)]);
      sockets.socketsJoin(roomChannel(roomId));
    },
    evict: (userId, roomId) => move(userId).socketsLeave([roomChannel(roomId), companyChannel(roomId)]),
    closeLeg: (callId, legId) => {
      const channel = legChannel(callId, legId);
      io.in(channel).socketsLeave(channel);
    },
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
  };
}

function createCutting(io: Broadcaster, nodes: Nodes): Cutting {
  const cut = new RecentKeys();
  nodes.onMessage((message) => {
    if (message.kind === 'cut') cut.note(message.who);
  });
  const cutOff = (who: string, channel: string): void => {
    cut.note(who);
    nodes.broadcast({ kind: 'cut', who });
    io.in(channel).disconnectSockets(true);
  };
  return {
    cutPerson: (userId) => cutOff(userId, channelOfUser(userId)),
    cut: (sessionId) => cutOff(sessionId, sessionChannel(sessionId)),
    cutSince: ({ sessionId, userId }, at) => cut.since([sessionId, userId], at),
  };
}

function createRoles(io: Broadcaster, nodes: Nodes): Roles {
  // Not by `local.fetchSockets`: that reads the number of nodes from Redis, and fails while it is down.
  const changeRoleHere = (userId: string, role: WorkspaceRole): void => {
    for (const id of io.sockets.adapter.rooms.get(channelOfUser(userId)) ?? []) {
      const socket = io.sockets.sockets.get(id);
      if (socket) socket.data.actor.role = role;
    }
  };
  nodes.onMessage((message) => {
    if (message.kind === 'role') changeRoleHere(message.userId, message.role);
  });
  return {
    changeRole: (userId, role) => {
      changeRoleHere(userId, role);
      nodes.broadcast({ kind: 'role', userId, role });
    },
  };
}

/** @param onEmit is called with each channel that an event is sent to */
export function createPublish(io: Broadcaster, nodes: Nodes, onEmit: (channel: string) => void): Publish {
  return {
    ...createSending(io, onEmit),
    ...createAdmitting(io, nodes),
    ...createCutting(io, nodes),
    ...createRoles(io, nodes),
  };
}
