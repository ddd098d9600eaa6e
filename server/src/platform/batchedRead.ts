import DataLoader from 'dataloader';
import type { Server } from './context.js';
import { perServer } from './perServer.js';
import { Gate } from './gate.js';

/** Where a connection is made nobody notices a moment more, and thousands may come back at once when a server was lost. */
export const CONNECT_CACHE_MS = 25;

/** So many questions of one kind are on their way at once; what is asked for meanwhile is the next. */
const MOST_AT_ONCE = 2;
/** When several asked at once, the next question waits so long for more of its kind, in ms. Who asks alone never waits. */
const INTERVAL_MS = 4;

/**
 * Reads that are asked for at the same time, put to the database as one. Under load a hundred people send in one turn of the
 * event loop, and each send asks for the same room. Nothing is kept: a read always begins after it was asked for,
 * so that nobody acts on a permission that has since been taken. What two askers share they must not change.
 *
 * @param keyOf the key as text, the same for equal keys
 * @param read finds the values of distinct keys, by their text
 * @param intervalMs how long a question waits for more of its kind, behind one of several
 */
export function batchedRead<Key, Value>(
  keyOf: (key: Key) => string,
  read: (server: Server, keys: Key[]) => Promise<Map<string, Value>>,
  intervalMs = INTERVAL_MS,
): (server: Server, key: Key) => Promise<Value | undefined> {
  const loaderOf = perServer((server) => {
    const gate = new Gate(MOST_AT_ONCE);
    return new DataLoader<Key, Value | undefined>(
      async (keys) => {
        const distinct = new Map(keys.map((key) => [keyOf(key), key]));
        const restMs = keys.length > 1 ? intervalMs : 0;
        const found = await gate.run(() => read(server, [...distinct.values()]), restMs);
        return keys.map((key) => found.get(keyOf(key)));
      },
      { cache: false, batchScheduleFn: (run) => gate.whenFree(run) },
    );
  });
  return (server, key) => loaderOf(server).load(key);
}

/** The same for what has one answer for everybody: whoever asks at the same time is told of one reading. */
export function sharedRead<Value>(
  read: (server: Server) => Promise<Value>,
): (server: Server) => Promise<Value> {
  const readOne = batchedRead<'all', { value: Value }>(
    (all) => all,
    async (server) => new Map([['all', { value: await read(server) }]]),
  );
  return async (server) => {
    const found = await readOne(server, 'all');
    if (!found) throw new Error('a shared read always has its one answer');
    return found.value;
  };
}
