import { count } from '../../platform/settingKinds.js';

export const webhooksSettings = {
  WEBHOOK_CALLS_PER_MINUTE: count().default(120).describe('Calls of one webhook.'),
};
