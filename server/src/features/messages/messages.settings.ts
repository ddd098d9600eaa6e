import { count } from '../../platform/settingKinds.js';

export const messagesSettings = {
  SENDS_PER_10_SECONDS: count().default(60).describe('Messages and changes of messages, per person.'),
};
