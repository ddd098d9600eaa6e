import type { TokenScope } from '@parley/shared/accessTokens';
import type { AuditProgram } from '@parley/shared/audit';
import type { WorkspaceRole } from '@parley/shared/permissions';
import type { SyncView } from '@parley/shared/sync';
import type { Connection } from 'mongoose';
import type { Config } from '../config.js';
import type { Bus } from './bus.js';
import type { FileStore } from './fileStore/fileStore.js';
import type { InFlight } from './inFlight.js';
import type { JobState } from './jobState.js';
import type { KeyedQueues } from './keyedQueue.js';
import type { LiveSection } from './liveSection.js';
import type { Log } from './log.js';
import type { Mail } from './mail.js';
import type { Metrics } from './metrics.js';
import type { Nodes } from './nodes.js';
import type { Publish } from './publish.js';
import type { RedisLink } from './redis.js';
import type { LimitsUsed, RateLimits } from './rateLimit.js';

/** The context of every feature; made once in app.ts. */
export interface Server {
  /** Settings of the environment; those that admins may change are as they are now (`liveSettings.ts`). */
  config: Config;
  /** The sections of settings that admins change, of all features. */
  liveSections: readonly LiveSection[];
  connection: Connection;
  /** No other process writes to the database: it is the built-in one, in this process. */
  writesAlone: boolean;
  log: Log;
  /** The server is ending: it admits no new connections. */
  lifecycle: { draining: boolean };
  publish: Publish;
  nodes: Nodes;
  /** The link between nodes; undefined for a single one. */
  redis: RedisLink | undefined;
  limits: RateLimits;
  queues: KeyedQueues;
  inFlight: InFlight;
  metrics: Metrics;
  /** Events and requests between features in this process. */
  bus: Bus;
  /** Periodic work; `runNow` starts it at once. */
  jobs: { list(): JobState[]; runNow(name: string): Promise<void> };
  /** The parts of features in `GET /sync`. */
  syncParts: readonly ((actor: Actor) => Promise<Partial<SyncView>>)[];
  /** What features store of a person, for the export of their data. */
  ownDataParts: readonly ((actor: Actor) => Promise<Record<string, unknown>>)[];
  files: FileStore;
  /** Undefined without a mail server, as it is set up now. */
  readonly mail: Mail | undefined;
  /** Keys stored in the data folder. */
  secrets: { accessToken: Buffer; push: { publicKey: string; privateKey: string } };
}

/** Where a request came from. */
export interface From {
  address: string;
  requestId: string;
}

/** What a token is used for: a request, the files of a page, or a lasting connection. */
export type Purpose = 'request' | 'files' | 'connect';

/** The person for whom a request runs, or a program in the place of one. */
export interface Actor {
  server: Server;
  userId: string;
  /** Of a personal access token its id: it identifies the sockets of that token. */
  sessionId: string;
  role: WorkspaceRole;
  /** A program that acts by itself (`programActor.ts`); then `userId` is nobody's. */
  program?: AuditProgram;
  /** Set when the request came by a personal access token, and not by a session. */
  token?: { scope: TokenScope };
  /** When they last entered their password in this session. */
  provedAt?: Date;
  /** Set over HTTP: where it came from. */
  from?: From;
  /** Set over HTTP: what this request has used up of its limits. */
  limitsUsed?: LimitsUsed;
}
