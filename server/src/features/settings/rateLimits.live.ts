import { z } from 'zod';
import { defineLiveSection } from '../../platform/liveSettings.js';

const count = (value: number) => z.number().int().min(1).max(1_000_000).default(value);

/** The limits of the server, which stand for variables of `config.ts`: what counts by them reads `server.config`. */
export const rateLimitsSection = defineLiveSection({
  name: 'rateLimits',
  ownersOnly: true,
  shape: z.object({
    enabled: z.boolean().default(true),
    signIns: count(10),
    registrations: count(30),
    sends: count(60),
    changes: count(300),
    reads: count(2000),
    searches: count(120),
    uploads: count(200),
    webhookCalls: count(120),
    refusals: count(300),
  }),
  fixedBy: {
    enabled: 'RATE_LIMITS',
    signIns: 'SIGN_INS_PER_15_MINUTES',
    registrations: 'REGISTRATIONS_PER_HOUR',
    sends: 'SENDS_PER_10_SECONDS',
    changes: 'CHANGES_PER_10_SECONDS',
    reads: 'READS_PER_SECOND',
    searches: 'SEARCHES_PER_MINUTE',
    uploads: 'UPLOADS_PER_10_MINUTES',
    webhookCalls: 'WEBHOOK_CALLS_PER_MINUTE',
    refusals: 'REFUSALS_PER_MINUTE',
  },
});
