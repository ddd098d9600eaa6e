import { lookup as resolve } from 'node:dns';
import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

export interface OutboundRequest {
  method: string;
  headers: Record<string, string | number>;
  body: Buffer | null;
  /** Permits addresses of private networks; for development and tests. */
  allowPrivate: boolean;
  timeoutMs: number;
}

/** This server must not call the address. */
export class ForbiddenAddress extends Error {}

/** The only IPv6 range in use. Source: IANA, IPv6 Global Unicast Address Space; it leaves out `::/96`, which is IPv4 in another form. */
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

/** Resolves a name to public addresses only: checked at the moment of the connection, so that no answer can change in between. */
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

/** Limit of what is read of a response: of a push service only the status matters. */
const LARGEST_ANSWER_BYTES = 4096;

/** A response, as far as it was read. */
export interface OutboundAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** There was more than `maxBytes`. */
  truncated: boolean;
  /** The address of the response, after all redirects. */
  url: string;
}

/** Redirects that are followed. Source: as many as Slack's link previews follow at most, and enough for http → https → www. */
const MOST_REDIRECTS = 3;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** @throws ForbiddenAddress for an address that is refused whatever its name resolves to */
function requireCallable(url: URL, allowPrivate: boolean): void {
  if (!/^https?:$/.test(url.protocol)) throw new ForbiddenAddress('only http is spoken');
  if (allowPrivate) return;
  if (url.protocol !== 'https:') throw new ForbiddenAddress('only https is called');
  const bare = url.hostname.replace(/^\[|\]$/g, '');
  // An address instead of a name is not resolved, so it is checked here.
  if (ipaddr.isValid(bare) && !isPublicAddress(bare)) throw new ForbiddenAddress(`${bare} is not public`);
}

/** Reads a response up to a limit, and then ends the connection. If it fits, the next request can use the connection. */
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
    // As after a status 101, which nothing here asks for. Without effect once there is an answer.
    request.on('close', () => reject(new Error('closed without an answer')));
    request.end(body ?? undefined);
  });
}

/**
 * A request to an address of unknown origin. Only https, only to public addresses, no redirects followed, and only the
 * status returned. `timeoutMs` is for all of it: a response that arrives byte by byte ends with it.
 *
 * @returns the status of the response
 * @throws ForbiddenAddress, or the network's error
 */
export async function outboundFetch(
  url: string,
  { timeoutMs, ...options }: OutboundRequest,
): Promise<number> {
  const response = await requestOnce(url, { ...options, signal: AbortSignal.timeout(timeoutMs) });
  // Read so that the connection can be used again; a long response ends it. In the background, and either side may abort it.
  readBounded(response, LARGEST_ANSWER_BYTES).catch(() => undefined);
  return response.statusCode ?? 0;
}

/**
 * A request whose response is read, to an address that an operator has set or that came from there. Only https and public addresses unless
 * `allowPrivate`; redirects are not followed, since the request may carry a secret. `timeoutMs` is for all of it.
 *
 * @param options `maxBytes`: more of the body is not read
 * @returns the response, whatever its status
 * @throws ForbiddenAddress, or the network's error
 */
export async function outboundExchange(
  url: string,
  { timeoutMs, maxBytes, headers, ...options }: OutboundRequest & { maxBytes: number },
): Promise<OutboundAnswer> {
  const response = await requestOnce(url, {
    ...options,
    // A compressed response could exceed `maxBytes` once it is decompressed.
    headers: { ...headers, 'accept-encoding': 'identity' },
    signal: AbortSignal.timeout(timeoutMs),
  });
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    url,
    ...(await readBounded(response, maxBytes)),
  };
}

/**
 * Reads from an address of unknown origin, such as a linked page. Only https, only public addresses: that is checked again
 * for each redirect, at the moment of the connection. `timeoutMs` is for all redirects and the response together.
 *
 * @param options `maxBytes`: more of the body is not read
 * @returns the last response, whatever its status
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
  // A compressed response could exceed `maxBytes` once it is decompressed.
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
