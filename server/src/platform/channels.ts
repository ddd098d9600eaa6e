export const roomChannel = (roomId: string): string => `room:${roomId}`;
export const channelOfUser = (userId: string): string => `user:${userId}`;
export const sessionChannel = (sessionId: string): string => `session:${sessionId}`;
/** Of one leg of a call: a socket is in it as long as it may act for the leg. */
export const legChannel = (callId: string, legId: string): string => `leg:${callId}:${legId}`;
export const EVERYONE = 'everyone';
/** Sockets of those who see everybody in the workspace. */
export const SEES_ALL = 'people';
/** Sockets of people in a room who see only people they share a room with. */
export const companyChannel = (roomId: string): string => `people:${roomId}`;
/** Sockets of such people who read a public room without being members. */
export const visitorsChannel = (roomId: string): string => `visitors:${roomId}`;
/** Sockets of people who read a public room without being members, whomever they see. */
export const onlookersChannel = (roomId: string): string => `onlookers:${roomId}`;

/** Whom somebody sees: all, or the people of the rooms they share with others. */
export type Seen = 'all' | { roomIds: string[] };

/** Channels by which a socket receives changes of the people it may see. */
export const channelsOfSeen = (seen: Seen): string[] =>
  seen === 'all' ? [SEES_ALL] : seen.roomIds.map(companyChannel);

const isOfSeen = (channel: string): boolean => channel === SEES_ALL || channel.startsWith('people:');

/** Has one socket receive changes of the people it may see, and of no others. */
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

/** A person who sees only people they share a room with opens a room without joining it, or closes it. */
export const visit = (socket: Seat, roomId: string): Promise<void> | void =>
  socket.join([visitorsChannel(roomId)]);
export async function endVisit(socket: Seat, roomId: string): Promise<void> {
  await socket.leave(visitorsChannel(roomId));
  await socket.leave(onlookersChannel(roomId));
}

/** A person opens a room without joining it, whomever they see. */
export const lookOn = (socket: Seat, roomId: string): Promise<void> | void =>
  socket.join([onlookersChannel(roomId)]);

/** Channels a socket joins when it is admitted. */
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
