import { existsSync } from 'node:fs';
import { Server as HttpsServer } from 'node:https';
import { join } from 'node:path';
import type { Connection } from 'mongoose';
import { collectDefaultMetrics } from 'prom-client';
import { createApp, type App } from './app.js';
import { environment, readConfig, type Config } from './config.js';
import { loadVapidKeys } from './features/push/vapid.js';
import { endProcess, socketPathFor, startEmbeddedMongo, type EmbeddedDatabase } from '@parley/embedded-mongo';
import { answerOperator } from './features/operator/operator.actions.js';
import { ensureWorkspaceOwner } from './features/users/users.change.js';
import { migrations } from './features.js';
import { listen } from './listen.js';
import { CONTROL_SOCKET, openControl } from './platform/controlSocket.js';
import { connectDatabase, createIndexes } from './platform/database.js';
import { kindOfStore, openFileStore } from './platform/fileStore/openFileStore.js';
import { notePlace } from './platform/fileStore/place.js';
import { unlessDiskFull } from './platform/fullDisk.js';
import { createLog, type Log } from './platform/log.js';
import { dataIdOf, migrate } from './platform/migrations.js';
import { openRedis } from './platform/redis.js';
import { noteRunning, type RunningServer } from './platform/runningServers.js';
import { loadSecret } from './platform/secrets.js';
import { followTls, readTls, tlsFilesOf } from './platform/tls.js';

/** Deadline for the end of the process, whatever the drain still waits for; in ms after the drain's own time. */
const LATEST_END_MS = 10_000;

const root = join(import.meta.dirname, '../..');

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Ends the process with a sentence a person can act on, instead of a stack. */
async function fail(message: string): Promise<never> {
  process.stderr.write(`\nParley could not start.\n${message}\n`);
  return endProcess(1);
}

async function openDatabase(
  config: Config,
  log: Log,
): Promise<{ uri: string; embedded: EmbeddedDatabase | undefined }> {
  if (config.MONGODB_URI !== undefined) return { uri: config.MONGODB_URI, embedded: undefined };
  const embedded = await startEmbeddedMongo({
    folder: config.dataFolder,
    database: 'parley',
    onCrash: (error) => log.fatal({ err: error }, 'the embedded database stopped'),
  });
  return { uri: embedded.uri, embedded };
}

const addressOf = (config: Config, port: number): string =>
  config.PUBLIC_URL ?? `${config.TLS_CERT === undefined ? 'http' : 'https'}://localhost:${port}`;

/** In the URI of the built-in database, which the servers of `npm run cluster` share. */
const OWN_SOCKET = encodeURIComponent('/db.sock');

const noteOf = ({ dataFolder, MONGODB_URI = OWN_SOCKET }: Config): RunningServer => ({
  pid: process.pid,
  dataFolder,
  onMongoDb: !MONGODB_URI.includes(OWN_SOCKET),
});

/** `npm run parley` beside this server. On Windows there is no socket that others cannot open: there it needs the server stopped. */
async function hearOperator(app: App, config: Config, port: number): Promise<() => void> {
  if (process.platform === 'win32') return noteRunning(root, noteOf(config));
  try {
    const control = socketPathFor(config.dataFolder, CONTROL_SOCKET);
    const base = addressOf(config, port);
    const close = await openControl(control, (request, send) =>
      app.server.inFlight.track(answerOperator(app.server, request, base, send)),
    );
    const forget = noteRunning(root, { ...noteOf(config), control });
    return () => {
      forget();
      close();
    };
  } catch (error) {
    app.server.log.warn({ err: error }, 'npm run parley cannot reach this server');
    return () => undefined;
  }
}

function announce(config: Config, port: number, embedded: boolean): void {
  const address = addressOf(config, port);
  say('');
  say(`  Parley is ready:  ${address}`);
  if (config.PORT === undefined && port !== 3000) say(`  (port 3000 is taken, so this is the next free one)`);
  say(`  Your data:        ${embedded ? config.dataFolder : 'in the MongoDB of MONGODB_URI'}`);
  say('  Next:             open the address; the first account owns the workspace.');
  say('  Stop:             Ctrl+C');
  say('');
}

/** Prepares the database before the server listens. Idempotent. */
async function prepare(connection: Connection, config: Config, log: Log): Promise<void> {
  await createIndexes(connection);
  const owner = await ensureWorkspaceOwner({ connection });
  if (owner) log.warn({ userId: String(owner._id) }, 'the workspace had no owner; this person is it now');
  const { former } = await notePlace(connection, kindOfStore(config));
  if (former !== undefined)
    log.warn({ former }, 'older files are still in the former store; npm run files:move brings them');
}

async function start(): Promise<void> {
  const config = readConfig(environment());
  const log = createLog(config.LOG_LEVEL);
  const { uri, embedded } = await openDatabase(config, log);
  const connection = await connectDatabase(uri);
  await migrate(connection, migrations, (name) => log.info({ name }, 'bringing the data up to date'));
  await unlessDiskFull(log, () => prepare(connection, config, log));
  const clientFolder = join(import.meta.dirname, '../../client/dist');
  const tls = tlsFilesOf(config);
  const workspaceId = await dataIdOf(connection);
  const redis = config.REDIS_URL === undefined ? undefined : openRedis(config.REDIS_URL, workspaceId, log);
  const app = await createApp({
    config,
    connection,
    writesAlone: embedded !== undefined,
    log,
    files: await openFileStore(config, connection),
    redis,
    secrets: {
      accessToken: loadSecret(config.dataFolder, 'access-token.key'),
      push: loadVapidKeys(config.dataFolder),
    },
    ...(tls ? { tls: readTls(tls) } : {}),
    ...(existsSync(join(clientFolder, 'index.html')) ? { clientFolder } : {}),
  });
  // Of the process as a whole, so once for each: memory, CPU, and the delay of the event loop.
  collectDefaultMetrics({ register: app.server.metrics.registry });
  const port = await listen(app.http, config.PORT, config.HOST);
  if (tls && app.http instanceof HttpsServer) followTls(app.http, tls, log);
  const closeControl = await hearOperator(app, config, port);
  announce(config, port, embedded !== undefined);
  process.send?.({ port });

  const stop = async (signal: string): Promise<void> => {
    log.info({ signal }, 'draining');
    setTimeout(
      () => {
        log.fatal('draining did not come to its end');
        void endProcess(1);
      },
      LATEST_END_MS + config.DRAIN_SECONDS * 1000,
    ).unref();
    closeControl();
    await app.close(config.DRAIN_SECONDS * 1000);
    redis?.close();
    await connection.close();
    await endProcess(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(signal));
  // A fault nobody caught is logged; it must not take everybody's connection with it.
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'unhandled rejection'));
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'uncaught exception');
    void endProcess(1);
  });
}

try {
  await start();
} catch (error) {
  await fail((error as Error).message);
}
