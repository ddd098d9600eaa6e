import { z } from 'zod';
import { count } from '../../platform/settingKinds.js';

export const messagesSettings = {
  SENDS_PER_10_SECONDS: count().default(60).describe('Messages and changes of messages, per person.'),
  HEADS_CACHED_SECONDS: z.coerce
    .number()
    .min(0)
    .max(3600)
    .default(300)
    .describe(
      'How long a node trusts what it knows of the end of a room. Retention waits twice as long before it deletes; the same on all nodes. 0, for tests, waits not at all.',
    ),
};
