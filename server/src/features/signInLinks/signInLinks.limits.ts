import type { Limit } from '../../platform/rateLimit.js';

/** Links requested and used, per address: an office shares one. */
export const linkAddressLimit: Limit = { name: 'signInLink', bounds: () => [40, 900] };

/** Links to one mailbox, by whatever strangers request. Nobody must fill another's. */
export const linkMailLimit: Limit = { name: 'signInLinkMail', bounds: () => [4, 900] };

/** The same for a browser in which its owner has signed in: no stranger can use it up. */
export const linkDeviceLimit: Limit = { name: 'signInLinkDevice', bounds: () => [4, 900] };
