import type { Limit } from '../../platform/rateLimit.js';

/** Attempts to sign in to one account from one address, or by one browser it knows. */
export const signInLimit: Limit = {
  name: 'signIn',
  bounds: (config) => [config.SIGN_INS_PER_15_MINUTES, 900],
};

/** An office shares an address: many people may sign in from it, one password guesser may not try for ever. */
export const signInAddressLimit: Limit = {
  name: 'signInAddress',
  bounds: (config) => [config.SIGN_INS_PER_15_MINUTES * 10, 900],
};

/** New accounts, per address. */
export const registerLimit: Limit = {
  name: 'register',
  bounds: (config) => [config.REGISTRATIONS_PER_HOUR, 3600],
};

/** People who were invited share an address when they share an office. */
export const registerInvitedLimit: Limit = {
  name: 'registerInvited',
  bounds: (config) => [config.REGISTRATIONS_PER_HOUR * 10, 3600],
};
