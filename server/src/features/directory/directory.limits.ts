import type { Limit } from '../../platform/rateLimit.js';

/** Attempts at one name of the directory from one address. Apart from those at the account of the same name here. */
export const directoryNameLimit: Limit = {
  name: 'directory',
  bounds: (config) => [config.SIGN_INS_PER_15_MINUTES, 900],
};

/** Attempts from one address: an office shares one. */
export const directoryAddressLimit: Limit = {
  name: 'directoryAddress',
  bounds: (config) => [config.SIGN_INS_PER_15_MINUTES * 10, 900],
};
