import { lookup as resolve } from 'node:dns';
import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

export interface OutboundRequest {
  method: string;
  headers: Record<string, string | number>;
  body: Buffer | null;
  /** Lets addresses of the own network be called; for development and tests. */
  allowPrivate: boolean;
  timeoutMs: number;
}

/** The address is not one this server may call. */
export class ForbiddenAddress extends Error {}

/** Of IPv6 nothing else is given out. Source: IANA, IPv6 Global Unicast Address Space; it leaves out `::/96`, which is IPv4 in another form. */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * An address of the public internet: not this machine, not a private network, not a cloud's metadata, nor one that leads to such through a
 * translation (6to4, NAT64, Teredo). Source: the special ranges of ipaddr.js, which follows the IANA Special-Purpose Address Registries.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const known = ipaddr.process(address);
  if (known.range() !== 'unicast') return false;
  return known instanceof ipaddr.IPv4 || known.match(globalUnicast);
}

/** Looks a name up and gives only public addresses: checked at the moment of the connection, so that no answer can change in between. */
const publicLookup: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '');
    const forbidden = addresses.find(({ address }) => !isPublicAddress(address));
    const [first] = addresses;
    if (forbidden || !first) return callback(new ForbiddenAddress(`${hostname} is not public`), '');
    if (options.all) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};

/** More of an answer is not read: of a push service nothing but the status is of interest. */
const LARGEST_ANSWER_BYTES = 4096;

/** What was read of an answer. */
export interface OutboundAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** There was more than `maxBytes`. */
  truncated: boolean;
  /** The address that answered, behind all redirects. */
  url: string;
}

/** Redirects that are followed. Source: as many as Slack's link previews follow at most, and enough for http → https → www. */
const MOST_REDIRECTS = 3;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** @throws ForbiddenAddress for what this server does not call whatever its name leads to */
function requireCallable(url: URL, allowPrivate: boolean): void {
  if (!/^https?:$/.test(url.protocol)) throw new ForbiddenAddress('only http is spoken');
  if (allowPrivate) return;
  if (url.protocol !== 'https:') throw new ForbiddenAddress('only https is called');
  const bare = url.hostname.replace(/^\[|\]$/g, '');
  // An address instead of a name is not resolved, so it is checked here.
  if (ipaddr.isValid(bare) && !isPublicAddress(bare)) throw new ForbiddenAddress(`${bare} is not public`);
}

/** Reads an answer up to a bound; behind it the connection ends. An answer that fits leaves its connection to the next request. */
function readBounded(
  response: IncomingMessage,
  maxBytes: number,
): Promise<Pick<OutboundAnswer, 'body' | 'truncated'>> {
  return new Promise((resolved, reject) => {
    const parts: Buffer[] = [];
    let read = 0;
    response.on('data', (part: Buffer) => {
      parts.push(part.subarray(0, maxBytes - read));
      read += part.length;
      if (read <= maxBytes) return;
      resolved({ body: Buffer.concat(parts), truncated: true });
      response.destroy();
    });
    response.on('end', () => resolved({ body: Buffer.concat(parts), truncated: false }));
    response.on('error', reject);
  });
}

/** One request, without redirects. @throws ForbiddenAddress, or the network's error */
function requestOnce(
  url: string,
  {
    method,
    headers,
    body,
    allowPrivate,
    signal,
  }: Omit<OutboundRequest, 'timeoutMs'> & { signal: AbortSignal },
): Promise<IncomingMessage> {
  const target = new URL(url);
  requireCallable(target, allowPrivate);
  const send = target.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((answered, reject) => {
    const lookup = allowPrivate ? {} : { lookup: publicLookup };
    const request = send(url, { method, headers, signal, ...lookup }, answered);
    request.on('error', reject);
    request.end(body ?? undefined);
  });
}

/**
 * A request to an address that somebody gave us. Only https, only to public addresses, no redirects followed, and no more
 * than the status taken back. All of it has `timeoutMs`: an answer that comes byte by byte ends with it.
 *
 * @returns the status of the answer
 * @throws ForbiddenAddress, or the network's error
 */
export async function outboundFetch(
  url: string,
  { timeoutMs, ...options }: OutboundRequest,
): Promise<number> {
  const response = await requestOnce(url, { ...options, signal: AbortSignal.timeout(timeoutMs) });
  // Read so that the connection can be used again; a long answer ends it. Nobody waits for it, and it may be cut off by either side.
  readBounded(response, LARGEST_ANSWER_BYTES).catch(() => undefined);
  return response.statusCode ?? 0;
}

/**
 * Reads what stands at an address that somebody gave us, such as a page that is linked. Only https, only public addresses: that
 * is checked again for each redirect, at the moment of the connection. All redirects and the answer together have `timeoutMs`.
 *
 * @param options `maxBytes`: more of the body is not read
 * @returns the last answer, whatever its status
 * @throws ForbiddenAddress, Error beyond MOST_REDIRECTS, or the network's error
 */
export async function outboundRead(
  url: string,
  {
    timeoutMs,
    maxBytes,
    headers,
    allowPrivate,
  }: Pick<OutboundRequest, 'headers' | 'allowPrivate' | 'timeoutMs'> & {
    maxBytes: number;
  },
): Promise<OutboundAnswer> {
  const signal = AbortSignal.timeout(timeoutMs);
  // A packed answer would be larger than `maxBytes` once it is unpacked.
  const requested = { method: 'GET', headers: { ...headers, 'accept-encoding': 'identity' }, body: null };
  let at = url;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    const response = await requestOnce(at, { ...requested, allowPrivate, signal });
    const status = response.statusCode ?? 0;
    const { location } = response.headers;
    if (!REDIRECTS.has(status) || location === undefined)
      return { status, headers: response.headers, url: at, ...(await readBounded(response, maxBytes)) };
    response.destroy();
    at = new URL(location, at).href;
  }
  throw new Error(`more than ${MOST_REDIRECTS} redirects`);
}
