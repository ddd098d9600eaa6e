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

/** An attempt without a click that led to nobody: the form is shown, and nothing is said. */
export class NothingSilent extends Error {
  /** @param returnTo the page that was open, from `safePath` */
  constructor(readonly returnTo: string) {
    super('nobody is signed in at the provider');
  }
}

/** Where the provider would have had to show something. Source: OpenID Connect Core 1.0, 3.1.2.6 */
const silentAnswers = new Set([
  'login_required',
  'interaction_required',
  'consent_required',
  'account_selection_required',
]);

/** Whether a provider answers that it would have had to show something. */
export const wouldShow = (error: unknown): boolean =>
  error instanceof AuthorizationResponseError && silentAnswers.has(error.error);

/**
 * The reason for an error on the way through a provider. Whatever is wrong with its answer is one reason: who has forged it should
 * not learn which check it failed. The log has the rest.
 */
export function reasonOf(error: unknown): OpenidFailure | 'none' {
  if (error instanceof NothingSilent) return 'none';
  if (error instanceof SignInFailed) return error.reason;
  if (error instanceof AppError && error.code === 'rate_limited') return 'tooMany';
  if (isUnreachable(error)) return 'unreachable';
  if (error instanceof AuthorizationResponseError && error.error === 'access_denied') return 'cancelled';
  return 'invalid';
}
