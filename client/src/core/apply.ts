import type { EventName, EventPayload } from '@parley/shared/events';
import { peopleSynced, presenceChanged, userChanged } from './state/people';
import { typingHeard } from './state/typing';
import {
  headsHeard,
  memberChanged,
  membershipChanged,
  messagesHeard,
  readHeard,
  roomChanged,
  roomsSynced,
} from './state/rooms';
import { draftHeard } from '../features/drafts/public/drafts';
import { savedHeard, savedSynced } from '../features/saved/saved.state';
import { becameReady, meChanged, serverChanged, sessionKnown, workspaceShown } from './state/session';
import { headsCame, messagesCame, timelineDropped } from './state/timelines';
import type { SyncView } from '@parley/shared/sync';
import type { Store } from './store';

type Handlers = { [N in EventName]: (store: Store, payload: EventPayload<N>) => void };

const myId = (store: Store): string => store.getState().session.me?.userId ?? '';

/** What each event means for the state. Every one may come twice, late, or before the sync it belongs to. */
const handlers: Handlers = {
  'message:changed': (store, payload) => {
    store.dispatch(messagesHeard({ ...payload, myId: myId(store) }));
    store.dispatch(messagesCame(payload));
    for (const { authorId } of payload.messages)
      typingHeard(store, { roomId: payload.roomId, userId: authorId, typing: false });
  },
  'room:changed': (store, { room }) => void store.dispatch(roomChanged(room)),
  'member:changed': (store, { member }) => void store.dispatch(memberChanged(member)),
  'membership:changed': (store, payload) => {
    store.dispatch(membershipChanged(payload));
    // Removed from a room: nothing of what was said in it stays on this screen.
    if (!payload.member.present && payload.room.type !== 'public')
      store.dispatch(timelineDropped({ roomId: payload.room.roomId }));
  },
  'workspace:changed': (store, { workspace }) => void store.dispatch(workspaceShown(workspace)),
  'user:changed': (store, { user }) => void store.dispatch(userChanged(user)),
  'me:changed': (store, { me }) => void store.dispatch(meChanged(me)),
  'read:changed': (store, { read }) => void store.dispatch(readHeard({ read, myId: myId(store) })),
  'typing:changed': typingHeard,
  'presence:changed': (store, { presence }) => void store.dispatch(presenceChanged(presence)),
  'room:heads': (store, { rooms }) => {
    for (const heads of rooms) {
      store.dispatch(headsHeard(heads));
      store.dispatch(headsCame(heads));
    }
  },
  'saved:changed': (store, payload) => void store.dispatch(savedHeard(payload)),
  'draft:changed': (store, { draft, sessionId }) => {
    if (sessionId !== store.getState().session.sessionId) draftHeard(draft);
  },
  'session:ended': () => undefined,
  'server:changed': (store, payload) => void store.dispatch(serverChanged(payload)),
  'server:draining': () => undefined,
  'sync:due': () => undefined,
};

export const applyServerEvent = <N extends EventName>(
  store: Store,
  name: N,
  payload: EventPayload<N>,
): void => {
  if (Object.hasOwn(handlers, name)) handlers[name](store, payload);
};

export function applySync(store: Store, sync: SyncView): void {
  store.dispatch(meChanged(sync.me));
  store.dispatch(workspaceShown(sync.workspace));
  store.dispatch(peopleSynced(sync));
  store.dispatch(roomsSynced(sync.rooms));
  store.dispatch(savedSynced(sync.savedIds));
  store.dispatch(sessionKnown(sync.sessionId));
  store.dispatch(becameReady());
}
