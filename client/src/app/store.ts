import { combineReducers, configureStore } from '@reduxjs/toolkit';
import { useDispatch, useSelector } from 'react-redux';
import { peopleReducer } from '../features/people/people.state';
import { roomsReducer } from '../features/rooms/rooms.state';
import { savedReducer } from '../features/saved/saved.state';
import { sessionReducer } from '../features/session/session.state';
import { timelinesReducer } from '../features/timeline/timeline.state';

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
