import { z } from 'zod';
import { defineLiveSection } from '../../platform/liveSettings.js';

/** Settings of reports. */
export const moderationLive = defineLiveSection({
  name: 'moderation',
  shape: z.object({
    /** Days after which a report goes, with its evidence. */
    reportDays: z.number().int().min(1).max(3650).default(180),
  }),
});
