import { AsyncLocalStorage } from 'node:async_hooks';
import { AppError } from '@parley/shared/errors';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Config } from '../config.js';

export type LimitName = 'signIn' | 'signInAddress' | 'register' | 'send' | 'upload' | 'search' | 'webhook';

/** Where a caller stands with a limit. */
export interface LimitState {
  limit: number;
  remaining: number;
  /** Seconds until it begins anew. */
  reset: number;
}

/** What a request has used up; actions know no transport, so the HTTP door opens this and reads it afterwards. */
export const limitsUsed = new AsyncLocalStorage<{ state?: LimitState }>();

function note(limiter: RateLimiterMemory, { remainingPoints, msBeforeNext }: RateLimiterRes): void {
  const used = limitsUsed.getStore();
  if (!used) return;
  const reset = Math.ceil(msBeforeNext / 1000);
  // Of several limits the tightest is told: it is the one that will refuse first.
  if (used.state && used.state.remaining <= remainingPoints) return;
  used.state = { limit: limiter.points, remaining: Math.max(0, remainingPoints), reset };
}

/** Counts attempts in memory; every counter expires by itself. */
export interface RateLimits {
  /** Uses one point of `key`. @throws AppError rate_limited with the seconds to wait. */
  take(name: LimitName, key: string): Promise<void>;
  /** Forgets what `key` has used, after a success. */
  forgive(name: LimitName, key: string): Promise<void>;
}

export function createRateLimits(config: Config): RateLimits {
  const limiters: Record<LimitName, RateLimiterMemory> = {
    signIn: new RateLimiterMemory({ points: config.SIGN_INS_PER_15_MINUTES, duration: 900 }),
    // An office shares an address: many people may sign in from it, one password guesser may not try for ever.
    signInAddress: new RateLimiterMemory({ points: config.SIGN_INS_PER_15_MINUTES * 10, duration: 900 }),
    register: new RateLimiterMemory({ points: config.REGISTRATIONS_PER_HOUR, duration: 3600 }),
    search: new RateLimiterMemory({ points: config.SEARCHES_PER_MINUTE, duration: 60 }),
    upload: new RateLimiterMemory({ points: config.UPLOADS_PER_10_MINUTES, duration: 600 }),
    webhook: new RateLimiterMemory({ points: config.WEBHOOK_CALLS_PER_MINUTE, duration: 60 }),
    send: new RateLimiterMemory({ points: config.SENDS_PER_10_SECONDS, duration: 10 }),
  };
  return {
    async take(name, key) {
      if (!config.RATE_LIMITS) return;
      try {
        note(limiters[name], await limiters[name].consume(key));
      } catch (reason) {
        if (!(reason instanceof RateLimiterRes)) throw reason;
        note(limiters[name], reason);
        const retryAfter = Math.max(1, Math.ceil(reason.msBeforeNext / 1000));
        throw new AppError('rate_limited', `Too many attempts. Try again in ${retryAfter} s.`, {
          retryAfter,
        });
      }
    },
    async forgive(name, key) {
      await limiters[name].delete(key);
    },
  };
}
