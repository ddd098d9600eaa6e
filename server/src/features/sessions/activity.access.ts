import { trusted } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { Sessions } from './sessions.model.js';

/** How many people have a session that was used since a time. Those who signed out since are not among them. */
export async function countActive(server: Server, since: Date): Promise<number> {
  const found = await Sessions(server).distinct('userId', { lastUsedAt: trusted({ $gte: since }) });
  return found.length;
}
