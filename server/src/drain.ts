import type { Server as HttpServer } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import type { Server } from './platform/context.js';
import { tcpSocketsOf } from './platform/frames.js';
import type { SocketServer } from './platform/socket.js';

/** Time over which the connected clients receive the end, in ms; then their connections are cut. */
const GOODBYE_MS = 1000;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Admits no new connections, sends clients the time to reconnect, completes pending work, and closes. */
export async function drain(
  app: { http: HttpServer | HttpsServer; io: SocketServer; server: Server },
  drainMs: number,
): Promise<void> {
  const { http, io, server } = app;
  const until = Date.now() + drainMs;
  http.close();
  // Spread over some seconds, so that the next server does not get everybody at once.
  for (const socket of io.sockets.sockets.values())
    socket.emit('server:draining', {
      reconnectIn: Math.round(200 + Math.random() * Math.min(drainMs, 3000)),
    });
  http.closeIdleConnections();
  while (!(server.inFlight.idle && server.queues.idle) && Date.now() < until) await pause(10);
  // One more turn, for the last responses.
  await pause(50);
  // A sleeping laptop does not close its connection, nor does a stalled request end: that would take half a minute for each.
  const sockets = tcpSocketsOf(io);
  const cut = setTimeout(() => {
    http.closeAllConnections();
    for (const socket of sockets) socket.destroy();
  }, GOODBYE_MS);
  await io.close();
  clearTimeout(cut);
}
