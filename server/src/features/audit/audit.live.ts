import { auditLimits } from '@parley/shared/audit';
import { messageOf } from '@parley/shared/faults';
import { z } from 'zod';
import { defineLiveSection } from '../../platform/liveSettings.js';

const { leastDays } = auditLimits;

/** How long entries stay, in days; 0 for ever. Not so short that somebody could remove traces of what they just did. */
export const auditLive = defineLiveSection({
  name: 'audit',
  ownersOnly: true,
  shape: z.object({
    days: z
      .number()
      .int()
      .min(0)
      .max(36_500)
      .refine((days) => days === 0 || days >= leastDays, messageOf('tooSmall', { least: leastDays }))
      .default(365),
  }),
});
