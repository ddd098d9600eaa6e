import { z } from 'zod';
import type { Server } from '../../platform/context.js';
import { defineLiveSection, liveSettings } from '../../platform/liveSettings.js';

export const signInLinksLive = defineLiveSection({
  name: 'signInLinks',
  ownersOnly: true,
  shape: z.object({
    /** People can sign in by a link that is sent to their confirmed address. */
    enabled: z.boolean().default(false),
  }),
  fixedBy: { enabled: 'SIGN_IN_LINKS' },
});

/** Whether there is a mail server, and an admin has allowed it. */
export const areLinksOn = (server: Server): boolean =>
  server.mail !== undefined && liveSettings(server, signInLinksLive).enabled;
