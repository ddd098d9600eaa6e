import { count } from '../../platform/settingKinds.js';

export const syncSettings = {
  SOCKETS_PER_PERSON: count()
    .default(50)
    .describe('Connections of one person, on each server: tabs, devices and programs.'),
};
