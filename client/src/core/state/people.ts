import { createEntityAdapter, createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { Presence, PresenceView } from '@parley/shared/sync';
import type { UserView } from '@parley/shared/users';
import { t } from '../text/first';

const adapter = createEntityAdapter<UserView, string>({ selectId: (user) => user.userId });

/** A deleted account has no name: its placeholder is in the language of the page. */
const named = (user: UserView): UserView =>
  user.erased ? { ...user, displayName: t('people.deleted') } : user;

export interface PeopleState {
  users: ReturnType<typeof adapter.getInitialState>;
  presences: Record<string, Presence>;
  /** Who is typing, by room. */
  typing: Record<string, string[]>;
}

const initialState: PeopleState = { users: adapter.getInitialState(), presences: {}, typing: {} };

const slice = createSlice({
  name: 'people',
  initialState,
  reducers: {
    peopleSynced: (state, { payload }: PayloadAction<{ users: UserView[]; presences: PresenceView[] }>) => {
      adapter.setAll(state.users, payload.users.map(named));
      state.presences = Object.fromEntries(
        payload.presences.map(({ userId, presence }) => [userId, presence]),
      );
      state.typing = {};
    },
    userChanged: (state, { payload }: PayloadAction<UserView>) => {
      const known = state.users.entities[payload.userId];
      if (!known || payload.version >= known.version) adapter.setOne(state.users, named(payload));
    },
    presenceChanged: (state, { payload }: PayloadAction<PresenceView>) => {
      state.presences[payload.userId] = payload.presence;
    },
    /** Presence is unknown without a connection. */
    whoIsThereForgotten: (state) => {
      state.presences = {};
      state.typing = {};
    },
    typingChanged: (
      state,
      { payload }: PayloadAction<{ roomId: string; userId: string; typing: boolean }>,
    ) => {
      const others = (state.typing[payload.roomId] ?? []).filter((userId) => userId !== payload.userId);
      state.typing[payload.roomId] = payload.typing ? [...others, payload.userId] : others;
    },
  },
});

/** Can this person be sent a direct message? Not a deactivated account, a webhook, or an author whose profile is hidden. */
export const isReachable = (user: UserView): boolean => user.active && !user.bot && !user.hidden;

export const peopleReducer = slice.reducer;
export const { peopleSynced, userChanged, presenceChanged, typingChanged, whoIsThereForgotten } =
  slice.actions;
