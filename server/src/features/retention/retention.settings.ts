import { z } from 'zod';

export const retentionSettings = {
  RETENTION_GRACE_HOURS: z.coerce
    .number()
    .min(0)
    .max(720)
    .default(24)
    .describe(
      'How long a new or shorter rule of retention waits before anything is deleted by it, so that a mistake can be undone.',
    ),
};
