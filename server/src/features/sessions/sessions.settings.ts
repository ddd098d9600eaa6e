import { z } from 'zod';
import { count } from '../../platform/settingKinds.js';

export const sessionsSettings = {
  ACCESS_TOKEN_SECONDS: count().default(900).describe('Life of an access token.'),
  SESSION_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(400)
    .optional()
    .describe('Life of a session. Without it what is set in the application; by itself 60.'),
  SESSION_IDLE_HOURS: z.coerce
    .number()
    .int()
    .min(0)
    .max(9600)
    .optional()
    .describe(
      'A session ends that no open page has used for so long; 0 for never. Without it what is set in the application; by itself 0.',
    ),
  REGISTRATIONS_PER_HOUR: count()
    .default(20)
    .describe('New accounts per address; ten times as many of people who were invited.'),
};
