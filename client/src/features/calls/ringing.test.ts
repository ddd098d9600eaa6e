import type { CallView } from '@parley/shared/calls/call';
import type { MeView } from '@parley/shared/users';
import { expect, it } from 'vitest';
import { me, room, roomState } from '../../test/build';
import { roomsSynced } from '../../core/state/rooms';
import { signedIn } from '../../core/state/session';
import { createStore } from '../../core/store';
import { calls } from './calls.feature';
import { callChanged, callsSynced } from './calls.state';
import { findRinging } from './ringing';
import { callOf } from './screens/test/callFixtures';

const START = Date.parse('2026-03-04T12:00:00Z');
const at = (ms: number): string => new Date(START + ms).toISOString();
const call = (over: Partial<CallView> = {}): CallView =>
  callOf([], {
    startedAt: at(0),
    answeredAt: null,
    invited: [{ userId: 'me', state: 'ringing' }],
    ringsUntil: at(45_000),
    ...over,
  });

function page(over: Partial<MeView> = {}) {
  const store = createStore([calls]);
  store.dispatch(signedIn({ ...me(), userId: 'me', ...over }));
  store.dispatch(
    roomsSynced([
      { ...roomState({ roomId: 'r', headSeq: 0, readSeq: 0 }), room: room({ roomId: 'r', type: 'direct' }) },
    ]),
  );
  return store;
}
const rings = (store: ReturnType<typeof page>, at = START): boolean =>
  findRinging(store.getState(), at) !== undefined;

it('rings for whom it invites, until it is answered, declined or over, in any order of events', () => {
  const store = page();
  expect(rings(store)).toBe(false);
  store.dispatch(callChanged(call()));
  expect(rings(store)).toBe(true);
  store.dispatch(callChanged(call({ version: 3, invited: [{ userId: 'me', state: 'declined' }] })));
  store.dispatch(callChanged(call({ version: 2 })));
  expect(rings(store)).toBe(false);
  store.dispatch(callsSynced([call({ invited: [{ userId: 'other', state: 'ringing' }] })]));
  expect(rings(store)).toBe(false);
  store.dispatch(callsSynced([call()]));
  expect(rings(store)).toBe(true);
  store.dispatch(callChanged(call({ version: 2, live: false })));
  expect(rings(store)).toBe(false);
});

it('stops by itself when nobody says so', () => {
  const store = page();
  store.dispatch(callChanged(call()));
  expect(rings(store, START + 44_999)).toBe(true);
  expect(rings(store, START + 45_000)).toBe(false);
});

it('does not ring for somebody who is not to be disturbed, and does again when that is over', () => {
  const quiet = { days: [0, 1, 2, 3, 4, 5, 6], from: '11:00', to: '13:00', timeZone: 'UTC' };
  const store = page({ quiet });
  store.dispatch(callChanged(call()));
  expect(rings(store)).toBe(false);
  const later = START + 2 * 60 * 60_000;
  const ringsUntil = new Date(later + 45_000).toISOString();
  store.dispatch(callChanged(call({ callId: 'd', startedAt: new Date(later).toISOString(), ringsUntil })));
  expect(rings(store, later)).toBe(true);
  const silent = page({ presenceMode: 'dnd' });
  silent.dispatch(callChanged(call()));
  expect(rings(silent)).toBe(false);
});

it('a late event of the call before changes nothing of the one that rings', () => {
  const store = page();
  store.dispatch(callChanged(call({ callId: 'd', startedAt: new Date(START + 1000).toISOString() })));
  store.dispatch(callChanged(call({ version: 9, live: false })));
  expect(rings(store, START + 1000)).toBe(true);
});
