import type { Server } from './context.js';

/**
 * Reads something again from time to time, for nodes whose bus has lost a message. A read that is slower than the interval is not overlapped,
 * and a failed one is retried by the next. Nothing is read where one node alone writes.
 *
 * @param options the interval in ms, and what is read, for the log
 * @returns how to stop it; undefined when nothing is polled
 */
export function pollFor(
  server: Server,
  read: () => Promise<unknown>,
  { everyMs, what }: { everyMs: number; what: string },
): (() => void) | undefined {
  if (server.writesAlone) return undefined;
  let reading = false;
  const timer = setInterval(() => {
    if (reading) return;
    reading = true;
    read()
      .catch((error: unknown) => server.log.debug({ err: error }, `${what} could not be read`))
      .finally(() => (reading = false));
  }, everyMs).unref();
  return () => clearInterval(timer);
}
