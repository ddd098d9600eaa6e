import type { RoomPermission, Standing } from '@parley/shared/permissions';
import type { Actor, Server } from '../../platform/context.js';
import { perServer } from '../../platform/perServer.js';
import { loadRoom, requireCan } from './rooms.access.js';

/** An entry is cached no longer than this, whatever happened to the write that should have said so. */
const CACHED_MS = 15_000;
const MAX_CACHED = 50_000;

interface StoredSession {
  standing: Standing;
  until: number;
}

/** What this node knows of who may do what in which room, and how often that has changed. */
class Standings {
  private readonly stored = new Map<string, StoredSession>();
  changes = 0;

  find(key: string): Standing | undefined {
    const found = this.stored.get(key);
    return found && found.until > performance.now() ? found.standing : undefined;
  }

  keep(key: string, standing: Standing): void {
    if (this.stored.size >= MAX_CACHED) this.stored.clear();
    this.stored.set(key, { standing, until: performance.now() + CACHED_MS });
  }

  forget(): void {
    this.changes += 1;
    this.stored.clear();
  }
}

const standingsOf = perServer(() => new Standings());

/**
 * Around every write that changes who may do what in a room. What is cached is evicted before it and once more when it has
 * ended: what was read in between may be of before.
 */
export async function changingStandings<T>(server: Server, write: () => Promise<T>): Promise<T> {
  const all = standingsOf(server);
  all.forget();
  try {
    return await write();
  } finally {
    all.forget();
  }
}

/**
 * How somebody stands in a room they may read. It is checked with each message and each key typed, so a node that alone
 * writes to its database caches it until it changes it itself. With several nodes nothing is cached: one that has just
 * removed somebody would go unheard for a moment, and "removed" must mean removed.
 *
 * @throws not_found for what one may not see
 */
export async function loadStanding(actor: Actor, roomId: string): Promise<Standing> {
  const { server, userId, role } = actor;
  if (!server.writesAlone || server.nodes.others > 0) return (await loadRoom(actor, roomId)).standing;
  const all = standingsOf(server);
  const key = `${roomId} ${userId} ${role}`;
  const known = all.find(key);
  if (known) return known;
  const { changes } = all;
  const { standing } = await loadRoom(actor, roomId);
  if (all.changes === changes) all.keep(key, standing);
  return standing;
}

/** @throws not_found when one may not even see the room, forbidden when one may not do this in it */
export async function requirePermission(
  actor: Actor,
  roomId: string,
  permission: RoomPermission,
): Promise<void> {
  requireCan(permission, await loadStanding(actor, roomId));
}
