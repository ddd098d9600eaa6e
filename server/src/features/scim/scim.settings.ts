import { count } from '../../platform/settingKinds.js';

export const scimSettings = {
  SCIM_PER_10_SECONDS: count()
    .default(200)
    .describe('Requests of a provisioning program (SCIM) with one token.'),
};
