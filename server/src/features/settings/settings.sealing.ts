import { sealingFor } from '../../platform/sealing.js';

/** Encrypts secret settings. The place is section and field: as another setting one cannot be read. */
export const { seal: sealSetting, unseal: unsealSetting } = sealingFor('settings');
