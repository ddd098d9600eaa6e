import type { ErrorCode } from '@parley/shared/errors';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { From, Server } from './context.js';
import { perServer } from './perServer.js';

/** Security events: changes of accounts and of permissions. */
export type EventName =
  | 'sign_in'
  | 'registered'
  | 'session_confirmed'
  | 'session_stolen'
  | 'password_changed'
  | 'role_changed'
  | 'room_role_changed'
  | 'webhook_ended'
  | 'identity_linked'
  | 'identity_unlinked'
  | 'identity_signed_out'
  | 'openid_refused'
  | 'second_factor_added'
  | 'second_factor_removed'
  | 'recovery_code_used'
  | 'recovery_codes_made'
  | 'device_denied';

/**
 * One line of the log, in JSON, about an event that operators may want to follow. It has ids and no names, and nothing
 * that a person typed: that might be a password in the wrong field.
 */
export function logEvent(
  server: Server,
  event: EventName,
  from: From | undefined,
  details: Record<string, string | boolean>,
): void {
  server.log.info({ event, address: from?.address, requestId: from?.requestId, ...details }, 'event');
}

/** Lines about refusals of one address in a minute: enough for fail2ban, and too few to fill a disk. */
const REFUSALS_LOGGED = 60;
const loggedOf = perServer(() => new RateLimiterMemory({ points: REFUSALS_LOGGED, duration: 60 }));

/** Codes that refuse the caller rather than the input. */
const always = new Set<ErrorCode>(['forbidden', 'reauthentication_required', 'rate_limited']);
/** Codes of a wrong secret, on a route that takes one. */
const ofSecrets = new Set<ErrorCode>(['unauthenticated', 'invalid', 'not_found']);

export interface Refusal {
  method: string;
  route: string;
  code: ErrorCode;
  /** The route takes a password or another secret. */
  secret: boolean;
  userId: string | undefined;
}

/** Logs a refused request. The address is at the front, where fail2ban looks for it (docs/deploy.md). */
export async function logRefusal(server: Server, from: From, refusal: Refusal): Promise<void> {
  const { secret, code, method, route, userId } = refusal;
  if (!always.has(code) && !(secret && ofSecrets.has(code))) return;
  const { address, requestId } = from;
  const fits = await loggedOf(server)
    .consume(address)
    .then(
      () => true,
      () => false,
    );
  if (fits) server.log.warn({ event: 'refused', address, code, method, route, requestId, userId }, 'refused');
}
