import { z } from 'zod';
import { defineLiveSection, liveSettings } from '../../platform/liveSettings.js';
import type { Server } from '../../platform/context.js';
import type { SessionDoc } from './sessions.model.js';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** How long people stay signed in. */
export const sessionsLive = defineLiveSection({
  name: 'sessions',
  shape: z.object({
    /** The longest life of a session, in days. */
    days: z.number().int().min(1).max(400).default(60),
    /** A session ends that no page has used for so many hours; 0 for never. A page that is open uses it. */
    idleHours: z.number().int().min(0).max(9600).default(0),
  }),
  fixedBy: { days: 'SESSION_DAYS', idleHours: 'SESSION_IDLE_HOURS' },
});

/** The lifetimes as they are now, in ms. */
export function lifetimes(server: Server): { longest: number; idle: number } {
  const { days, idleHours } = liveSettings(server, sessionsLive);
  return { longest: days * DAY_MS, idle: idleHours * HOUR_MS || Infinity };
}

/** Whether a session has ended by itself. A shorter lifetime holds for the sessions that are there, too. */
export function hasEnded(
  server: Server,
  { createdAt, lastUsedAt, expiresAt }: Pick<SessionDoc, 'createdAt' | 'lastUsedAt' | 'expiresAt'>,
  now = Date.now(),
): boolean {
  const { longest, idle } = lifetimes(server);
  return (
    expiresAt.getTime() <= now || createdAt.getTime() + longest <= now || lastUsedAt.getTime() + idle <= now
  );
}
