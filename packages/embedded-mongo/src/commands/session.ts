import { Int32, Long } from 'bson';
import { unsupported } from '../errors.js';
import { isNumber, makeNumber, toDouble } from '../query/numbers.js';
import { isDoc, type Doc } from '../query/values.js';
import { MAX_DOCUMENT } from '../storage/documents.js';
import { docField, ok, type Handler, type Server } from './context.js';

/** The MongoDB release whose commands are supported, and its wire version. */
export const VERSION = '8.0.0';
const WIRE_VERSION = 25;

/** The handshake: a standalone server, so that the driver neither retries writes nor uses transactions. */
export const hello: Handler = (command) =>
  ok({
    helloOk: true,
    [command.name === 'hello' ? 'isWritablePrimary' : 'ismaster']: true,
    maxBsonObjectSize: new Int32(MAX_DOCUMENT),
    maxMessageSizeBytes: new Int32(48_000_000),
    maxWriteBatchSize: new Int32(100_000),
    localTime: new Date(),
    logicalSessionTimeoutMinutes: new Int32(30),
    minWireVersion: new Int32(0),
    maxWireVersion: new Int32(WIRE_VERSION),
    readOnly: false,
  });

const buildInfo: Handler = () =>
  ok({
    version: VERSION,
    versionArray: VERSION.split('.')
      .map((part) => new Int32(Number(part)))
      .concat(new Int32(0)),
    modules: [],
    storageEngines: ['lmdb'],
    maxBsonObjectSize: new Int32(MAX_DOCUMENT),
    description: 'Parley embedded database (speaks MongoDB)',
  });

const serverStatus: Handler = (_command, server) =>
  ok({
    host: 'embedded',
    version: VERSION,
    process: 'parley-embedded-mongo',
    pid: makeNumber(process.pid),
    uptime: makeNumber((Date.now() - server.startedAt) / 1000),
    localTime: new Date(),
  });

function times(mode: unknown): number {
  if (mode === 'alwaysOn') return Infinity;
  if (mode === 'off') return 0;
  const value = isDoc(mode) ? mode['times'] : undefined;
  return isNumber(value) ? toDouble(value) : 0;
}

/** `failCommand`, as MongoDB's own tests use it: the next N runs of some commands fail as configured. */
const configureFailPoint: Handler = (command, server) => {
  if (!server.testCommands) throw unsupported('configureFailPoint');
  const data: Doc = docField(command.body, 'data') ?? {};
  const commands = Array.isArray(data['failCommands']) ? data['failCommands'].map(String) : [];
  server.failPoints.length = 0;
  const remaining = times(command.body['mode']);
  if (remaining > 0) server.failPoints.push({ commands, remaining, data });
  return ok();
};

/** The fail point that is armed for this command, if any. */
export function armedFailPoint(name: string, server: Server): Doc | undefined {
  const point = server.failPoints.find(
    (candidate) => candidate.remaining > 0 && candidate.commands.includes(name),
  );
  if (!point) return undefined;
  point.remaining -= 1;
  return point.data;
}

const nothing: Handler = () => ok();

export const sessionCommands: Record<string, Handler> = {
  hello,
  ismaster: hello,
  isMaster: hello,
  ping: nothing,
  endSessions: nothing,
  refreshSessions: nothing,
  killSessions: nothing,
  killAllSessions: nothing,
  buildInfo,
  buildinfo: buildInfo,
  serverStatus,
  configureFailPoint,
  connectionStatus: () => ok({ authInfo: { authenticatedUsers: [], authenticatedUserRoles: [] } }),
  whatsmyuri: () => ok({ you: 'local' }),
  getParameter: () => ok({ featureCompatibilityVersion: { version: '8.0' } }),
  getLog: () => ok({ totalLinesWritten: new Int32(0), log: [] }),
  getCmdLineOpts: () => ok({ argv: [], parsed: {} }),
  hostInfo: () => ok({ system: { currentTime: new Date() } }),
  top: () => ok({ totals: {} }),
  fsync: nothing,
  getFreeMonitoringStatus: () => ok({ state: 'disabled' }),
  startSession: () => ok({ timeoutMinutes: new Int32(30), id: { id: Long.ZERO } }),
};
