import type { IncomingMessage } from 'node:http';
import { finished, type Duplex } from 'node:stream';
import { AppError } from '@parley/shared/errors';
import type { Router } from 'express';
import { proxyFetch, proxyUpgrade } from 'httpxy';
import type { Server } from '../../platform/context.js';
import { originAllowed, originRefusal } from '../../platform/origin.js';
import { perServer } from '../../platform/perServer.js';
import { refuseUpgrade } from '../../platform/upgrades.js';
import type { Relayed } from './calls.ice.js';
import { legOfToken, livekitOf, MEDIA_SEGMENT } from './calls.livekit.js';
import { Calls } from './calls.model.js';
import { findLiveLeg, isOver } from './calls.state.js';

/** What pages request of LiveKit: to connect, and why they could not. Nothing else is passed on, least of all its API. */
const PATH = new RegExp(`^/${MEDIA_SEGMENT}(/rtc(?:/v1)?(?:/validate)?)\\?`);
/** Headers that LiveKit receives: no cookies, and no addresses of people. */
const HEADERS = [
  'connection',
  'upgrade',
  'sec-websocket-key',
  'sec-websocket-version',
  'sec-websocket-extensions',
  'sec-websocket-protocol',
  'user-agent',
];
/** LiveKit answers within this time, or is taken as not reachable, in ms. */
const ANSWER_MS = 5000;
/** Connections of one leg: while one that is lost has not ended, it connects again. */
const MOST_OF_LEG = 3;

/** Who is connected through this node: the connections of each leg. */
const connectedOf = perServer(() => new Map<string, { leg: Relayed; sockets: Set<Duplex> }>());

const keyOf = ({ callId, legId, epoch }: Relayed): string => `${callId}:${legId}:${epoch}`;

/** The path at LiveKit, and the leg that requests it. @throws AppError; nothing of the request is in it, which carries a token */
function admitted(server: Server, request: IncomingMessage): { path: string; leg: Relayed } {
  const { url = '' } = request;
  const [, path] = PATH.exec(url) ?? [];
  if (path === undefined || !livekitOf(server)) throw new AppError('not_found');
  if (!originAllowed(request, server.config.PUBLIC_URL)) throw originRefusal(server, request);
  const query = url.slice(url.indexOf('?'));
  const leg = legOfToken(server, new URLSearchParams(query).get('access_token') ?? '');
  if (!leg) throw new AppError('unauthenticated');
  return { path: path + query, leg };
}

/** A token is valid for longer than its leg is in the call. @throws forbidden */
async function requireLive(server: Server, { callId, legId, epoch }: Relayed): Promise<void> {
  const call = await Calls(server).findById(callId).lean();
  const leg = call && !isOver(call) && call.media === 'livekit' ? findLiveLeg(call, legId) : undefined;
  if (leg?.epoch !== epoch) throw new AppError('forbidden');
}

const statuses: Partial<Record<string, number>> = {
  not_found: 404,
  unauthenticated: 401,
  forbidden: 403,
  rate_limited: 429,
};
/** @returns 503 for what is no refusal: LiveKit cannot be reached */
const statusOf = (error: unknown): number =>
  (error instanceof AppError ? statuses[error.code] : undefined) ?? 503;

/** The address of a path at LiveKit, which may itself be below one. */
function addressOf(server: Server, path: string): { origin: string; path: string } | undefined {
  const url = livekitOf(server)?.url;
  return url && { origin: url.origin, path: url.pathname.replace(/\/$/, '') + path };
}

/** Has a connection end with its leg. @throws rate_limited */
function connect(server: Server, leg: Relayed, socket: Duplex): void {
  const all = connectedOf(server);
  const key = keyOf(leg);
  const own = all.get(key) ?? { leg, sockets: new Set() };
  if (own.sockets.size >= MOST_OF_LEG) throw new AppError('rate_limited');
  own.sockets.add(socket);
  all.set(key, own);
  socket.once('close', () => {
    own.sockets.delete(socket);
    if (own.sockets.size === 0 && all.get(key) === own) all.delete(key);
  });
}

/** Passes on the connection of a leg in a live call to LiveKit; refuses every other one before LiveKit notices. */
export function proxyToLivekit(server: Server, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  socket.on('error', () => socket.destroy());
  pass(server, request, { socket, head }).catch((error: unknown) => refuseUpgrade(socket, statusOf(error)));
}

async function pass(
  server: Server,
  request: IncomingMessage,
  { socket, head }: { socket: Duplex; head: Buffer },
): Promise<void> {
  if (server.lifecycle.draining) throw new AppError('unavailable');
  const { path, leg } = admitted(server, request);
  // Before it is looked up: a leg that ends meanwhile ends this connection.
  connect(server, leg, socket);
  await requireLive(server, leg);
  const address = addressOf(server, path);
  if (!address || socket.destroyed) return;
  request.url = address.path;
  const { headers } = request;
  request.headers = Object.fromEntries(
    HEADERS.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])),
  );
  const upstream = await proxyUpgrade(address.origin, request, socket, head, {
    changeOrigin: true,
    xfwd: false,
    upgradeTimeout: ANSWER_MS,
  }).catch((error: unknown) => {
    server.log.warn({ err: error }, 'a call could not be connected to the media server');
  });
  // The page has got the answer, or an end without one.
  if (!upstream) return;
  // One that is cut does not say so to the other by itself.
  finished(socket, () => upstream.destroy());
  finished(upstream, () => socket.destroy());
}

/** The legs that are connected through this node. */
export const proxiedLegs = (server: Server): Relayed[] =>
  [...connectedOf(server).values()].map(({ leg }) => leg);

/** Ends the connections of a leg through this node. */
export function endProxied(server: Server, leg: Relayed): void {
  for (const socket of connectedOf(server).get(keyOf(leg))?.sockets ?? []) socket.destroy();
}

/** Ends all of them: this node stops, and the pages connect through another one. Media goes on meanwhile. */
export function endAllProxied(server: Server): void {
  for (const leg of proxiedLegs(server)) endProxied(server, leg);
}

/** LiveKit's client requests here why it could not connect, and whether there is a network at all. */
export function mountMediaProbes(router: Router, server: Server): void {
  router.get(`/${MEDIA_SEGMENT}`, (_request, response) => void response.status(204).end());
  router.get(`/${MEDIA_SEGMENT}/rtc{/*rest}`, async (request, response) => {
    response.setHeader('Cache-Control', 'no-store');
    try {
      const { path, leg } = admitted(server, request);
      await requireLive(server, leg);
      const address = addressOf(server, path);
      if (!address) throw new AppError('not_found');
      const answer = await proxyFetch(
        address.origin,
        new URL(address.path, address.origin),
        {},
        { timeout: ANSWER_MS, changeOrigin: true },
      );
      response
        .status(answer.status)
        .type('text/plain')
        .send(await answer.text());
    } catch (error) {
      response.status(statusOf(error)).end();
    }
  });
}
