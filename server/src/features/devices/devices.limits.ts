import type { Limit } from '../../platform/rateLimit.js';

/** Mails about new devices, per person: a program that signs in each time must not fill a mailbox. */
export const deviceMailLimit: Limit = { name: 'deviceMail', bounds: () => [10, 3600] };

/** Links of such mails, per address. */
export const deviceLinkLimit: Limit = { name: 'deviceLink', bounds: () => [60, 900] };
