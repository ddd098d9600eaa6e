import { combineReducers, configureStore, type Reducer } from '@reduxjs/toolkit';
import { useDispatch, useSelector } from 'react-redux';
import { peopleReducer } from './state/people';
import { roomsReducer } from './state/rooms';
import { sessionReducer } from './state/session';
import { timelinesReducer } from './state/timelines';

const kernel = {
  session: sessionReducer,
  people: peopleReducer,
  rooms: roomsReducer,
  timelines: timelinesReducer,
};

/** The parts of the state that features bring; each declares its own here (`declare module`). */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- declaration merging needs an interface
export interface FeatureStates {}

export type State = { [K in keyof typeof kernel]: ReturnType<(typeof kernel)[K]> } & FeatureStates;

/** @param features those whose reducers become parts of the state */
export const createStore = (features: readonly { name: string; reducer?: Reducer }[] = []) =>
  configureStore({
    reducer: combineReducers({
      ...kernel,
      ...Object.fromEntries(features.flatMap(({ name, reducer }) => (reducer ? [[name, reducer]] : []))),
    }) as unknown as Reducer<State>,
    // Both walk the whole state after each action, which a long room makes slow; the reducers are pure and tested.
    middleware: (standard) => standard({ serializableCheck: false, immutableCheck: false }),
  });

export type Store = ReturnType<typeof createStore>;
export const useAppSelector = useSelector.withTypes<State>();
export const useAppDispatch = useDispatch.withTypes<Store['dispatch']>();
