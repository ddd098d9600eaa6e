import { lookup as resolve } from 'node:dns';
import { request as httpRequest, type IncomingMessage } from 'node:http';
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

/** Reads the rest of an answer so that its connection can be used again; of a long one the connection ends. */
function readOut(response: IncomingMessage): void {
  let read = 0;
  response.on('data', (part: Buffer) => {
    read += part.length;
    if (read > LARGEST_ANSWER_BYTES) response.destroy();
  });
  // It was cut off, by them or by us.
  response.on('error', () => undefined);
}

/**
 * A request to an address that somebody gave us. Only https, only to public addresses, no redirects followed, and no more
 * than the status taken back. All of it has `timeoutMs`: an answer that comes byte by byte ends with it.
 *
 * @returns the status of the answer
 * @throws ForbiddenAddress, or the network's error
 */
export function outboundFetch(url: string, options: OutboundRequest): Promise<number> {
  const { protocol, hostname } = new URL(url);
  const { allowPrivate } = options;
  const bare = hostname.replace(/^\[|\]$/g, '');
  if (!allowPrivate && protocol !== 'https:') throw new ForbiddenAddress('only https is called');
  // An address instead of a name is not resolved, so it is checked here.
  if (!allowPrivate && ipaddr.isValid(bare) && !isPublicAddress(bare))
    throw new ForbiddenAddress(`${bare} is not public`);
  const send = protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((answered, reject) => {
    const request = send(
      url,
      {
        method: options.method,
        headers: options.headers,
        signal: AbortSignal.timeout(options.timeoutMs),
        ...(allowPrivate ? {} : { lookup: publicLookup }),
      },
      (response) => {
        readOut(response);
        answered(response.statusCode ?? 0);
      },
    );
    request.on('error', reject);
    request.end(options.body ?? undefined);
  });
}
