import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { RightsView } from '@parley/shared/rights';
import type { MeView } from '@parley/shared/users';
import type { ConnectionState } from '../../sync/connection';

export interface SessionState {
  status: 'starting' | 'signedOut' | 'signedIn';
  me: MeView | undefined;
  workspaceName: string;
  /** When its picture was set; null without one. */
  workspacePicture: string | null;
  /** The rules of the workspace, and what custom roles give; absent before the first sync. */
  rights?: RightsView | undefined;
  /** The id of this session, once received. */
  sessionId: string | undefined;
  connection: ConnectionState;
  /** When the connection was lost, ms since the epoch. */
  offlineSince: number | undefined;
  /** The disk of the server is full: it only reads. */
  readOnly: boolean;
  /** The first sync was applied: the sidebar can be shown. */
  ready: boolean;
  /** Why the session ended, unless the person signed out. */
  notice: string | undefined;
}

interface ShownWorkspace {
  name: string;
  picture: string | null;
  rights?: RightsView | undefined;
}

const initialState: SessionState = {
  status: 'starting',
  me: undefined,
  workspaceName: 'Parley',
  workspacePicture: null,
  sessionId: undefined,
  connection: 'connecting',
  offlineSince: undefined,
  readOnly: false,
  ready: false,
  notice: undefined,
};

const slice = createSlice({
  name: 'session',
  initialState,
  reducers: {
    signedIn: (state, { payload }: PayloadAction<MeView>) => {
      state.status = 'signedIn';
      state.me = payload;
      state.notice = undefined;
    },
    signedOut: (_state, { payload }: PayloadAction<{ notice: string | undefined }>) => ({
      ...initialState,
      status: 'signedOut',
      notice: payload.notice,
    }),
    meChanged: (state, { payload }: PayloadAction<MeView>) => {
      if (!state.me || payload.version >= state.me.version) state.me = payload;
    },
    sessionKnown: (state, { payload }: PayloadAction<string>) => {
      state.sessionId = payload;
    },
    workspaceShown: (state, { payload }: PayloadAction<ShownWorkspace>) => {
      state.workspaceName = payload.name;
      state.workspacePicture = payload.picture;
      // Part of a sync, not of the event.
      if (payload.rights) (state as SessionState).rights = payload.rights;
    },
    connectionChanged: (state, { payload }: PayloadAction<{ connection: ConnectionState; now: number }>) => {
      state.connection = payload.connection;
      // The server sends it again on each connection.
      if (payload.connection !== 'online') state.readOnly = false;
      if (payload.connection === 'online') state.offlineSince = undefined;
      else if (payload.connection === 'offline') state.offlineSince ??= payload.now;
    },
    serverChanged: (state, { payload }: PayloadAction<{ readOnly: boolean }>) => {
      state.readOnly = payload.readOnly;
    },
    becameReady: (state) => {
      state.ready = true;
    },
  },
});

export const sessionReducer = slice.reducer;
export const {
  signedIn,
  signedOut,
  meChanged,
  sessionKnown,
  workspaceShown,
  connectionChanged,
  serverChanged,
  becameReady,
} = slice.actions;
