import type { Server as HttpServer } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import { resolve } from 'node:path';
import compression from 'compression';
import express from 'express';
import type { Connection } from 'mongoose';
import { createApi } from './api.js';
import type { Config } from './config.js';
import { drain } from './drain.js';
import { features } from './features.js';
import { Bus } from './platform/bus.js';
import type { Server } from './platform/context.js';
import type { FileStore } from './platform/fileStore/fileStore.js';
import { problemHandler, withRequestId, type MountedRoute } from './platform/http.js';
import { InFlight } from './platform/inFlight.js';
import { Jobs } from './platform/jobs.js';
import { KeyedQueues } from './platform/keyedQueue.js';
import type { Log } from './platform/log.js';
import { mailOf } from './platform/mail.js';
import { createMetrics } from './platform/metrics.js';
import { unregisterNode } from './platform/nodeRegistry.js';
import { createNodes } from './platform/nodes.js';
import { nodeJob, watchLinks } from './platform/nodeWatch.js';
import { createPublish } from './platform/publish.js';
import { createRateLimits } from './platform/rateLimit.js';
import type { RedisLink } from './platform/redis.js';
import { securityHeaders } from './platform/securityHeaders.js';
import { createHttp, endSilence } from './platform/silence.js';
import { createSocketServer, type SocketServer } from './platform/socket.js';
import { staticClient } from './platform/staticClient.js';
import type { TlsPair } from './platform/tls.js';
import { serveUpgrades } from './platform/upgrades.js';
import { serveSockets } from './sockets.js';

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
  /** Middleware before all routes; tests check the responses against the API's description. */
  watch?: (mounted: () => readonly MountedRoute[]) => express.RequestHandler;
  /** The folder of the built client; absent when only the API is served. */
  clientFolder?: string;
}

export interface App {
  http: HttpServer | HttpsServer;
  io: SocketServer;
  server: Server;
  /** Admits no new connections, completes pending requests, has clients reconnect, and closes. */
  close(drainMs: number): Promise<void>;
}

/** What every feature works with. */
function createServer(options: AppOptions, io: SocketServer): { server: Server; jobs: Jobs } {
  // Of its own: settings that admins change are written into it.
  const config = { ...options.config };
  const { connection, writesAlone, log, secrets, files, redis } = options;
  const metrics = createMetrics();
  const nodes = createNodes(io, redis !== undefined);
  const mail = mailOf(config);
  const server: Server = {
    config,
    connection,
    writesAlone,
    log,
    secrets,
    files,
    redis,
    nodes,
    metrics,
    lifecycle: { draining: false },
    bus: new Bus(log),
    publish: createPublish(io, nodes, (channel) =>
      metrics.deliveries.inc(io.sockets.adapter.rooms.get(channel)?.size ?? 0),
    ),
    limits: createRateLimits(config, redis),
    queues: new KeyedQueues(),
    inFlight: new InFlight(),
    get mail() {
      return mail();
    },
    liveSections: features.flatMap((feature) => feature.live ?? []),
    syncParts: features.flatMap((feature) => feature.sync ?? []),
    ownDataParts: features.flatMap((feature) => feature.ownData ?? []),
    jobs: { list: () => jobs.list(), runNow: (name) => jobs.runNow(name) },
  };
  const jobs = new Jobs(server, io, [nodeJob, ...features.flatMap((feature) => feature.jobs ?? [])]);
  return { server, jobs };
}

/** The website: probes, the API, and the client. */
function serveWeb(web: express.Express, server: Server, options: AppOptions): void {
  const { config } = server;
  web.disable('x-powered-by');
  web.set('trust proxy', config.TRUSTED_PROXIES);
  web.set('query parser', 'simple');
  const mounted: MountedRoute[] = [];
  if (options.watch) web.use(options.watch(() => mounted));
  web.use(withRequestId, securityHeaders(config, options), compression());
  for (const feature of features) feature.probes?.(web, server);
  web.use('/api/v1', createApi(server, features, mounted));
  if (options.clientFolder !== undefined)
    web.use(staticClient(resolve(options.clientFolder), config.PUBLIC_URL));
  web.use(problemHandler(server));
}

/** Assembles the server; it does not listen yet. */
export async function createApp(options: AppOptions): Promise<App> {
  const { config } = options;
  const web = express();
  const http = createHttp(web, { tls: options.tls, seconds: config.SILENT_SECONDS });
  const io = createSocketServer(http, config.PUBLIC_URL, options.redis);
  endSilence(http, io, config.SILENT_SECONDS);
  const { server, jobs } = createServer(options, io);
  for (const feature of features) await feature.prepare?.(server);
  for (const feature of features) feature.listen?.(server.bus, server);
  serveWeb(web, server, options);
  serveUpgrades(http, server, new Map(features.flatMap(({ upgrades }) => Object.entries(upgrades ?? {}))));
  const endGuard = serveSockets(io, server, features);
  const stops = features.flatMap((feature) => feature.start?.(server, io) ?? []);
  watchLinks(server);
  jobs.start();
  server.bus.publish('server.started', undefined);
  return {
    http,
    io,
    server,
    close: async (drainMs) => {
      if (server.lifecycle.draining) return;
      server.lifecycle.draining = true;
      server.bus.publish('server.draining', undefined);
      const ended = jobs.stop();
      endGuard();
      await drain({ http, io, server }, drainMs);
      await ended;
      for (const stop of stops) await stop();
      await unregisterNode(server).catch((error: unknown) =>
        server.log.warn({ err: error }, 'this server could not be taken off the list of those alive'),
      );
    },
  };
}
