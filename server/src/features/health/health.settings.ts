import { z } from 'zod';

export const healthSettings = {
  SLOW_QUERY_MS: z.coerce
    .number()
    .nonnegative()
    .default(500)
    .describe('A query that takes the database longer is logged, with its fields and without any value.'),
  METRICS_TOKEN: z
    .string()
    .min(16)
    .optional()
    .describe(
      'Who reads `/metrics` sends it as bearer token. Without it only programs on this machine may read them, and nobody where `TRUSTED_PROXIES` or `PUBLIC_URL` is set.',
    ),
};
