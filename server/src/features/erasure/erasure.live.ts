import { z } from 'zod';
import { defineLiveSection } from '../../platform/liveSettings.js';

export const departureLive = defineLiveSection({
  name: 'departure',
  shape: z.object({
    /** Days between the deletion of one's own account and its erasure; 0 erases at once. */
    graceDays: z.number().int().min(0).max(90).default(14),
  }),
});
