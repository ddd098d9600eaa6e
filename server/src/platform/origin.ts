import type { IncomingMessage } from 'node:http';
import { AppError } from '@parley/shared/errors';
import { refusal } from '@parley/shared/refusals';
import type { Server } from './context.js';
import { perServer } from './perServer.js';

type Headers = Pick<IncomingMessage, 'headers'>;

/** Whether this browser request is from our own pages. Requests without Origin come from programs, which have no cookies to steal. */
export function originAllowed(request: Headers, publicUrl: string | undefined): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined) return true;
  try {
    const { host: from } = new URL(origin);
    return from === host || (publicUrl !== undefined && from === new URL(publicUrl).host);
  } catch {
    return false;
  }
}

/** Refused origins are logged once each, up to this number: they choose the header's value themselves. */
const MOST_LOGGED = 50;
const LONGEST_LOGGED = 200;
const logged = perServer(() => ({ origins: new Set<string>() }));

/** The refusal of a request that is not from our own pages, logged with the two headers that differ. */
export function originRefusal(server: Server, { headers }: Headers): AppError {
  const { origin = '', host = '' } = headers;
  const { origins } = logged(server);
  const key = origin.slice(0, LONGEST_LOGGED);
  if (!origins.has(key) && origins.size < MOST_LOGGED) {
    origins.add(key);
    server.log.warn(
      { origin: key, host: host.slice(0, LONGEST_LOGGED), publicUrl: server.config.PUBLIC_URL ?? null },
      'a page was refused: its header Origin is neither Host nor PUBLIC_URL. If it is ours, set PUBLIC_URL to the address people use, or let the proxy pass on the header Host',
    );
  }
  return refusal('proxy.origin');
}
