import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server as HttpServer,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer, type Server as HttpsServer } from 'node:https';
import type { Socket, SocketServer } from './socket.js';
import type { TlsPair } from './tls.js';

/**
 * Minimum rate of a body that counts as progress, in bytes a second. Source: `MinRate=500` of Apache's mod_reqtimeout, whose 20 seconds
 * are the default of `SILENT_SECONDS` too; the slowest lines that phones are throttled to have ten times as much.
 */
const LEAST_BYTES_A_SECOND = 500;
/** Timeout of a body with progress: a large file on a slow line. */
const LONGEST_BODY_MS = 2 * 60 * 60_000;

/**
 * Longer than balancers hold a connection without requests (60 s by default at nginx and AWS), so that they close it first: a request
 * sent into a connection that we have just closed is a 502. Headers are timed from their first byte, not from the request before
 * (Node since 18), so their shorter time does not end it.
 */
const IDLE_MS = 65_000;

/**
 * A server for HTTP, or for HTTPS with a certificate. A client that sends nothing, or incomplete headers, or does not finish the TLS
 * handshake, is disconnected after a timeout in seconds.
 */
export function createHttp(
  listener: RequestListener,
  { tls, seconds }: { tls: TlsPair | undefined; seconds: number },
): HttpServer | HttpsServer {
  const options = {
    headersTimeout: seconds * 1000,
    requestTimeout: LONGEST_BODY_MS,
    keepAliveTimeout: IDLE_MS,
    connectionsCheckingInterval: Math.min(5000, seconds * 250),
  };
  if (!tls) return createServer(options, listener);
  return createHttpsServer({ ...options, ...tls, handshakeTimeout: seconds * 1000 }, listener);
}

const bringsBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** Ends connections on which the body of a request has stopped, or arrives so slowly that it only holds them. */
function endSlowBodies(http: HttpServer | HttpsServer, seconds: number): void {
  http.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (bringsBody(request)) watchBody(request, response, seconds);
  });
}

function watchBody(request: IncomingMessage, response: ServerResponse, seconds: number): void {
  const { socket } = request;
  let before = socket.bytesRead;
  const timer = setInterval(() => {
    if (request.complete) return clearInterval(timer);
    const came = socket.bytesRead - before;
    before = socket.bytesRead;
    // Received data waits to be read: this server is slow, for example its disk.
    if (came >= LEAST_BYTES_A_SECOND * seconds || request.readableLength > 0) return;
    if (!response.headersSent) socket.write('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n');
    socket.destroy();
  }, seconds * 1000).unref();
  request.once('close', () => clearInterval(timer));
}

/** A connection of Engine.IO, below a socket. */
type Conn = Socket['conn'];

/**
 * Ends connections that nobody has authenticated within the time, or whose socket has disconnected: Engine.IO leaves them open as long as
 * they answer its pings, and no limit counts them.
 */
function endUnusedConnections(io: SocketServer, seconds: number): void {
  const timers = new WeakMap<Conn, NodeJS.Timeout>();
  const used = new WeakMap<Conn, number>();
  const stop = (conn: Conn): void => clearTimeout(timers.get(conn));
  const wait = (conn: Conn): void => {
    stop(conn);
    timers.set(conn, setTimeout(() => conn.close(true), seconds * 1000).unref());
  };
  io.engine.on('connection', (conn: Conn) => {
    wait(conn);
    conn.once('close', () => stop(conn));
  });
  io.on('connection', (socket) => {
    const { conn } = socket;
    used.set(conn, (used.get(conn) ?? 0) + 1);
    stop(conn);
    socket.once('disconnect', () => {
      const left = (used.get(conn) ?? 1) - 1;
      used.set(conn, left);
      if (left === 0 && conn.readyState === 'open') wait(conn);
    });
  });
}

/** Ends, after a timeout in seconds, what only holds a connection: slow bodies, and connections without an authenticated socket. */
export function endSilence(http: HttpServer | HttpsServer, io: SocketServer, seconds: number): void {
  // After Socket.IO, which passes on only requests of others to earlier listeners.
  endSlowBodies(http, seconds);
  endUnusedConnections(io, seconds);
}
