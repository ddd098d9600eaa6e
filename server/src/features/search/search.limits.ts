import type { Limit } from '../../platform/rateLimit.js';

/** Searches, per person. */
export const searchLimit: Limit = { name: 'search', bounds: (config) => [config.SEARCHES_PER_MINUTE, 60] };
