import type { EventName, EventPayload } from '@parley/shared/events';
import type { MessageView } from '@parley/shared/messages';
import type { ReadView } from '@parley/shared/rooms';
import { presenceChanged, userChanged } from './state/people';
import {
  headsReceived,
  memberChanged,
  membershipChanged,
  messagesReceived,
  readReceived,
  roomChanged,
} from './state/rooms';
import { meChanged, serverChanged, workspaceShown } from './state/session';
import { headsCame, messagesCame, timelineDropped } from './state/timelines';
import { typingReceived } from './state/typing';
import type { Store } from './store';
import { newDeviceListeners } from './newDevice';

/** What an event can do besides changing the state. */
export interface Receiver {
  /** Collects a room's messages, and applies those that arrive close together at once. */
  collect: (roomId: string, messages: MessageView[]) => void;
  /** Another device has read up to this place. */
  readElsewhere: (read: Pick<ReadView, 'roomId' | 'userId' | 'seq'>) => void;
  /** Requests a sync after a random delay of at most `within` ms. */
  freshenWithin: (within: number) => void;
  /** The session has ended: the client does not reconnect. */
  end: (reason: EventPayload<'session:ended'>['reason']) => void;
  /** Closes the connection and reconnects after `pause` ms. */
  comeBackIn: (pause: number) => void;
}

interface Meaning<N extends EventName> {
  /** Runs once, when the event is received, before it changes the state. */
  received?: (core: Receiver, payload: EventPayload<N>) => void;
  /** Changes the state. Every event may arrive twice, late, or before the sync it belongs to. */
  applied?: (store: Store, payload: EventPayload<N>) => void;
  /** `received` applies it later. */
  collected?: true;
  /** Not replayed onto a sync: it is valid for a moment only, and repeated. */
  momentary?: true;
}

const myId = (store: Store): string => store.getState().session.me?.userId ?? '';

/** How the core handles each event. Those of a feature are in its `events`. */
export const meanings = {
  'message:changed': {
    collected: true,
    received: (core, { roomId, messages }) => core.collect(roomId, messages),
    applied: (store, payload) => {
      store.dispatch(
        messagesReceived({ ...payload, myId: myId(store), blocked: store.getState().session.me?.blocked }),
      );
      store.dispatch(messagesCame(payload));
      for (const { authorId } of payload.messages)
        typingReceived(store, { roomId: payload.roomId, userId: authorId, typing: false });
    },
  },
  'room:changed': { applied: (store, { room }) => store.dispatch(roomChanged(room)) },
  'member:changed': { applied: (store, { member }) => store.dispatch(memberChanged(member)) },
  'membership:changed': {
    received: (core, { member }) => {
      if (member.present) core.readElsewhere({ ...member, seq: member.readSeq });
    },
    applied: (store, payload) => {
      store.dispatch(membershipChanged(payload));
      // Removed from the room: its messages are dropped.
      if (!payload.member.present && payload.room.type !== 'public')
        store.dispatch(timelineDropped({ roomId: payload.room.roomId }));
    },
  },
  'workspace:changed': { applied: (store, { workspace }) => store.dispatch(workspaceShown(workspace)) },
  'user:changed': { applied: (store, { user }) => store.dispatch(userChanged(user)) },
  'me:changed': { applied: (store, { me }) => store.dispatch(meChanged(me)) },
  'read:changed': {
    received: (core, { read }) => core.readElsewhere(read),
    applied: (store, { read }) => store.dispatch(readReceived({ read, myId: myId(store) })),
  },
  'typing:changed': { momentary: true, applied: typingReceived },
  'presence:changed': { applied: (store, { presence }) => store.dispatch(presenceChanged(presence)) },
  'room:heads': {
    applied: (store, { rooms }) => {
      for (const heads of rooms) {
        store.dispatch(headsReceived(heads));
        store.dispatch(headsCame(heads));
      }
    },
  },
  'device:new': { received: () => newDeviceListeners.forEach((listener) => listener()) },
  'session:ended': { received: (core, { reason }) => core.end(reason) },
  'server:changed': { applied: (store, payload) => store.dispatch(serverChanged(payload)) },
  'server:draining': { received: (core, { reconnectIn }) => core.comeBackIn(reconnectIn) },
  'sync:due': { received: (core, { within }) => core.freshenWithin(within) },
} satisfies { [N in EventName]?: Meaning<N> };

const all: { [N in EventName]?: Meaning<N> } = meanings;

/** @returns how the core handles an event; undefined if it does not */
export const meaningOf = <N extends EventName>(name: N): Meaning<N> | undefined =>
  Object.hasOwn(all, name) ? all[name] : undefined;
