import type { TokenScope } from '@parley/shared/accessTokens';
import { AppError } from '@parley/shared/errors';
import { refusal, type RefusalKey } from '@parley/shared/refusals';
import type { Actor } from './context.js';

/** A session counts as confirmed for this time after its password was entered, in ms. Shorter than GitHub’s two hours: a chat is open all day. */
export const PROOF_MS = 10 * 60_000;

/** Scopes of access tokens: each includes those before it. */
const ranks: Record<TokenScope, number> = { read: 0, write: 1, admin: 2 };

const refusalsOf = {
  read: 'tokens.readOnly',
  write: 'tokens.readOnly',
  admin: 'tokens.notAdmin',
} as const satisfies Record<TokenScope, RefusalKey>;

/** Requires a session. @throws forbidden for an access token */
export function requireSession(actor: Actor): void {
  if (actor.token) throw refusal('tokens.sessionOnly');
}

/**
 * The one place that decides what an access token may do, over HTTP and sockets.
 * @param needed scope of the route or command
 * @throws forbidden when the token has less
 */
export function requireScope(actor: Actor, needed: TokenScope): void {
  if (actor.token && ranks[actor.token.scope] < ranks[needed]) throw refusal(refusalsOf[needed]);
}

/**
 * What gives credentials or power requires a password entered recently: a session that was left open or stolen is not enough.
 * @throws forbidden for an access token, reauthentication_required when the password was entered too long ago
 */
export function requireProof(actor: Actor): void {
  requireSession(actor);
  if (actor.provedAt === undefined || Date.now() - actor.provedAt.getTime() > PROOF_MS)
    throw new AppError('reauthentication_required');
}
