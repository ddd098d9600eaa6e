import { createSlice, freeze, original, type PayloadAction } from '@reduxjs/toolkit';
import type { Heads, MessagePage, MessageView } from '@parley/shared/messages';
import type { OutboxItem } from '../../sync/outbox';
import {
  applyCatchUp,
  applyEvent,
  applyNewer,
  applyOlder,
  freshTimeline,
  noteHeads,
  shorten,
  standAt,
  type Place,
  type Timeline,
} from '../../sync/timeline';

export type RoomTimeline = Timeline<MessageView>;

export interface TimelinesState {
  byRoom: Record<string, RoomTimeline>;
  /** Loaded from the cache and not yet compared with the server. */
  stale: Record<string, boolean>;
  outbox: OutboxItem[];
  /** Progress of each upload, 0 to 1, by its client id. */
  uploads: Record<string, number>;
  /** Messages shown as quotes that are outside the run. */
  quoted: Record<string, MessageView>;
}

const initialState: TimelinesState = { byRoom: {}, stale: {}, outbox: [], uploads: {}, quoted: {} };

type At<T> = PayloadAction<{ roomId: string } & T>;

/**
 * Applies a pure function to a room's run. Immer stays out of it: a run copied out of its draft would make a proxy of each message, and what is
 * not frozen it goes through, message by message, after each change.
 */
function update(
  draft: TimelinesState,
  roomId: string,
  change: (timeline: RoomTimeline) => RoomTimeline,
): TimelinesState {
  const state = original(draft);
  const timeline = state.byRoom[roomId];
  if (!timeline) return state;
  const next = change(timeline);
  if (next === timeline) return state;
  freeze(next.messages);
  return { ...state, byRoom: { ...state.byRoom, [roomId]: freeze(next) } };
}

const slice = createSlice({
  name: 'timelines',
  initialState,
  reducers: {
    cacheRead: (state, { payload }: At<{ timeline: RoomTimeline }>) =>
      state.byRoom[payload.roomId]
        ? state
        : {
            ...state,
            byRoom: { ...state.byRoom, [payload.roomId]: payload.timeline },
            stale: { ...state.stale, [payload.roomId]: true },
          },
    roomReset: (state, { payload }: At<{ page: MessagePage; heads: Heads }>) => ({
      ...state,
      byRoom: { ...state.byRoom, [payload.roomId]: freshTimeline(payload.page, payload.heads) },
      stale: { ...state.stale, [payload.roomId]: false },
    }),
    caughtUp: (state, { payload }: At<{ messages: MessageView[]; heads: Heads }>) => ({
      ...update(state, payload.roomId, (timeline) => applyCatchUp(timeline, payload.messages, payload.heads)),
      stale: { ...state.stale, [payload.roomId]: false },
    }),
    messagesCame: (state, { payload }: At<{ messages: MessageView[] }>) => {
      const next = update(state, payload.roomId, (timeline) => applyEvent(timeline, payload.messages));
      const quotes = payload.messages.filter(({ messageId }) => state.quoted[messageId]);
      return quotes.length === 0 ? next : { ...next, quoted: { ...next.quoted, ...byId(quotes) } };
    },
    headsCame: (state, { payload }: At<Heads>) =>
      update(state, payload.roomId, (timeline) => noteHeads(timeline, payload)),
    olderCame: (state, { payload }: At<{ page: MessagePage }>) =>
      update(state, payload.roomId, (timeline) => applyOlder(timeline, payload.page)),
    newerCame: (state, { payload }: At<{ page: MessagePage }>) =>
      update(state, payload.roomId, (timeline) => applyNewer(timeline, payload.page)),
    stoodAt: (state, { payload }: At<{ page: MessagePage }>) =>
      update(state, payload.roomId, (timeline) => standAt(timeline, payload.page)),
    shortened: (state, { payload }: At<{ place: Place; count: number }>) =>
      update(state, payload.roomId, (timeline) => shorten(timeline, payload.place, payload.count)),
    timelineDropped: (state, { payload }: At<object>) => {
      const { [payload.roomId]: _gone, ...byRoom } = state.byRoom;
      return { ...state, byRoom };
    },
    quotesLoaded: (state, { payload }: PayloadAction<MessageView[]>) => ({
      ...state,
      quoted: { ...state.quoted, ...byId(payload) },
    }),
    outboxChanged: (state, { payload }: PayloadAction<OutboxItem[]>) => ({
      ...state,
      outbox: payload,
      uploads: payload.length === 0 ? {} : state.uploads,
    }),
    uploadProgressed: (state, { payload }: PayloadAction<{ clientId: string; part: number }>) => ({
      ...state,
      uploads: { ...state.uploads, [payload.clientId]: payload.part },
    }),
  },
});

const byId = (messages: MessageView[]): Record<string, MessageView> =>
  Object.fromEntries(messages.map((message) => [message.messageId, message]));

export const timelinesReducer = slice.reducer;
export const {
  cacheRead,
  roomReset,
  caughtUp,
  messagesCame,
  headsCame,
  olderCame,
  newerCame,
  stoodAt,
  shortened,
  timelineDropped,
  quotesLoaded,
  outboxChanged,
  uploadProgressed,
} = slice.actions;
