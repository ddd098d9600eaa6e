import type { Limit } from '../../platform/rateLimit.js';

/** Per address: an office shares one. */
export const forgotPasswordLimit: Limit = { name: 'forgotPassword', bounds: () => [20, 3600] };

/** Per mailbox: nobody must fill another's. */
export const forgotPasswordMailLimit: Limit = { name: 'forgotPasswordMail', bounds: () => [4, 3600] };
