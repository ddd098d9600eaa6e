import { combineReducers, configureStore } from '@reduxjs/toolkit';
import { useDispatch, useSelector } from 'react-redux';
import { peopleReducer } from './state/people';
import { roomsReducer } from './state/rooms';
import { savedReducer } from '../features/saved/saved.state';
import { sessionReducer } from './state/session';
import { timelinesReducer } from './state/timelines';

const features = combineReducers({
  session: sessionReducer,
  people: peopleReducer,
  rooms: roomsReducer,
  timelines: timelinesReducer,
  saved: savedReducer,
});

export type State = ReturnType<typeof features>;

export const createStore = () =>
  configureStore({
    reducer: features,
    // Both walk the whole state after each action, which a long room makes slow; the reducers are pure and tested.
    middleware: (standard) => standard({ serializableCheck: false, immutableCheck: false }),
  });

export type Store = ReturnType<typeof createStore>;
export const useAppSelector = useSelector.withTypes<State>();
export const useAppDispatch = useDispatch.withTypes<Store['dispatch']>();
