import { z } from 'zod';
import { defineLiveSection } from '../../platform/liveSettings.js';

/** How long entries stay, in days; 0 for ever. */
export const auditLive = defineLiveSection({
  name: 'audit',
  ownersOnly: true,
  shape: z.object({ days: z.number().int().min(0).max(36_500).default(365) }),
});
