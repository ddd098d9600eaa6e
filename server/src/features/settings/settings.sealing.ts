import { sealingFor } from '../../platform/sealing.js';

/** Encrypts secret settings. The place is `section.field`. */
export const { seal: sealSetting, unseal: unsealSetting } = sealingFor('settings');
