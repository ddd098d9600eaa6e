import { AppError } from '@parley/shared/errors';
import { refusal } from '@parley/shared/refusals';
import {
  RateLimiterMemory,
  RateLimiterQueue,
  RateLimiterQueueError,
  RateLimiterRedis,
  RateLimiterRes,
  type RateLimiterAbstract,
} from 'rate-limiter-flexible';
import type { Config } from '../config.js';
import { addressKey } from './addressKey.js';
import type { RedisLink } from './redis.js';

/** A rate limit per key; each feature defines its own beside what it limits. */
export interface Limit {
  /** Unique; part of its counters' names. */
  name: string;
  /** Points, and the seconds within which they may be used. */
  bounds: (config: Config) => [points: number, seconds: number];
}

/** Requests that change anything, per person. */
export const changeLimit: Limit = { name: 'change', bounds: (config) => [config.CHANGES_PER_10_SECONDS, 10] };

/** The state of a limit for a caller. */
export interface LimitState {
  limit: number;
  remaining: number;
  /** Seconds until it is reset. */
  reset: number;
}

/** What one request has used of its limits: actions record it, and over HTTP the headers report it. */
export interface LimitsUsed {
  state?: LimitState;
}

function note(
  used: LimitsUsed | undefined,
  limiter: RateLimiterAbstract,
  { remainingPoints, msBeforeNext }: RateLimiterRes,
): void {
  if (!used) return;
  const reset = Math.ceil(msBeforeNext / 1000);
  // Of several limits the tightest is shown: it is the one that will refuse first.
  if (used.state && used.state.remaining <= remainingPoints) return;
  used.state = { limit: limiter.points, remaining: Math.max(0, remainingPoints), reset };
}

/** Counts attempts, together with the other nodes when there is Redis; every counter expires by itself. */
export interface RateLimits {
  /**
   * Uses one point of `key`.
   * @param used where the remaining points are recorded
   * @throws AppError rate_limited with the seconds to wait
   */
  take(limit: Limit, key: string, used?: LimitsUsed): Promise<void>;
  /**
   * Throttles reads: waits until `key` may read this much. Not refused at once as above: a reconnecting page requests all its rooms.
   * @param messages the estimated number of messages, or an equal cost
   * @throws AppError rate_limited when too much of theirs is waiting already
   */
  pace(key: string, messages: number): Promise<void>;
  /**
   * Checked before anything of a request is read.
   * @param key of the caller (`refusalKey`)
   * @throws AppError rate_limited when too much of theirs was refused within the last minute
   */
  checkRefusals(key: string): Promise<void>;
  /** Counts a refusal against `key`. */
  countRefusal(key: string): Promise<void>;
  /**
   * Counts an attempt against an account, from any address. Beyond a number they are permitted one at a time, at intervals that grow
   * to a minute: that slows guessing, and locks nobody out.
   * @throws AppError rate_limited with the seconds until the next
   */
  slow(key: string): Promise<void>;
  /** Resets the attempts against an account, after a success. */
  hasten(key: string): Promise<void>;
  /** Resets what `key` has used, after a success. */
  forgive(limit: Limit, key: string): Promise<void>;
}

const tooMany = (retryAfter: number): AppError =>
  refusal('limits.attempts', { seconds: retryAfter }, { retryAfter });

/** Waiting reads of one person, on each server; a page has twenty pending. */
const MOST_WAITING = 100;
/** Below the page's timeout, after which it retries. */
const LONGEST_WAIT_SECONDS = 8;

/** Seconds of a person's share that can be read at once: with a whole second four long answers would come together, 80 ms for all. */
const READING_SECONDS = 0.25;

/** Throttles reads. Each server by itself: the limit is on its own time. */
function createPacing(config: Config): RateLimits['pace'] {
  const pointsNow = (): number => Math.ceil(config.READS_PER_SECOND * READING_SECONDS);
  const limiter = new RateLimiterMemory({ points: pointsNow(), duration: READING_SECONDS });
  const queue = new RateLimiterQueue(limiter, { maxQueueSize: MOST_WAITING });
  return async (key, messages) => {
    const points = pointsNow();
    limiter.points = points;
    try {
      const until = Math.ceil(Date.now() / 1000) + LONGEST_WAIT_SECONDS;
      await queue.removeTokens(Math.min(messages, points), key, until);
    } catch (reason) {
      if (!(reason instanceof RateLimiterQueueError)) throw reason;
      throw tooMany(1);
    }
  };
}

/** The key of refusals: a signed-in person from any address, anybody else by address. */
export const refusalKey = {
  person: (userId: string): string => `person|${userId}`,
  address: (address: string | undefined): string => `address|${addressKey(address)}`,
};

/** Counts refusals. Each server by itself, as with reading: the limit is on its own time, and a check makes no request to Redis. */
function createRefusals(config: Config): Pick<RateLimits, 'checkRefusals' | 'countRefusal'> {
  const refused = new RateLimiterMemory({ points: config.REFUSALS_PER_MINUTE, duration: 60 });
  return {
    async checkRefusals(key) {
      if (!config.RATE_LIMITS) return;
      const found = await refused.get(key);
      if (found && found.consumedPoints >= config.REFUSALS_PER_MINUTE)
        throw tooMany(Math.max(1, Math.ceil(found.msBeforeNext / 1000)));
    },
    async countRefusal(key) {
      if (config.RATE_LIMITS) await refused.penalty(key);
    },
  };
}

/** Attempts against one account, as a multiple of those of one address; and the longest interval between further ones, in seconds. */
const ACCOUNT_HAS_TIMES = 3;
const LONGEST_INTERVAL_SECONDS = 60;

function createSlowing(config: Config, redis: RedisLink | undefined): Pick<RateLimits, 'slow' | 'hasten'> {
  const pointsNow = (): number => config.SIGN_INS_PER_15_MINUTES * ACCOUNT_HAS_TIMES;
  const attempts = limiterOf('signInAccount', [pointsNow(), 900], redis);
  const turns = limiterOf('signInTurn', [1, 1], redis);
  const consumed = async (key: string): Promise<number> => {
    try {
      return (await attempts.consume(key)).consumedPoints;
    } catch (reason) {
      if (!(reason instanceof RateLimiterRes)) throw reason;
      return reason.consumedPoints;
    }
  };
  return {
    async slow(key) {
      if (!config.RATE_LIMITS) return;
      const over = (await consumed(key)) - pointsNow();
      if (over <= 0) return;
      const interval = Math.min(LONGEST_INTERVAL_SECONDS, 2 ** over);
      try {
        await turns.consume(key, 1, { customDuration: interval });
      } catch (reason) {
        if (!(reason instanceof RateLimiterRes)) throw reason;
        // Only permitted attempts make the interval longer.
        await attempts.reward(key);
        throw tooMany(Math.max(1, Math.ceil(reason.msBeforeNext / 1000)));
      }
    },
    async hasten(key) {
      await attempts.delete(key);
      await turns.delete(key);
    },
  };
}

/** Of a counter in Redis the one in this process, which takes over while Redis is down. */
const inReserve = new WeakMap<RateLimiterAbstract, RateLimiterMemory>();

/** While Redis is down each node counts by itself. */
function limiterOf(
  name: string,
  bounds: [number, number],
  redis: RedisLink | undefined,
): RateLimiterAbstract {
  const [points, duration] = bounds;
  const alone = new RateLimiterMemory({ points, duration });
  if (!redis) return alone;
  const shared = new RateLimiterRedis({
    storeClient: redis.commands,
    keyPrefix: `${redis.prefix}:limit:${name}`,
    points,
    duration,
    insuranceLimiter: alone,
    rejectIfRedisNotReady: true,
  });
  inReserve.set(shared, alone);
  return shared;
}

function setPoints(limiter: RateLimiterAbstract, points: number): void {
  limiter.points = points;
  const alone = inReserve.get(limiter);
  if (alone) alone.points = points;
}

export function createRateLimits(config: Config, redis: RedisLink | undefined): RateLimits {
  const pace = createPacing(config);
  const limiters = new Map<string, RateLimiterAbstract>();
  const limiterFor = ({ name, bounds }: Limit): RateLimiterAbstract => {
    const [points, seconds] = bounds(config);
    const limiter = limiters.get(name) ?? limiterOf(name, [points, seconds], redis);
    limiters.set(name, limiter);
    // Admins may have changed it; what is used up stays used.
    setPoints(limiter, points);
    return limiter;
  };
  return {
    ...createRefusals(config),
    ...createSlowing(config, redis),
    async take(limit, key, used) {
      if (!config.RATE_LIMITS) return;
      const limiter = limiterFor(limit);
      try {
        note(used, limiter, await limiter.consume(key));
      } catch (reason) {
        if (!(reason instanceof RateLimiterRes)) throw reason;
        note(used, limiter, reason);
        const retryAfter = Math.max(1, Math.ceil(reason.msBeforeNext / 1000));
        throw tooMany(retryAfter);
      }
    },
    async pace(key, messages) {
      if (config.RATE_LIMITS) await pace(key, messages);
    },
    async forgive(limit, key) {
      await limiterFor(limit).delete(key);
    },
  };
}
