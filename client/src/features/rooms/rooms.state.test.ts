import { expect, it } from 'vitest';
import { createStore } from '../../app/store';
import { me, member, room, roomState } from '../../test/build';
import { mentionsOf, membershipChanged, readHeard, roomsSynced, unreadOf } from './rooms.state';

const roomId = 'r';
const { userId } = me();
const own = { ...member({ userId }), readSeq: 10 };
const called = { ...roomState({ roomId, headSeq: 50, readSeq: 10 }), member: own, mentionSeqs: [15, 40] };

it('a sync that was read before one read on brings back neither the mark nor what one was called at', () => {
  const store = createStore();
  store.dispatch(roomsSynced([called]));
  store.dispatch(readHeard({ read: { roomId, userId, seq: 30 }, myId: userId }));
  store.dispatch(roomsSynced([called]));
  const state = store.getState().rooms.byId[roomId] ?? expect.fail('the room is gone');
  expect([unreadOf(state), mentionsOf(state)]).toEqual([20, 1]);
});

it('a mark of a room that this page does not know yet is there when the room comes', () => {
  const store = createStore();
  store.dispatch(readHeard({ read: { roomId, userId, seq: 30 }, myId: userId }));
  store.dispatch(membershipChanged({ member: own, room: room(), headSeq: 50, headRev: 50 }));
  expect(store.getState().rooms.byId[roomId]?.member.readSeq).toBe(30);
  store.dispatch(roomsSynced([called]));
  expect(store.getState().rooms.byId[roomId]?.mentionSeqs).toEqual([40]);
});
