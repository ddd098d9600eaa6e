import type { Limit } from '../../platform/rateLimit.js';

/** Uploads of files and pictures, per person. */
export const uploadLimit: Limit = {
  name: 'upload',
  bounds: (config) => [config.UPLOADS_PER_10_MINUTES, 600],
};
