import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { CallView } from '@parley/shared/calls/call';

/** A call that this tab is to open: to choose devices first, or to join the one that rings at once. */
export interface WantedCall {
  roomId: string;
  /** The call that rings: answered at once. */
  callId?: string;
  /** By the person's word just now; else microphone and camera are as they were last. */
  muted?: boolean;
}

export interface CallsState {
  /** The newest call of each room; also the last one that has ended. */
  byRoom: Record<string, CallView>;
  wanted: WantedCall | undefined;
}

const initialState: CallsState = { byRoom: {}, wanted: undefined };

const slice = createSlice({
  name: 'calls',
  initialState,
  reducers: {
    // A cache of an earlier version has none.
    callsSynced: (state, { payload }: PayloadAction<CallView[] | undefined>) => {
      state.byRoom = Object.fromEntries((payload ?? []).map((call) => [call.roomId, call]));
    },
    callChanged: ({ byRoom }, { payload }: PayloadAction<CallView>) => {
      const known = byRoom[payload.roomId];
      const older = known?.callId === payload.callId ? payload.version < known.version : false;
      if (!older && !(known && payload.startedAt < known.startedAt)) byRoom[payload.roomId] = payload;
    },
    callWanted: (state, { payload }: PayloadAction<WantedCall | undefined>) => {
      state.wanted = payload;
    },
  },
});

export const callsReducer = slice.reducer;
export const { callsSynced, callChanged, callWanted } = slice.actions;
