import { flag } from '../../platform/settingKinds.js';

export const pushSettings = {
  ALLOW_PRIVATE_ADDRESSES: flag()
    .default(false)
    .describe('Lets the server call push services in its own network, over HTTP too. For development.'),
};
