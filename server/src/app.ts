import type { Server as HttpServer } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import { resolve } from 'node:path';
import { AppError } from '@parley/shared/errors';
import compression from 'compression';
import express from 'express';
import type { Connection } from 'mongoose';
import { startBackground } from './background.js';
import type { Config } from './config.js';
import { drain } from './drain.js';
import { mountApiDocs } from './features/apiDocs/apiDocs.routes.js';
import { mountErasure } from './features/erasure/erasure.routes.js';
import { mountConnection } from './features/health/connection.routes.js';
import { mountHealth } from './features/health/health.routes.js';
import { measure } from './features/health/measure.js';
import { mountMetrics } from './features/health/metrics.routes.js';
import { mountMessages } from './features/messages/messages.routes.js';
import { mountMessageCommands } from './features/messages/messages.socket.js';
import { mountPresence } from './features/presence/presence.socket.js';
import { mountReactions } from './features/reactions/reactions.routes.js';
import { mountReadCommands, mountReads } from './features/reads/reads.routes.js';
import { mountRooms } from './features/rooms/rooms.routes.js';
import { authenticate } from './features/sessions/sessions.access.js';
import { mountRecovery } from './features/recovery/recovery.routes.js';
import { mountSessions } from './features/sessions/sessions.routes.js';
import { isSigned } from './features/sessions/tokens.js';
import { mountSync } from './features/sync/sync.routes.js';
import { joinOwnRooms, mountSyncCommands } from './features/sync/sync.socket.js';
import { mountTypingCommands } from './features/typing/typing.socket.js';
import { TOKEN_PREFIX } from '@parley/shared/accessTokens';
import { authenticateToken } from './features/accessTokens/accessTokens.access.js';
import { endTokensWithMaker } from './features/accessTokens/accessTokens.actions.js';
import { mountAccessTokens } from './features/accessTokens/accessTokens.routes.js';
import { mountDrafts } from './features/drafts/drafts.routes.js';
import { mountPins } from './features/pins/pins.routes.js';
import { mountSaved } from './features/saved/saved.routes.js';
import { Rings } from './features/push/push.rings.js';
import { mountPush } from './features/push/push.routes.js';
import { searchDoor } from './features/search/search.door.js';
import { SearchIndexer } from './features/search/search.index.js';
import { mountSearch } from './features/search/search.routes.js';
import { mountFiles } from './features/uploads/files.routes.js';
import { areInvited } from './features/workspace/workspace.access.js';
import { admit } from './features/workspace/workspace.actions.js';
import { endWebhooksWithMaker } from './features/webhooks/webhooks.end.js';
import { mountWebhooks } from './features/webhooks/webhooks.routes.js';
import { mountWorkspace } from './features/workspace/workspace.routes.js';
import { mountUsers } from './features/users/users.routes.js';
import { requirePlainBody } from './platform/body.js';
import { Commands } from './platform/commands.js';
import type { Server } from './platform/context.js';
import {
  problemHandler,
  sendProblem,
  withRequestId,
  type MountedRoute,
  type Routes,
} from './platform/http.js';
import { isReadOnly } from './platform/fullDisk.js';
import type { FileStore } from './platform/fileStore/fileStore.js';
import { InFlight } from './platform/inFlight.js';
import { KeyedQueues } from './platform/keyedQueue.js';
import type { Log } from './platform/log.js';
import { openMail } from './platform/mail.js';
import { createMetrics } from './platform/metrics.js';
import { unregisterNode } from './platform/nodeRegistry.js';
import { createNodes } from './platform/nodes.js';
import { originAllowed, originRefusal } from './platform/origin.js';
import { createPublish } from './platform/publish.js';
import { createRateLimits } from './platform/rateLimit.js';
import type { RedisLink } from './platform/redis.js';
import {
  closeRefused,
  connectRefusal,
  createSocketServer,
  cutSlowReaders,
  forgetRequest,
  requireToken,
  type Socket,
  type SocketServer,
} from './platform/socket.js';
import { createHttp, endSilence } from './platform/silence.js';
import { SocketGuard } from './platform/socketGuard.js';
import type { TlsPair } from './platform/tls.js';
import { securityHeaders } from './platform/securityHeaders.js';
import { staticClient } from './platform/staticClient.js';

export interface AppOptions {
  config: Config;
  connection: Connection;
  /** The database is the built-in one of this process. */
  writesAlone: boolean;
  log: Log;
  secrets: Server['secrets'];
  files: FileStore;
  /** The link to other nodes of the same workspace. */
  redis?: RedisLink | undefined;
  /** Serves HTTPS itself, without a proxy. */
  tls?: TlsPair;
  /** Looks at each request first; tests hold the answers against the API's description. */
  watch?: (mounted: () => readonly MountedRoute[]) => express.RequestHandler;
  /** The folder of the built client; absent when only the API is served. */
  clientFolder?: string;
}

export interface App {
  http: HttpServer | HttpsServer;
  io: SocketServer;
  server: Server;
  /** Lets nobody new in, answers what is on its way, tells clients to come back, and closes. */
  close(drainMs: number): Promise<void>;
}

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

function createApi(server: Server, mounted: MountedRoute[]): express.Router {
  const api = express.Router();
  api.use((request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    // The refresh cookie is SameSite=Strict already; a foreign page gets nothing done here in any case.
    requirePlainBody(request);
    if (SAFE_METHODS.has(request.method) || originAllowed(request, server.config.PUBLIC_URL)) return next();
    sendProblem(server, originRefusal(server, request), response);
  });
  const routes: Routes = {
    server,
    router: api,
    mounted,
    authenticate: authenticateWith(server),
  };
  mountSessions(routes, { admit, areInvited });
  mountRecovery(routes);
  mountErasure(routes);
  mountWorkspace(routes);
  mountUsers(routes);
  mountRooms(routes);
  mountMessages(routes);
  mountReactions(routes);
  mountReads(routes);
  mountFiles(routes);
  mountAccessTokens(routes);
  mountWebhooks(routes);
  mountPins(routes);
  mountSaved(routes);
  mountDrafts(routes);
  mountPush(routes);
  mountSearch(routes);
  mountSync(routes);
  mountConnection(routes);
  mountApiDocs(api, mounted, server.config.PUBLIC_URL);
  api.use((_request, response) => sendProblem(server, new AppError('not_found'), response));
  api.use(problemHandler(server));
  return api;
}

/** Who a bearer token belongs to: a session's, or a personal one. Files' cookies are sessions' alone. */
const authenticateWith =
  (server: Server): Routes['authenticate'] =>
  (token, purpose) =>
    purpose !== 'files' && token.startsWith(TOKEN_PREFIX)
      ? authenticateToken(server, token)
      : authenticate(server, token, purpose);

function createCommands(server: Server): Commands {
  const commands = new Commands(server);
  mountSyncCommands(commands);
  mountMessageCommands(commands);
  mountReadCommands(commands);
  mountTypingCommands(commands);
  mountPresence(commands);
  return commands;
}

/** Returns how to end what looks after the sockets. */
function serveSockets(io: SocketServer, server: Server): () => void {
  const authenticated = authenticateWith(server);
  const commands = createCommands(server);
  const logCut = (socket: Socket, reason: string): void =>
    server.log.warn({ userId: socket.data.actor.userId, reason }, 'socket cut');
  const guard = new SocketGuard(
    server,
    (name) => commands.knows(name),
    (socket) => logCut(socket, 'flood'),
  );
  requireToken(io, server, (token) => authenticated(token, 'connect'), isSigned);
  io.use((socket, next) => {
    joinOwnRooms(socket, server).then(
      () => next(),
      (error: unknown) => {
        if (!(error instanceof AppError))
          server.log.error({ err: error }, 'a socket could not join its rooms');
        next(connectRefusal(error));
        closeRefused(socket);
      },
    );
  });
  io.on('connection', (socket) => {
    forgetRequest(socket);
    guard.guard(socket);
    commands.serve(socket);
    if (isReadOnly(server)) socket.emit('server:changed', { readOnly: true });
  });
  return cutSlowReaders(io, (socket) => logCut(socket, 'not reading'));
}

/** Puts the server together; nothing listens yet. */
export function createApp(options: AppOptions): App {
  const { config, connection, log, secrets, redis } = options;
  const web = express();
  const http = createHttp(web, { tls: options.tls, seconds: config.SILENT_SECONDS });
  const io = createSocketServer(http, config.PUBLIC_URL, redis);
  endSilence(http, io, config.SILENT_SECONDS);
  const metrics = createMetrics();
  const search: { indexer?: SearchIndexer } = {};
  const nodes = createNodes(io, redis !== undefined);
  const server: Server = {
    config,
    connection,
    writesAlone: options.writesAlone,
    log,
    secrets,
    nodes,
    redis,
    publish: createPublish(io, nodes, (channel) =>
      metrics.deliveries.inc(io.sockets.adapter.rooms.get(channel)?.size ?? 0),
    ),
    metrics,
    limits: createRateLimits(config, redis),
    queues: new KeyedQueues(),
    inFlight: new InFlight(),
    messagesChanged: new Set(),
    messageSaid: new Set(),
    messageReworded: new Set(),
    rightsLost: new Set(),
    directoryChanged: new Set(),
    search: searchDoor(search, log),
    files: options.files,
    mail: openMail(config),
  };
  const state = { draining: false };
  web.disable('x-powered-by');
  web.set('trust proxy', config.TRUSTED_PROXIES);
  web.set('query parser', 'simple');
  const mounted: MountedRoute[] = [];
  if (options.watch) web.use(options.watch(() => mounted));
  web.use(withRequestId, securityHeaders(config, options), compression());
  const health = express.Router();
  mountHealth(health, server, () => state.draining);
  mountMetrics(health, server);
  measure(server, io);
  web.use(health);
  web.use('/api/v1', createApi(server, mounted));
  if (options.clientFolder !== undefined)
    web.use(staticClient(resolve(options.clientFolder), config.PUBLIC_URL));
  web.use(problemHandler(server));
  const endGuard = serveSockets(io, server);
  const endBackground = startBackground(io, server);
  const indexer = new SearchIndexer(server);
  search.indexer = indexer;
  server.messagesChanged.add((roomId) => indexer.note(roomId));
  endTokensWithMaker(server);
  endWebhooksWithMaker(server);
  // Nobody waits for it: what was said is said, whether a push service answers or not.
  const rings = new Rings(server);
  server.messageSaid.add((message) => rings.add(message));
  server.messageReworded.add((message) => rings.reword(message));
  void server.search.catchUp();
  return {
    http,
    io,
    server,
    close: async (drainMs) => {
      if (state.draining) return;
      state.draining = true;
      endBackground();
      endGuard();
      await drain({ http, io, server }, drainMs);
      await indexer.stop();
      await unregisterNode(server).catch((error: unknown) =>
        log.warn({ err: error }, 'this server could not be taken off the list of those alive'),
      );
    },
  };
}
