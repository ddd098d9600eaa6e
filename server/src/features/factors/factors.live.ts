import { workspaceRoles } from '@parley/shared/permissions';
import { z } from 'zod';
import { defineLiveSection } from '../../platform/liveSettings.js';

/** Who needs a second factor. What decides by it reads the variables in `server.config`. */
export const secondFactorSection = defineLiveSection({
  name: 'secondFactor',
  ownersOnly: true,
  shape: z.object({
    roles: z.array(z.enum(workspaceRoles)).max(workspaceRoles.length).default([]),
    graceDays: z.number().min(0).max(365).default(7),
  }),
  fixedBy: { roles: 'SECOND_FACTOR_ROLES', graceDays: 'SECOND_FACTOR_GRACE_DAYS' },
});
