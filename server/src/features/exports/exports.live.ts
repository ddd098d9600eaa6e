import { z } from 'zod';
import { defineLiveSection } from '../../platform/liveSettings.js';

/** Everybody can read it (`GET /data-policy`). */
export const exportsLive = defineLiveSection({
  name: 'exports',
  ownersOnly: true,
  shape: z.object({
    /** Exports of the workspace have private rooms and direct messages, too. */
    includePrivate: z.boolean().default(false),
  }),
});
