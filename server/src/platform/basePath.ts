import type { Server as HttpServer, IncomingMessage } from 'node:http';

/** First segments of the server's own paths. No base path may begin with one: requests with and without it would be ambiguous. */
export const ownSegments = [
  'admin',
  'api',
  'assets',
  'health',
  'join',
  'media',
  'metrics',
  'reset',
  'rooms',
  'scim',
  'socket.io',
];

/**
 * The path below which people reach this server, from the setting `PUBLIC_URL`.
 *
 * @returns without a slash at its end: `''`, or `/chat`
 */
export const basePathOf = (publicUrl: string | undefined): string =>
  publicUrl === undefined ? '' : new URL(publicUrl).pathname.replace(/\/+$/, '');

/**
 * What is wrong with a `PUBLIC_URL`, or undefined. Its path goes into the page and into cookies, so it has plain characters only.
 *
 * @param value an address that can be parsed
 */
export function publicUrlFault(value: string): string | undefined {
  const { protocol, username, search, hash } = new URL(value);
  if (!/^https?:$/.test(protocol)) return 'must begin with http:// or https://';
  if (username !== '' || search !== '' || hash !== '') return 'must be an address without user, ? and #';
  const path = basePathOf(value);
  if (!/^(\/[\w.~-]+)*$/.test(path)) return 'must have a path of letters, digits and . _ ~ -';
  const first = path.split('/')[1] ?? '';
  return ownSegments.includes(first)
    ? `must not have a path that begins with /${first}, which is one of Parley’s own`
    : undefined;
}

/**
 * The address of a path of the app for people, for letters.
 *
 * @param path begins with a slash, as the app has it without a base path
 * @throws TypeError without `PUBLIC_URL`
 */
export const publicAddress = (publicUrl: string | undefined, path: string): string =>
  new URL(basePathOf(publicUrl) + path, publicUrl).href;

/**
 * Accepts requests with the base path and without it: some proxies pass it on, others strip it (decision 031). Before everything
 * else, so that Express and Socket.IO are independent of it. `/chat` itself stays and is redirected to `/chat/`.
 */
export function acceptBasePath(http: HttpServer, publicUrl: string | undefined): void {
  const base = basePathOf(publicUrl);
  if (base === '') return;
  const strip = (request: IncomingMessage): void => {
    if (request.url?.startsWith(`${base}/`) === true) request.url = request.url.slice(base.length);
  };
  http.prependListener('request', strip);
  http.prependListener('upgrade', strip);
}
