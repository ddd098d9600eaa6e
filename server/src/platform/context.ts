import type { TokenScope } from '@parley/shared/accessTokens';
import type { MessageView } from '@parley/shared/messages';
import type { WorkspaceRole } from '@parley/shared/permissions';
import type { Connection } from 'mongoose';
import type { Config } from '../config.js';
import type { FileStore } from './fileStore/fileStore.js';
import type { InFlight } from './inFlight.js';
import type { KeyedQueues } from './keyedQueue.js';
import type { Log } from './log.js';
import type { Mail } from './mail.js';
import type { Metrics } from './metrics.js';
import type { Nodes } from './nodes.js';
import type { Publish } from './publish.js';
import type { RedisLink } from './redis.js';
import type { LimitsUsed, RateLimits } from './rateLimit.js';

/** What every feature works with; made once in app.ts. */
export interface Server {
  config: Config;
  connection: Connection;
  /** Nobody else writes to the database: it is the built-in one, and this process has it to itself. */
  writesAlone: boolean;
  log: Log;
  publish: Publish;
  nodes: Nodes;
  /** The link between nodes; undefined when this one is alone. */
  redis: RedisLink | undefined;
  limits: RateLimits;
  queues: KeyedQueues;
  inFlight: InFlight;
  metrics: Metrics;
  /** Called with the room's id whenever messages of it have changed through this node. */
  messagesChanged: Set<(roomId: string) => void>;
  /** Called with each message when it has just been said through this node. */
  messageSaid: Set<(message: MessageView) => void>;
  /** Called with each message whose text has just changed through this node, or which was deleted. */
  messageReworded: Set<(message: MessageView) => void>;
  /** Called when somebody has lost rights or changed their password; resolves when what they made has ended. */
  rightsLost: Set<(loss: RightsLoss) => Promise<void>>;
  /** Called when whom people see has changed; resolves when the sockets of this node hear of those alone. */
  directoryChanged: Set<() => Promise<void>>;
  search: {
    /** Resolves when the search's index holds all that was said through this node, in these rooms or in all. */
    settled(roomIds?: ReadonlySet<string>): Promise<void>;
    /** Looks for rooms that are not wholly in it: what a node had before it that is gone. */
    catchUp(): Promise<void>;
    /** Removes what it holds of somebody's deleted messages; false when it could not come to its end. */
    forgetAuthor(userId: string): Promise<boolean>;
  };
  files: FileStore;
  /** Undefined when no mail server is set. */
  mail: Mail | undefined;
  /** Keys kept in the data folder. */
  secrets: { accessToken: Buffer; push: { publicKey: string; privateKey: string } };
}

/** Where a request came from. */
export interface From {
  address: string;
  requestId: string;
}

/** What somebody has lost. */
export interface RightsLoss {
  userId: string;
  /** Everything they have made speaks for them no more: their password changed, or their account is deactivated or erased. Else a role or a room. */
  all: boolean;
}

/** What a token is shown for: a request, the files of a page, or a connection that shall stay. */
export type Purpose = 'request' | 'files' | 'connect';

/** Who asks. */
export interface Actor {
  server: Server;
  userId: string;
  /** Of a personal access token its id: what the sockets that came in by it are known by. */
  sessionId: string;
  role: WorkspaceRole;
  /** Set when a personal access token asks, and not somebody who has signed in. */
  token?: { scope: TokenScope };
  /** When they last entered their password in this session. */
  provedAt?: Date;
  /** Set over HTTP: where it came from. */
  from?: From;
  /** Set over HTTP: what this request has used up of its limits. */
  limitsUsed?: LimitsUsed;
}
