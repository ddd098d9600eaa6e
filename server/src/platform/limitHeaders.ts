import type { Response } from 'express';
import type { LimitState } from './rateLimit.js';

/** Sets the headers with the caller's use of a limit. Source: draft-ietf-httpapi-ratelimit-headers-03, the form with three headers that clients know. */
export function tellLimits(state: LimitState | undefined, response: Response): void {
  if (!state || response.headersSent) return;
  response.setHeader('RateLimit-Limit', String(state.limit));
  response.setHeader('RateLimit-Remaining', String(state.remaining));
  response.setHeader('RateLimit-Reset', String(state.reset));
}
