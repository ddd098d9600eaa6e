import { expect, it } from 'vitest';
import type { Api } from '../platform/api';
import { memoryStorage } from '../platform/storage';
import type { Connection } from '../sync/connection';
import { me, roomState } from '../test/build';
import { roomsSynced } from './state/rooms';
import { signedIn } from './state/session';
import { readStoredMarks } from './storedSession';
import { ReadMarks } from './readMarks';
import { createStore } from './store';

const roomId = 'r';

/** Marks on a connection whose answers arrive when the test calls them. */
function marks(storage = memoryStorage()) {
  const store = createStore();
  store.dispatch(roomsSynced([roomState({ roomId, headSeq: 50, readSeq: 10 })]));
  const published: number[] = [];
  const answers: (() => void)[] = [];
  const connection = {
    online: true,
    ask: (_name: string, { seq }: { seq: number }) => {
      published.push(seq);
      return new Promise<void>((resolve) => answers.push(resolve));
    },
  } as unknown as Connection;
  const readMarks = new ReadMarks({
    store,
    api: {} as Api,
    connection: () => connection,
    storage: () => storage,
  });
  return { readMarks, store, storage, published, answers, stored: () => readStoredMarks(storage) };
}

it('a mark that the server confirmed while a sync was on its way is kept until a sync has it', async () => {
  const { readMarks, answers, stored } = marks();
  readMarks.mark(roomId, 20);
  expect(answers).toHaveLength(1);
  answers[0]?.();
  await Promise.resolve();
  await Promise.resolve();
  // This sync was read before the mark was stored.
  readMarks.synced([roomState({ roomId, headSeq: 50, readSeq: 10 })]);
  await expect.poll(stored).toEqual({ [roomId]: 20 });
  readMarks.synced([roomState({ roomId, headSeq: 50, readSeq: 20 })]);
  await expect.poll(stored).toEqual({});
  readMarks.stop();
});

it('marks that follow each other fast are here at once, and told together', async () => {
  const { readMarks, store, published } = marks();
  for (const seq of [20, 30, 40]) readMarks.mark(roomId, seq);
  expect(store.getState().rooms.byId[roomId]?.member.readSeq).toBe(40);
  expect(published).toEqual([20]);
  await expect.poll(() => published).toEqual([20, 40]);
  readMarks.stop();
});

it('what one has read on another device is kept too, and what others have read is not', async () => {
  const { readMarks, store, stored } = marks();
  store.dispatch(signedIn(me()));
  readMarks.received({ roomId, userId: 'somebody else', seq: 40 });
  readMarks.received({ roomId, userId: me().userId, seq: 30 });
  await expect.poll(stored).toEqual({ [roomId]: 30 });
  readMarks.synced([roomState({ roomId, headSeq: 50, readSeq: 30 })]);
  await expect.poll(stored).toEqual({});
});

it('what another tab has marked and not told yet is kept beside one’s own', async () => {
  const one = marks();
  const other = marks(one.storage);
  one.readMarks.mark(roomId, 20);
  await expect.poll(one.stored).toEqual({ [roomId]: 20 });
  other.store.dispatch(roomsSynced([roomState({ roomId: 's', headSeq: 9, readSeq: 0 })]));
  other.readMarks.mark('s', 4);
  await expect.poll(one.stored).toEqual({ [roomId]: 20, s: 4 });
  // A sync with the marks of the other client, and without those of this one.
  other.answers[0]?.();
  await Promise.resolve();
  other.readMarks.synced([
    roomState({ roomId: 's', headSeq: 9, readSeq: 4 }),
    roomState({ roomId, headSeq: 50, readSeq: 10 }),
  ]);
  await expect.poll(one.stored).toEqual({ [roomId]: 20 });
  one.readMarks.stop();
  other.readMarks.stop();
});
