import { openDB, type DBSchema, type IDBPDatabase, type StoreNames } from 'idb';

interface Schema extends DBSchema {
  outbox: { key: string; value: Waiting };
  timelines: { key: string; value: { roomId: string; savedAt: number; data: unknown } };
  values: { key: string; value: unknown };
}

/** An item of the outbox, as far as storing it needs to know. */
interface Waiting {
  clientId: string;
  attachments?: { blob: Blob | ArrayBuffer; type: string }[];
}

/** The same with the bytes of its files: WebKit refuses to store a Blob in a private window. */
async function withBytes(item: Waiting): Promise<Waiting> {
  const attachments = await Promise.all(
    (item.attachments ?? []).map(async (file) => ({
      ...file,
      blob: file.blob instanceof Blob ? await file.blob.arrayBuffer() : file.blob,
    })),
  );
  return { ...item, attachments };
}

const withBlobs = (item: Waiting): Waiting =>
  item.attachments
    ? {
        ...item,
        attachments: item.attachments.map((file) => ({
          ...file,
          blob: file.blob instanceof Blob ? file.blob : new Blob([file.blob], { type: file.type }),
        })),
      }
    : item;

/** Cached rooms beyond this many are evicted, the oldest first. */
const MAX_ROOMS_STORED = 60;

/** What a browser stores of one person: the outbox, cached rooms, small values such as drafts. */
export interface Storage<Item extends Waiting = Waiting> {
  outbox: {
    all(): Promise<Item[]>;
    put(item: Item): Promise<void>;
    remove(clientId: string): Promise<void>;
  };
  timelines: { get(roomId: string): Promise<unknown>; put(roomId: string, data: unknown): Promise<void> };
  values: {
    get(key: string): Promise<unknown>;
    put(key: string, value: unknown): Promise<void>;
    /** Replaces a value by the result of `change`, in one transaction. */
    change(key: string, change: (value: unknown) => unknown): Promise<void>;
  };
  /** Deletes rooms and values. @param unsent also the outbox */
  forgetPages(unsent?: boolean): Promise<void>;
  close(): void;
}

async function forgetOldRooms(db: IDBPDatabase<Schema>): Promise<void> {
  const all = await db.getAll('timelines');
  const old = all.sort((a, b) => b.savedAt - a.savedAt).slice(MAX_ROOMS_STORED);
  for (const { roomId } of old) await db.delete('timelines', roomId);
}

/** Opens the storage of one person in IndexedDB; each person has a database of their own. */
export async function openStorage<Item extends Waiting>(userId: string): Promise<Storage<Item>> {
  const db = await openDB<Schema>(`parley-${userId}`, 2, {
    upgrade(upgrading, from, _to, transaction) {
      // Pages cached before messages had files are dropped. The outbox stays.
      if (from === 1) return void transaction.objectStore('timelines').clear();
      upgrading.createObjectStore('outbox', { keyPath: 'clientId' });
      upgrading.createObjectStore('timelines', { keyPath: 'roomId' });
      upgrading.createObjectStore('values');
    },
  });
  void forgetOldRooms(db);
  let last: Promise<unknown> = Promise.resolve();
  /** Serializes writes: a retried one must not store an item again after it was removed. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work, work);
    last = next.catch(() => undefined);
    return next;
  };
  return {
    outbox: {
      // Only `put` stores here, so the type holds.
      all: async () => (await db.getAll('outbox')).map(withBlobs) as Item[],
      put: (item) =>
        inTurn(async () => {
          try {
            await db.put('outbox', item);
          } catch (error) {
            if (!item.attachments) throw error;
            await db.put('outbox', await withBytes(item));
          }
        }),
      remove: (clientId) => inTurn(() => db.delete('outbox', clientId)),
    },
    timelines: {
      get: async (roomId) => (await db.get('timelines', roomId))?.data,
      put: async (roomId, data) => void (await db.put('timelines', { roomId, savedAt: Date.now(), data })),
    },
    values: {
      get: (key) => db.get('values', key),
      put: async (key, value) => void (await db.put('values', value, key)),
      change: async (key, change) => {
        const { store, done } = db.transaction('values', 'readwrite');
        await store.put(change(await store.get(key)), key);
        await done;
      },
    },
    forgetPages: async (unsent = false) => {
      const stores: StoreNames<Schema>[] = ['timelines', 'values'];
      if (unsent) stores.push('outbox');
      // In one transaction: the storage may be closed right after.
      const forgetting = db.transaction(stores, 'readwrite');
      await Promise.all([...stores.map((name) => forgetting.objectStore(name).clear()), forgetting.done]);
    },
    close: () => db.close(),
  };
}

/** The same in memory: for browsers that refuse IndexedDB (private windows), and for programs. */
export function memoryStorage<Item extends Waiting>(): Storage<Item> {
  const outbox = new Map<string, Item>();
  const timelines = new Map<string, unknown>();
  const values = new Map<string, unknown>();
  const done = Promise.resolve();
  return {
    outbox: {
      all: () => Promise.resolve([...outbox.values()]),
      put: (item) => (outbox.set(item.clientId, item), done),
      remove: (clientId) => (outbox.delete(clientId), done),
    },
    timelines: {
      get: (roomId) => Promise.resolve(timelines.get(roomId)),
      put: (roomId, data) => (timelines.set(roomId, data), done),
    },
    values: {
      get: (key) => Promise.resolve(values.get(key)),
      put: (key, value) => (values.set(key, value), done),
      change: (key, change) => (values.set(key, change(values.get(key))), done),
    },
    forgetPages: (unsent = false) => {
      for (const store of [timelines, values, ...(unsent ? [outbox] : [])]) store.clear();
      return done;
    },
    close: () => undefined,
  };
}
