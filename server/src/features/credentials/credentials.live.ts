import { limits } from '@parley/shared/limits';
import { z } from 'zod';
import { defineLiveSection } from '../../platform/liveSettings.js';

/** Rules for new passwords; those that people have stay valid. */
export const passwordsSection = defineLiveSection({
  name: 'passwords',
  shape: z.object({
    /** In characters. */
    minLength: z.number().int().min(limits.passwordMin).max(64).default(limits.passwordMin),
  }),
});
