import type { Limit } from '../../platform/rateLimit.js';

/** Requests with one token. */
export const scimLimit: Limit = { name: 'scim', bounds: (config) => [config.SCIM_PER_10_SECONDS, 10] };
