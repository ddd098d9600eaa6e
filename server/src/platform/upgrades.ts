import { STATUS_CODES, type IncomingMessage, type Server as HttpServer } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Server } from './context.js';

/** Takes over the connection of a request that wants to speak another protocol on it. */
export type Upgrade = (server: Server, request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** Ends a request that wanted to upgrade with a status and a plain text. */
export function refuseUpgrade(socket: Duplex, status: number, text = ''): void {
  socket.on('error', () => undefined);
  if (!socket.writable) return void socket.destroy();
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Connection: close',
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(text)}`,
  ];
  // Its other half too: a client that only listens must not hold it.
  socket.end(`${head.join('\r\n')}\r\n\r\n${text}`, () => socket.destroy());
}

/**
 * Passes requests to upgrade to who serves their path; refuses all others at once. Socket.IO's own are its own, and it ends no others
 * (`destroyUpgrade`).
 *
 * @param upgrades by the first segment of the path
 * @param own path of Socket.IO
 */
export function serveUpgrades(
  http: HttpServer,
  server: Server,
  upgrades: ReadonlyMap<string, Upgrade>,
  own = '/socket.io/',
): void {
  http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const { url = '/' } = request;
    if (url.startsWith(own)) return;
    const upgrade = upgrades.get(url.split(/[/?]/)[1] ?? '');
    if (upgrade) upgrade(server, request, socket, head);
    else refuseUpgrade(socket, 404);
  });
}
