import type { Server } from 'node:net';
import type { AddressInfo } from 'node:net';

const DEFAULT_PORT = 3000;
const PORTS_TRIED = 20;

function tryPort(http: Server, port: number, host: string | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    http.once('error', reject);
    // Without a host Node takes `::`, which is IPv4 too, and 0.0.0.0 where the machine has no IPv6.
    http.listen({ port, ...(host === undefined ? {} : { host }) }, () => {
      http.removeListener('error', reject);
      resolve();
    });
  });
}

/**
 * Listens on `port` or, when undefined, on 3000 or the next free one.
 *
 * @param host an address; undefined: all of IPv6 and IPv4
 * @returns the port in use. @throws Error EADDRINUSE when the given port is taken.
 */
export async function listen(
  http: Server,
  port: number | undefined,
  host: string | undefined,
): Promise<number> {
  for (let offset = 0; ; offset++) {
    try {
      await tryPort(http, port ?? DEFAULT_PORT + offset, host);
      return (http.address() as AddressInfo).port;
    } catch (error) {
      const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
      if (!taken || port !== undefined || offset === PORTS_TRIED) throw error;
    }
  }
}
