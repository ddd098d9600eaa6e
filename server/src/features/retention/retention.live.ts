import { MOST_DAYS, roomRules } from '@parley/shared/retention';
import { z } from 'zod';
import { defineLiveSection } from '../../platform/liveSettings.js';

export const retentionLive = defineLiveSection({
  name: 'retention',
  // What is deleted does not come back.
  ownersOnly: true,
  shape: z.object({
    /** Days after which messages and files are deleted; 0 for never. */
    days: z.number().int().min(0).max(MOST_DAYS).default(0),
    /** Which rules of their own rooms may have. */
    rooms: roomRules.default('none'),
  }),
});
