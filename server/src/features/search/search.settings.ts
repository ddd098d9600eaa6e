import { count } from '../../platform/settingKinds.js';

export const searchSettings = {
  SEARCHES_PER_MINUTE: count().default(120).describe('Searches per person.'),
};
