import { limits } from '@parley/shared/limits';
import { createSlice, current, type PayloadAction } from '@reduxjs/toolkit';
import type { EventPayload } from '@parley/shared/events';
import type { Heads, MessageView } from '@parley/shared/messages';
import type { MemberView, OwnMemberView, ReadView, RoomView } from '@parley/shared/rooms';
import type { RoomState } from '@parley/shared/sync';
import { uncountedAmong, uncountedIn, unreadIn } from '@parley/shared/unread';

export interface RoomsState {
  /** One's own rooms. */
  byId: Record<string, RoomState>;
  /** Public rooms opened without joining, and rooms one has left. */
  visited: Record<string, RoomView>;
  /** Members of rooms whose members were requested, by room and person. */
  members: Record<string, Record<string, MemberView>>;
  /** How far others have read, by room and person. */
  reads: Record<string, Record<string, number>>;
}

const initialState: RoomsState = { byId: {}, visited: {}, members: {}, reads: {} };

/** A mark set while offline is ahead of the server's until it is sent, also in a room that this page does not have yet. */
const lastRead = (state: RoomsState, { roomId, userId, readSeq }: OwnMemberView): number =>
  Math.max(readSeq, state.byId[roomId]?.member.readSeq ?? 0, state.reads[roomId]?.[userId] ?? 0);

const slice = createSlice({
  name: 'rooms',
  initialState,
  reducers: {
    roomsSynced: (state, { payload }: PayloadAction<RoomState[]>) => {
      // What events changed since the answer was made is newer and stays.
      const fresh: Record<string, RoomState> = {};
      for (const item of payload) {
        const known = state.byId[item.room.roomId];
        const readSeq = lastRead(state, item.member);
        const newest = {
          ...item,
          room: known && known.room.version > item.room.version ? known.room : item.room,
          member: {
            ...(known && known.member.version > item.member.version ? known.member : item.member),
            readSeq,
          },
          mentionSeqs: item.mentionSeqs.filter((seq) => seq > readSeq),
          headSeq: Math.max(item.headSeq, known?.headSeq ?? 0),
          headRev: Math.max(item.headRev, known?.headRev ?? 0),
        };
        newest.uncounted = uncountedIn([item.uncounted, known && current(known.uncounted)], newest);
        fresh[item.room.roomId] = newest;
      }
      state.byId = fresh;
    },
    roomChanged: (state, { payload }: PayloadAction<RoomView>) => {
      const known = state.byId[payload.roomId];
      if (known && payload.version >= known.room.version) known.room = payload;
      const visited = state.visited[payload.roomId];
      if (visited && payload.version >= visited.version) state.visited[payload.roomId] = payload;
    },
    roomVisited: (state, { payload }: PayloadAction<RoomView>) => {
      state.visited[payload.roomId] = payload;
    },
    membershipChanged: (state, { payload }: PayloadAction<EventPayload<'membership:changed'>>) => {
      const { member, room, headSeq, headRev, uncounted } = payload;
      const known = state.byId[room.roomId];
      if (known && known.member.version > member.version) return;
      if (!member.present) {
        delete state.byId[room.roomId];
        if (room.type === 'public') state.visited[room.roomId] = room;
        return;
      }
      const changed = {
        // It was read for this event a moment before; another event may have published a newer one meanwhile.
        room: known && known.room.version > room.version ? known.room : room,
        member: { ...member, readSeq: lastRead(state, member) },
        headSeq: Math.max(headSeq, known?.headSeq ?? 0),
        headRev: Math.max(headRev, known?.headRev ?? 0),
        mentionSeqs: known?.mentionSeqs ?? [],
        lastMessageAt: known?.lastMessageAt ?? room.createdAt,
      };
      state.byId[room.roomId] = {
        ...changed,
        uncounted: uncountedIn([uncounted, known && current(known.uncounted)], changed),
      };
    },
    memberChanged: (state, { payload }: PayloadAction<MemberView>) => {
      const members = state.members[payload.roomId];
      if (!members) return;
      const known = members[payload.userId];
      if (!known || payload.version >= known.version) members[payload.userId] = payload;
    },
    membersLoaded: (state, { payload }: PayloadAction<{ roomId: string; members: MemberView[] }>) => {
      state.members[payload.roomId] = Object.fromEntries(
        payload.members.map((member) => [member.userId, member]),
      );
    },
    messagesReceived: (
      state,
      {
        payload,
      }: PayloadAction<{
        roomId: string;
        messages: MessageView[];
        myId: string;
        blocked?: string[] | undefined;
      }>,
    ) => {
      const room = state.byId[payload.roomId];
      if (!room) return;
      const { messages, myId, blocked } = payload;
      // Read once and written once: each access to a draft costs, and a thousand messages may arrive in a second.
      const { readSeq } = room.member;
      const calls = new Set(room.mentionSeqs);
      let changed = false;
      let { headSeq, headRev, lastMessageAt } = room;
      for (const { seq, rev, createdAt, authorId, mentionIds, mentionsRoom } of messages) {
        if (seq > headSeq) {
          headSeq = seq;
          lastMessageAt = createdAt;
        }
        headRev = Math.max(headRev, rev);
        const called =
          (mentionsRoom || mentionIds.includes(myId)) &&
          authorId !== myId &&
          !blocked?.includes(authorId) &&
          seq > readSeq;
        if (called === calls.has(seq)) continue;
        changed = true;
        if (called) calls.add(seq);
        else calls.delete(seq);
      }
      Object.assign(room, { headSeq, headRev, lastMessageAt });
      // In the room's order, whatever order they arrive in: jumping goes to the first.
      if (changed) room.mentionSeqs = [...calls].sort((a, b) => a - b).slice(-limits.callsKnown);
      // Places below the mark too: a stale answer may move the mark back past a message whose deletion has already arrived.
      const more = uncountedAmong(messages, myId);
      if (more.deleted.length > 0 || more.own.length > 0)
        room.uncounted = uncountedIn([current(room.uncounted), more], room);
    },
    headsReceived: (state, { payload }: PayloadAction<{ roomId: string } & Heads>) => {
      const room = state.byId[payload.roomId];
      if (!room) return;
      room.headSeq = Math.max(room.headSeq, payload.headSeq);
      room.headRev = Math.max(room.headRev, payload.headRev);
    },
    readReceived: (state, { payload }: PayloadAction<{ read: ReadView; myId: string | undefined }>) => {
      const { roomId, userId, seq } = payload.read;
      const reads = (state.reads[roomId] ??= {});
      reads[userId] = Math.max(reads[userId] ?? 0, seq);
      const room = state.byId[roomId];
      if (userId !== payload.myId || !room) return;
      room.member.readSeq = Math.max(room.member.readSeq, seq);
      room.mentionSeqs = room.mentionSeqs.filter((place) => place > seq);
    },
  },
});

export const roomsReducer = slice.reducer;
export const {
  roomsSynced,
  roomChanged,
  roomVisited,
  membershipChanged,
  memberChanged,
  membersLoaded,
  messagesReceived,
  headsReceived,
  readReceived,
} = slice.actions;

/** How many messages one has not read: without deleted ones and one's own. */
export const unreadOf = (room: RoomState): number => unreadIn(room);

export const mentionsOf = (room: RoomState): number => room.mentionSeqs.length;
