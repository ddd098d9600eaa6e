import { addressKey } from '../../platform/addressKey.js';
import type { From, Server } from '../../platform/context.js';
import type { Limit, LimitsUsed } from '../../platform/rateLimit.js';

/** Sign-ins begun, per address: as many as attempts with a password. Each may cause a request to a provider. */
const openidLimit: Limit = {
  name: 'openid',
  bounds: (config) => [config.SIGN_INS_PER_15_MINUTES * 10, 900],
};

/** Callbacks of attempts that were begun, per address: more, so that an attempt begun just below the limit can be completed. */
export const openidCallbackLimit: Limit = {
  name: 'openidCallback',
  bounds: (config) => [config.SIGN_INS_PER_15_MINUTES * 20, 900],
};

/** New accounts by a provider, per address: an office shares one, and the provider has verified each person. */
export const openidRegisterLimit: Limit = {
  name: 'openidRegister',
  bounds: (config) => [config.REGISTRATIONS_PER_HOUR * 10, 3600],
};

/** Back-channel sign-outs, per address: one provider sends those of all its people. */
export const backChannelLimit: Limit = { name: 'openidLogout', bounds: () => [600, 60] };

/** Counts a step of a sign-in by an address, before any request to a provider. @throws rate_limited */
export const countStep = (
  server: Server,
  { address, limitsUsed }: Pick<From, 'address'> & { limitsUsed: LimitsUsed },
  limit: Limit = openidLimit,
): Promise<void> => server.limits.take(limit, addressKey(address), limitsUsed);
