import type { Server } from './context.js';

/**
 * One instance for each server of this process, of which tests run several; it is collected with its server.
 *
 * @param make called with a server on first use
 */
export function perServer<T extends object>(make: (server: Server) => T): (server: Server) => T {
  const made = new WeakMap<Server, T>();
  return (server) => {
    const known = made.get(server);
    if (known) return known;
    const fresh = make(server);
    made.set(server, fresh);
    return fresh;
  };
}
