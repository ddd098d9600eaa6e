import type { Limit } from '../../platform/rateLimit.js';

/** Each former name is reserved for a month: nobody must collect them, nor try out which are taken. An admin may rename a team. */
export const renameLimit: Limit = { name: 'rename', bounds: () => [30, 3600] };

/** Codes that confirm an e-mail address must not be guessed. */
export const emailCodeLimit: Limit = {
  name: 'emailCode',
  bounds: (config) => [config.SIGN_INS_PER_15_MINUTES, 900],
};
