import { z } from 'zod';
import { defineLiveSection } from '../../platform/liveSettings.js';

/** Which new accounts wait for a moderator, and the brake that a rush of them pulls. */
export const newcomersSection = defineLiveSection({
  name: 'newcomers',
  shape: z.object({
    /** `uninvited`: those without an invitation wait. `everybody`: the invited, too. */
    approval: z.enum(['off', 'uninvited', 'everybody']).default('off'),
    /** New accounts in a window that pull the brake; 0 for never. */
    mostAccounts: z.number().int().min(0).max(100_000).default(0),
    /** Joins of public rooms in a window that pull it; 0 for never. */
    mostJoins: z.number().int().min(0).max(1_000_000).default(0),
    windowMinutes: z.number().int().min(1).max(1440).default(10),
    /** What holds while it is pulled. */
    brake: z.enum(['invitations', 'approval']).default('invitations'),
    /** After these it ends by itself. */
    brakeHours: z.number().int().min(1).max(720).default(6),
  }),
});
