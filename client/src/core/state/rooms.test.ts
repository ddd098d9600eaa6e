import type { MessageView } from '@parley/shared/messages';
import { seeded } from '@parley/shared/random';
import type { RoomState } from '@parley/shared/sync';
import {
  firstUnreadIn,
  readUpTo,
  uncountedAmong,
  uncountedBehind,
  uncountedIn,
  unreadIn,
} from '@parley/shared/unread';
import { describe, expect, it } from 'vitest';
import { createStore } from '../store';
import { me, member, message, room, roomState } from '../../test/build';
import {
  mentionsOf,
  membershipChanged,
  messagesReceived,
  readReceived,
  roomsSynced,
  unreadOf,
} from './rooms';

const roomId = 'r';
const { userId } = me();
const own = { ...member({ userId }), readSeq: 10 };
const called = { ...roomState({ roomId, headSeq: 50, readSeq: 10 }), member: own, mentionSeqs: [15, 40] };

it('a sync that was read before one read on brings back neither the mark nor what one was called at', () => {
  const store = createStore();
  store.dispatch(roomsSynced([called]));
  store.dispatch(readReceived({ read: { roomId, userId, seq: 30 }, myId: userId }));
  store.dispatch(roomsSynced([called]));
  const state = store.getState().rooms.byId[roomId] ?? expect.fail('the room is gone');
  expect([unreadOf(state), mentionsOf(state)]).toEqual([20, 1]);
});

it('a mark of a room that this page does not know yet is there when the room comes', () => {
  const store = createStore();
  store.dispatch(readReceived({ read: { roomId, userId, seq: 30 }, myId: userId }));
  store.dispatch(
    membershipChanged({
      member: own,
      room: room(),
      headSeq: 50,
      headRev: 50,
      uncounted: { deleted: [], own: [] },
    }),
  );
  expect(store.getState().rooms.byId[roomId]?.member.readSeq).toBe(30);
  store.dispatch(roomsSynced([called]));
  expect(store.getState().rooms.byId[roomId]?.mentionSeqs).toEqual([40]);
});

describe('unread', () => {
  const stored = (store: ReturnType<typeof createStore>) =>
    store.getState().rooms.byId[roomId] ?? expect.fail('the room is gone');
  const by = (seq: number, authorId: string, over: Partial<MessageView> = {}) =>
    message(seq, { roomId, authorId, ...over });

  it('goes down when something unread is deleted, and does not go up with what one said elsewhere', () => {
    const store = createStore();
    store.dispatch(roomsSynced([{ ...called, uncounted: { deleted: [12], own: [20] } }]));
    expect(unreadOf(stored(store))).toBe(38);
    const receive = (...messages: MessageView[]) =>
      store.dispatch(messagesReceived({ roomId, messages, myId: userId }));
    receive(by(30, 'ana', { deletedAt: '2026-01-01T00:00:00.000Z' }), by(51, userId));
    receive(by(51, userId));
    expect(unreadOf(stored(store))).toBe(37);
    receive(by(40, 'ana', { deletedAt: '2026-01-01T00:00:00.000Z' }));
    expect([unreadOf(stored(store)), mentionsOf(stored(store))]).toEqual([36, 1]);
    store.dispatch(readReceived({ read: { roomId, userId, seq: 30 }, myId: userId }));
    expect(unreadOf(stored(store))).toBe(19);
  });

  it('begins at the first message that counts', () => {
    const mark = { readSeq: 10, unreadFrom: null };
    expect(firstUnreadIn({ uncounted: { deleted: [11, 14], own: [12] }, member: mark })).toBe(13);
    expect(firstUnreadIn({ uncounted: { deleted: [], own: [] }, member: mark })).toBe(11);
  });

  it('is what one has marked by hand, also of one’s own, unless it was deleted', () => {
    const room = { headSeq: 12, uncounted: { deleted: [9], own: [8, 10, 12] } };
    expect(unreadIn({ ...room, member: { readSeq: 11, unreadFrom: 8 } })).toBe(3);
    expect(firstUnreadIn({ ...room, member: { readSeq: 11, unreadFrom: 9 } })).toBe(10);
    expect(unreadIn({ ...room, member: { readSeq: 9, unreadFrom: 9 } })).toBe(1);
  });

  it('is what is stored, whatever order answers and events come in', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const random = seeded(seed);
      const whole = (below: number): number => Math.floor(random() * below);
      const room: MessageView[] = [];
      const reads = { readSeq: 0, unreadFrom: null as number | null, version: 1 };
      const events: (() => void)[] = [];
      const store = createStore();
      const answer = (): RoomState => {
        const mark = { ...own, ...reads };
        const head = { headSeq: room.length, headRev: room.length };
        return {
          ...roomState({ roomId, headSeq: 0, readSeq: 0 }),
          ...head,
          member: mark,
          uncounted: uncountedBehind(uncountedAmong(room, userId), mark),
        };
      };
      const later = (event: () => void): void => void events.push(event);
      store.dispatch(roomsSynced([answer()]));
      for (let step = 0; step < 60; step++) {
        const what = random();
        const old = room[whole(room.length)];
        if (what < 0.5 || !old) {
          const said = by(room.length + 1, random() < 0.3 ? userId : 'ana');
          room.push(said);
          later(() => store.dispatch(messagesReceived({ roomId, messages: [said], myId: userId })));
        } else if (what < 0.65) {
          const gone = { ...old, deletedAt: '2026-01-01T00:00:00.000Z' };
          room[old.seq - 1] = gone;
          later(() => store.dispatch(messagesReceived({ roomId, messages: [gone], myId: userId })));
        } else if (what < 0.8) {
          reads.readSeq = Math.max(reads.readSeq, old.seq);
          const read = { roomId, userId, seq: reads.readSeq };
          later(() => store.dispatch(readReceived({ read, myId: userId })));
        } else if (what < 0.9) {
          Object.assign(reads, { unreadFrom: random() < 0.5 ? null : old.seq, version: reads.version + 1 });
          const { member: mark, room: view, headSeq, headRev, uncounted } = answer();
          later(() =>
            store.dispatch(membershipChanged({ member: mark, room: view, headSeq, headRev, uncounted })),
          );
        } else {
          const now = answer();
          later(() => store.dispatch(roomsSynced([now])));
        }
        // Some events are late, and overtaken by others.
        while (events.length > whole(6)) events.splice(whole(events.length), 1)[0]?.();
      }
      for (const event of events) event();
      const truth = answer();
      const { readSeq, unreadFrom } = truth.member;
      const from = readUpTo(truth.member);
      const counted = room.filter(
        ({ seq, deletedAt, authorId }) =>
          seq > from &&
          deletedAt === null &&
          (authorId !== userId || (unreadFrom !== null && seq <= readSeq)),
      ).length;
      const known = uncountedBehind(uncountedIn([stored(store).uncounted], truth), truth.member);
      expect(known, `seed ${seed}`).toEqual(truth.uncounted);
      expect(unreadOf(stored(store)), `seed ${seed}`).toBe(counted);
    }
  });
});
