import { lookup as resolve } from 'node:dns';
import { request as httpRequest } from 'node:http';
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

/** An address of the public internet: not this machine, not a private network, not a cloud's metadata. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  return ipaddr.process(address).range() === 'unicast';
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

/**
 * A request to an address that somebody gave us. Only https, only to public addresses, no redirects followed, and no more
 * than the status taken back.
 *
 * @returns the status of the answer
 * @throws ForbiddenAddress, or the network's error
 */
export function outboundFetch(url: string, options: OutboundRequest): Promise<number> {
  const { protocol, hostname } = new URL(url);
  const { allowPrivate } = options;
  const bare = hostname.replace(/^\[|\]$/g, '');
  if (!allowPrivate && protocol !== 'https:') throw new ForbiddenAddress('only https is called');
  // An address instead of a name is not looked up, so it is asked about here.
  if (!allowPrivate && ipaddr.isValid(bare) && !isPublicAddress(bare))
    throw new ForbiddenAddress(`${bare} is not public`);
  const send = protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((answered, reject) => {
    const request = send(
      url,
      {
        method: options.method,
        headers: options.headers,
        timeout: options.timeoutMs,
        ...(allowPrivate ? {} : { lookup: publicLookup }),
      },
      (response) => {
        response.resume();
        answered(response.statusCode ?? 0);
      },
    );
    request.on('timeout', () => request.destroy(new Error('no answer in time')));
    request.on('error', reject);
    request.end(options.body ?? undefined);
  });
}
