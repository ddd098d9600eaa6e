import type { CallCheck, CallSettings } from '@parley/shared/calls/check';
import type { Actor } from '../../platform/context.js';
import type { Limit } from '../../platform/rateLimit.js';
import { requireWorkspace } from '../workspace/workspace.access.js';
import { checkCalls } from './calls.check.js';
import { relaySecretOf, turnUrlsOf } from './calls.turn.js';

/** Tests, per person: each opens connections, and lasts some seconds. */
const testLimit: Limit = { name: 'calls.test', bounds: () => [10, 60] };

/** What is set for calls. @throws forbidden */
export function readCallSettings(actor: Actor): CallSettings {
  requireWorkspace(actor, 'changeWorkspace');
  const { config } = actor.server;
  return {
    relayPort: config.RELAY_PORT,
    relayHost: config.RELAY_HOST ?? null,
    turnUrls: turnUrlsOf(config),
    hasTurnSecret: config.TURN_SECRET !== undefined,
    livekitUrl: config.LIVEKIT_URL ?? null,
  };
}

/** Tries what carries calls, from this server. @throws forbidden, rate_limited */
export async function testCallSettings(actor: Actor): Promise<CallCheck[]> {
  requireWorkspace(actor, 'changeWorkspace');
  const { config, secrets, limits } = actor.server;
  await limits.take(testLimit, actor.userId, actor.limitsUsed);
  return await checkCalls({ config, relaySecret: relaySecretOf(secrets.accessToken), isRunning: true });
}
