import type { SyncView } from '@parley/shared/sync';
import { expect, it } from 'vitest';
import { Applier } from './apply';
import { EventReplay } from './eventReplay';
import { me, member, room } from '../test/build';
import { createStore } from './store';

const roomId = 'a'.repeat(24);
const syncOf = (version: number): SyncView => ({
  me: me(),
  workspace: { name: 'W', picture: null, dataId: 'd' },
  rooms: [
    {
      room: room({ roomId, version }),
      member: member({ roomId }),
      headSeq: 0,
      headRev: 0,
      mentionSeqs: [],
      uncounted: { deleted: [], own: [] },
      lastMessageAt: null,
    },
  ],
  users: [],
  presences: [],
  savedIds: [],
  drafts: [],
  calls: [],
  sessionId: 's',
});

it('an event that comes before the sync it is newer than is not lost [U-12]', async () => {
  const store = createStore();
  const eventReplay = new EventReplay(new Applier(store, []));
  await eventReplay.sync(() => {
    eventReplay.apply('room:changed', { room: room({ roomId, version: 3 }) });
    return Promise.resolve(syncOf(2));
  });
  expect(store.getState().rooms.byId[roomId]?.room.version).toBe(3);
});

it('a room one was sent out of while the sync was on its way does not come back with it [U-12]', async () => {
  const store = createStore();
  const eventReplay = new EventReplay(new Applier(store, []));
  await eventReplay.sync(() => {
    const heads = { headSeq: 0, headRev: 0 };
    eventReplay.apply('membership:changed', {
      member: member({ roomId, version: 2, present: false }),
      room: room({ roomId, version: 2 }),
      ...heads,
      uncounted: { deleted: [], own: [] },
    });
    return Promise.resolve(syncOf(2));
  });
  expect(store.getState().rooms.byId).toEqual({});
});

it('a sync that is not to be applied changes nothing, and what comes later is not remembered for it', async () => {
  const store = createStore();
  const eventReplay = new EventReplay(new Applier(store, []));
  expect(await eventReplay.sync(() => Promise.resolve(undefined))).toBeUndefined();
  await expect(eventReplay.sync(() => Promise.reject(new Error('cut')))).rejects.toThrow('cut');
  eventReplay.apply('room:changed', { room: room({ roomId, version: 9 }) });
  await eventReplay.sync(() => Promise.resolve(syncOf(2)));
  expect(store.getState().rooms.byId[roomId]?.room.version).toBe(2);
});

it('of two answers the one to the later question stands, in whatever order they come [U-13]', async () => {
  const store = createStore();
  const eventReplay = new EventReplay(new Applier(store, []));
  let answer = (_sync: SyncView): void => undefined;
  const first = eventReplay.sync(() => new Promise((resolve) => (answer = resolve)));
  await eventReplay.sync(() => Promise.resolve(syncOf(2)));
  // Read before the person joined, which this client never received: the connection was cut.
  answer({ ...syncOf(1), rooms: [] });
  expect(await first).toBeUndefined();
  expect(store.getState().rooms.byId[roomId]?.room.version).toBe(2);
});
