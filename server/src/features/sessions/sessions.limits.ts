import type { Limit } from '../../platform/rateLimit.js';

/** Attempts to sign in to one account from one address, or with one device cookie. */
export const signInLimit: Limit = {
  name: 'signIn',
  bounds: (config) => [config.SIGN_INS_PER_15_MINUTES, 900],
};

/** An office shares an address: many people may sign in from it, but nobody may guess passwords for ever. */
export const signInAddressLimit: Limit = {
  name: 'signInAddress',
  bounds: (config) => [config.SIGN_INS_PER_15_MINUTES * 10, 900],
};

/** New accounts, per address. */
export const registerLimit: Limit = {
  name: 'register',
  bounds: (config) => [config.REGISTRATIONS_PER_HOUR, 3600],
};

/** Invited people share an address when they share an office. */
export const registerInvitedLimit: Limit = {
  name: 'registerInvited',
  bounds: (config) => [config.REGISTRATIONS_PER_HOUR * 10, 3600],
};
