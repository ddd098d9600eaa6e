import { createSlice, type PayloadAction } from '@reduxjs/toolkit';

/** The ids of the messages one has saved: the newest, as the server limits them. */
export interface SavedState {
  ids: Record<string, true>;
}

const initialState: SavedState = { ids: {} };

const slice = createSlice({
  name: 'saved',
  initialState,
  reducers: {
    savedSynced: (_state, { payload }: PayloadAction<string[]>) => ({
      ids: Object.fromEntries(payload.map((messageId) => [messageId, true as const])),
    }),
    savedReceived: (state, { payload }: PayloadAction<{ messageId: string; saved: boolean }>) => {
      if (payload.saved) state.ids[payload.messageId] = true;
      else delete state.ids[payload.messageId];
    },
  },
});

export const savedReducer = slice.reducer;
export const { savedSynced, savedReceived } = slice.actions;
