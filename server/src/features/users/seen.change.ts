import type { Server } from '../../platform/context.js';
import { Users, type UserDoc } from './users.model.js';

/** How exact it is: not every renewal of a token should be a write. */
const EXACT_MS = 3_600_000;

/** Stores that somebody is here, in the background: nothing waits for it, and nothing fails without it. */
export function noteSeen(server: Server, { _id, seenAt }: Pick<UserDoc, '_id' | 'seenAt'>): void {
  const now = new Date();
  if (seenAt && now.getTime() - seenAt.getTime() < EXACT_MS) return;
  server.inFlight
    .track(
      Users(server)
        .updateOne({ _id }, { $set: { seenAt: now } })
        .exec(),
    )
    .catch((error: unknown) => server.log.warn({ err: error }, 'when somebody was here was not stored'));
}
