import { z } from 'zod';
import { limits } from '@parley/shared/limits';
import { defineLiveSection } from '../../platform/liveSettings.js';

export const pushSection = defineLiveSection({
  name: 'push',
  shape: z.object({
    /** An address at which a push service can reach the operator. */
    contact: z.email().max(limits.email).nullable().default(null),
  }),
});
