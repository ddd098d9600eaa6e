import type { Server } from '../../platform/context.js';
import { upserting } from '../../platform/database.js';
import { evictRights } from './roles.access.js';
import { Rights } from './roles.model.js';

declare module '../../platform/nodes.js' {
  interface NodeMessages {
    /** Rules, custom roles or groups that have one have changed. */
    rights: object;
  }
}

/** Pages sync again within this time, in ms. */
const FRESHEN_MS = 1000;

const bump = (server: Server): Promise<unknown> =>
  upserting(() =>
    Rights(server)
      .updateOne({ _id: 'workspace' }, { $inc: { revision: 1 } }, { upsert: true })
      .exec(),
  );

/**
 * Wraps every write that changes anybody's rights: all nodes read them again, and pages sync.
 * @param userIds whose rights change; undefined for everybody's
 */
export async function changingRights<T>(
  server: Server,
  userIds: readonly string[] | undefined,
  write: () => Promise<T>,
): Promise<T> {
  const done = await write();
  await bump(server);
  evictRights(server);
  server.nodes.broadcast({ kind: 'rights' });
  const due = { within: FRESHEN_MS };
  if (!userIds) server.publish.toEveryone('sync:due', due);
  else for (const userId of new Set(userIds)) server.publish.toUser(userId, 'sync:due', due);
  return done;
}
