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
  // The roles that can be read; where none can, all.
  strict: {
    roles: (stored) => {
      const known = workspaceRoles.filter((role) => Array.isArray(stored) && stored.includes(role));
      return known.length > 0 ? known : [...workspaceRoles];
    },
  },
  fixedBy: { roles: 'SECOND_FACTOR_ROLES', graceDays: 'SECOND_FACTOR_GRACE_DAYS' },
});
