import type { Limit } from '../../platform/rateLimit.js';

/** An office shares an address. */
export const forgotPasswordLimit: Limit = { name: 'forgotPassword', bounds: () => [20, 3600] };

/** A mailbox shall not be filled by somebody who knows it. */
export const forgotPasswordMailLimit: Limit = { name: 'forgotPasswordMail', bounds: () => [4, 3600] };
