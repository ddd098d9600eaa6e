import { z } from 'zod';
import { count } from '../../platform/settingKinds.js';

export const sessionsSettings = {
  ACCESS_TOKEN_SECONDS: count().default(900).describe('Life of an access token.'),
  SESSION_DAYS: z.coerce.number().int().min(1).max(400).default(60).describe('Life of a session.'),
  REGISTRATIONS_PER_HOUR: count()
    .default(20)
    .describe('New accounts per address; ten times as many of people who were invited.'),
};
