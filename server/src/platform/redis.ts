import { createShardedAdapter } from '@socket.io/redis-adapter';
import { Redis } from 'ioredis';
import type { Log } from './log.js';

/** The connections to Redis, which link the nodes of one workspace. */
export interface RedisLink {
  /** The prefix of this workspace's keys and channels: several may share a Redis, and must not receive from each other. */
  prefix: string;
  /** For commands. */
  commands: Redis;
  adapter: ReturnType<typeof createShardedAdapter>;
  /** Whether this node can send and receive now. */
  isUp(): boolean;
  /** Whether it was down since the last call, even briefly, or is now. */
  wasDown(): boolean;
  /** Registers a callback for when a lost link is back. */
  onReturn(listener: () => void): void;
  close(): void;
}

/** Lost Redis is tried again after this, at first and at most. */
const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 2000;

/**
 * Opens the link; it mends itself for as long as the process lives. What is published while it is down is lost, which the
 * beacon heals: a send never waits for Redis.
 *
 * @param workspaceId of the data, the same on all nodes
 */
export function openRedis(url: string, workspaceId: string, log: Log): RedisLink {
  const prefix = `parley:${workspaceId}`;
  const options = {
    // A command that cannot be sent must fail now: queued, it would arrive when it is out of date.
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    retryStrategy: (attempt: number) => Math.min(attempt * FIRST_RETRY_MS, LAST_RETRY_MS),
  };
  const commands = new Redis(url, options);
  const publishing = new Redis(url, options);
  // Subscriptions are requested before the connection is open, and again after each reconnect.
  const subscribed = new Redis(url, { ...options, enableOfflineQueue: true, maxRetriesPerRequest: null });
  const all = [commands, publishing, subscribed];
  const listeners = new Set<() => void>();
  const isUp = (): boolean => all.every(({ status }) => status === 'ready');
  let lost = false;
  let wasLost = false;
  for (const client of all) {
    client.on('error', (error: Error) => log.debug({ err: error }, 'redis'));
    client.on('close', () => {
      if (!lost) log.warn('Redis cannot be reached; the nodes hear each other by the beacon only');
      lost = wasLost = true;
    });
    client.on('ready', () => {
      if (!lost || !isUp()) return;
      lost = false;
      log.info('Redis is there again');
      for (const listener of listeners) listener();
    });
  }
  return {
    prefix,
    commands,
    adapter: createShardedAdapter(telling(publishing), subscribed, {
      channelPrefix: prefix,
      subscriptionMode: 'static',
    }),
    isUp,
    wasDown: () => {
      const was = wasLost || !isUp();
      wasLost = false;
      return was;
    },
    onReturn: (listener) => void listeners.add(listener),
    close: () => all.forEach((client) => client.disconnect()),
  };
}

/**
 * The adapter waits for Redis before it sends to the sockets of its own node, and does not send at all when that fails.
 * Nobody may wait for Redis here, so its calls resolve at once; the order of what is sent is that of the calls.
 */
function telling(client: Redis): Redis {
  const send = client.spublish.bind(client);
  client.spublish = (channel: string | Buffer, message: string | Buffer) => {
    send(channel, message).catch(() => undefined);
    return Promise.resolve(0);
  };
  return client;
}
