import DataLoader from 'dataloader';
import type { Server } from './context.js';
import { perServer } from './perServer.js';
import { Gate } from './gate.js';

/** Interval for reads of new connections, where nobody notices the delay, and thousands may reconnect at once when a server was lost. */
export const CONNECT_CACHE_MS = 25;

/** Queries of one kind that run at once; reads requested meanwhile wait for the next. */
const MOST_AT_ONCE = 2;
/** After a batch of several the next query waits this long for more reads of its kind, in ms. A single read never waits. */
const INTERVAL_MS = 4;

/**
 * Batches reads that are requested at the same time into one query. Under load a hundred people send in one turn of the
 * event loop, and each send reads the same room. Nothing is cached: a query always begins after the read was requested,
 * so that nobody acts on a permission that has since been taken. Callers share the value and must not change it.
 *
 * @param keyOf the key as text, the same for equal keys
 * @param read finds the values of distinct keys, by their text
 * @param intervalMs how long a query waits for more reads, after a batch of several
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

/** The same for what has one value for everybody: callers at the same time share one read. */
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
