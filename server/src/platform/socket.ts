import type { IncomingMessage, Server as HttpServer } from 'node:http';
import { AppError, problemOf } from '@parley/shared/errors';
import { refusal } from '@parley/shared/refusals';
import type { ClientToServer, ServerToClient } from '@parley/shared/events';
import { PROTOCOL_VERSION } from '@parley/shared/protocol';
import { limits } from '@parley/shared/limits';
import proxyAddress from 'proxy-addr';
import { Server as IoServer, type Socket as IoSocket } from 'socket.io';
import { acceptBasePath } from './basePath.js';
import type { Actor, Server } from './context.js';
import { shortenFrames, waitingBytes } from './frames.js';
import type { NodeMessage } from './nodes.js';
import { originAllowed } from './origin.js';
import { refusalKey } from './rateLimit.js';
import type { RedisLink } from './redis.js';

interface SocketData {
  actor: Actor;
  /** When it started connecting, in `performance.now()`. */
  connectingSince: number;
  /** Rooms on screen: the beacon sends their heads. */
  openRooms: Set<string>;
}

interface BetweenNodes {
  node: (message: NodeMessage) => void;
}

export type SocketServer = IoServer<ClientToServer, ServerToClient, BetweenNodes, SocketData>;
export type Socket = IoSocket<ClientToServer, ServerToClient, BetweenNodes, SocketData>;

/** Together the longest time until a dead connection is detected: below half a minute. */
const PING_EVERY_MS = 15_000;
const PONG_WITHIN_MS = 12_000;
/** A client that reads nothing is disconnected when this much waits for it. */
const LARGEST_BACKLOG_BYTES = 4 * 1024 * 1024;
const BACKLOG_CHECK_MS = 5000;

/**
 * Socket.IO on the server's port. `connectionStateRecovery` stays off: it would admit a revoked session again without
 * the middleware below.
 */
export function createSocketServer(
  http: HttpServer,
  publicUrl: string | undefined,
  redis: RedisLink | undefined,
): SocketServer {
  const io: SocketServer = new IoServer(http, {
    ...(redis ? { adapter: redis.adapter } : {}),
    serveClient: false,
    transports: ['websocket', 'polling'],
    maxHttpBufferSize: limits.bodyBytes,
    // Others are served elsewhere, or refused (`upgrades.ts`).
    destroyUpgrade: false,
    pingInterval: PING_EVERY_MS,
    pingTimeout: PONG_WITHIN_MS,
    // Browsers apply no same-origin rule to WebSocket: without this any page could use a visitor's session.
    allowRequest: (request, answer) => answer(null, originAllowed(request, publicUrl)),
  });
  shortenFrames(io);
  // Now that Socket.IO listens, before it.
  acceptBasePath(http, publicUrl);
  return io;
}

/** The error for a refused connection. */
export function connectRefusal(error: unknown): Error {
  const known = error instanceof AppError ? error : new AppError('unavailable');
  return Object.assign(new Error(known.message), { data: problemOf(known) });
}

/** Closes the connection of a refused socket. socket.io-client does so by itself; another client could retry on it for ever. */
export function closeRefused({ conn }: Pick<Socket, 'conn'>): void {
  // Socket.IO sends the refusal in the next tick, if the connection is open then.
  setImmediate(() => conn.close());
}

/** The client's address; behind trusted proxies the one they forwarded. Undefined when the request was released. */
const addressOf = (request: IncomingMessage | undefined, trustedProxies: number): string | undefined =>
  request && proxyAddress(request, (_address, hops) => hops < trustedProxies);

/**
 * Admits connections with a valid token and our protocol version. One refused for its token counts against its address, as over HTTP, and is
 * closed. Beyond the limit of an address, access tokens are not looked up any more; session tokens are still accepted: others may share
 * the address.
 *
 * @param isSigned whether the signature of a session token is valid; costs no query
 */
export function requireToken(
  io: SocketServer,
  server: Server,
  authenticate: (token: string) => Promise<Actor>,
  isSigned: (server: Server, token: string) => boolean,
): void {
  const { limits: counts, config } = server;
  io.use((socket, next) => {
    const { token, protocol } = socket.handshake.auth as { token?: unknown; protocol?: unknown };
    const request = socket.request as IncomingMessage | undefined;
    const refusedAs = refusalKey.address(addressOf(request, config.TRUSTED_PROXIES));
    const refuse = (error: unknown): void => {
      if (error instanceof AppError && error.code === 'unauthenticated') void counts.countRefusal(refusedAs);
      next(connectRefusal(error));
      closeRefused(socket);
    };
    if (protocol !== undefined && protocol !== PROTOCOL_VERSION) return refuse(refusal('protocol.old'));
    if (typeof token !== 'string') return refuse(new AppError('unauthenticated'));
    socket.data.connectingSince = performance.now();
    const unlessTooMany = isSigned(server, token) ? Promise.resolve() : counts.checkRefusals(refusedAs);
    unlessTooMany
      .then(() => authenticate(token))
      .then((actor) => {
        socket.data.actor = actor;
        socket.data.openRooms = new Set();
        next();
      }, refuse);
  });
}

/**
 * Releases the handshake request, headers and token and all, which an idle connection would retain: it is a fifth of its memory.
 * Nothing reads it again once the socket is admitted; Socket.IO itself reads the handshake for `fetchSockets` alone, which is not used (`publish.ts`).
 */
export function forgetRequest(socket: Socket): void {
  (socket.conn as { request: unknown }).request = undefined;
  (socket as { handshake: unknown }).handshake = undefined;
}

/** Cuts connections that have stopped reading. Returns the function that stops it. */
export function cutSlowReaders(io: SocketServer, onCut: (socket: Socket) => void): () => void {
  const timer = setInterval(() => {
    for (const socket of io.sockets.sockets.values()) {
      if (waitingBytes(socket.conn) <= LARGEST_BACKLOG_BYTES) continue;
      onCut(socket);
      socket.conn.close(true);
    }
  }, BACKLOG_CHECK_MS);
  timer.unref();
  return () => clearInterval(timer);
}
