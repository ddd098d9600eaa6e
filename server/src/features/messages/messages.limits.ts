import type { Limit } from '../../platform/rateLimit.js';

/** Messages and changes of messages, per person. */
export const sendLimit: Limit = { name: 'send', bounds: (config) => [config.SENDS_PER_10_SECONDS, 10] };
