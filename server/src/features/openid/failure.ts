import { AppError } from '@parley/shared/errors';
import type { OpenidFailure } from '@parley/shared/openidReturn';
import { AuthorizationResponseError } from 'openid-client';
import { isUnreachable } from './guardedFetch.js';

/** Nobody was signed in or connected, for a reason that the person can read. */
export class SignInFailed extends Error {
  constructor(
    readonly reason: OpenidFailure,
    cause?: unknown,
  ) {
    super(reason, { cause });
  }
}

/**
 * The reason for an error on the way through a provider. Whatever is wrong with its answer is one reason: who has forged it should
 * not learn which check it failed. The log has the rest.
 */
export function reasonOf(error: unknown): OpenidFailure {
  if (error instanceof SignInFailed) return error.reason;
  if (error instanceof AppError && error.code === 'rate_limited') return 'tooMany';
  if (isUnreachable(error)) return 'unreachable';
  if (error instanceof AuthorizationResponseError && error.error === 'access_denied') return 'cancelled';
  return 'invalid';
}
