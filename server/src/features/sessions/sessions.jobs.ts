import { trusted } from 'mongoose';
import type { Job } from '../../platform/jobs.js';
import { endSession } from './sessions.change.js';
import { lifetimes } from './sessions.live.js';
import { Sessions } from './sessions.model.js';

const MINUTE_MS = 60_000;
const MOST_AT_ONCE = 1000;

export const sessionJobs: readonly Job[] = [
  {
    // What the database does not delete by itself, because a setting made it shorter. Sockets: at the next beacon.
    name: 'sessions.endExpired',
    everyMs: () => MINUTE_MS,
    runs: 'cluster',
    run: async ({ server }) => {
      const now = Date.now();
      const { longest, idle } = lifetimes(server);
      const ended = await Sessions(server)
        .find(
          {
            $or: [
              { createdAt: trusted({ $lte: new Date(now - longest) }) },
              ...(idle === Infinity ? [] : [{ lastUsedAt: trusted({ $lte: new Date(now - idle) }) }]),
            ],
          },
          { _id: 1 },
        )
        .limit(MOST_AT_ONCE)
        .lean();
      for (const { _id } of ended) await endSession(server, String(_id), 'revoked');
    },
  },
];
