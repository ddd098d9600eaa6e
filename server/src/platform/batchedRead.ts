import DataLoader from 'dataloader';
import type { Server } from './context.js';

/**
 * Reads that are asked for in the same turn of the event loop, put to the database as one. Under load a hundred people
 * send in one turn, and each send asks for the same room. Nothing is kept: a read always begins after it was asked for,
 * so that nobody acts on a permission that has since been taken. What two askers share they must not change.
 *
 * @param keyOf the key as text, the same for equal keys
 * @param read finds the values of distinct keys, by their text
 */
export function batchedRead<Key, Value>(
  keyOf: (key: Key) => string,
  read: (server: Server, keys: Key[]) => Promise<Map<string, Value>>,
): (server: Server, key: Key) => Promise<Value | undefined> {
  const loaders = new WeakMap<Server, DataLoader<Key, Value | undefined>>();
  const loaderOf = (server: Server): DataLoader<Key, Value | undefined> => {
    const loader = new DataLoader<Key, Value | undefined>(
      async (keys) => {
        const distinct = new Map(keys.map((key) => [keyOf(key), key]));
        const found = await read(server, [...distinct.values()]);
        return keys.map((key) => found.get(keyOf(key)));
      },
      { cache: false, batchScheduleFn: (run) => setImmediate(run) },
    );
    loaders.set(server, loader);
    return loader;
  };
  return (server, key) => (loaders.get(server) ?? loaderOf(server)).load(key);
}
