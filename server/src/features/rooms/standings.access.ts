import type { RoomPermission, Standing } from '@parley/shared/permissions';
import type { Actor, Server } from '../../platform/context.js';
import { perServer } from '../../platform/perServer.js';
import { currentRights, type WorkspaceRights } from '../roles/roles.access.js';
import { loadRoom, requireCan } from './rooms.access.js';

/** The longest lifetime of a cached entry, should the write that evicts it fail to. */
const CACHED_MS = 15_000;
const MAX_CACHED = 50_000;

interface StoredStanding {
  standing: Standing;
  /** Those it was made with. */
  rights: WorkspaceRights;
  until: number;
}

/** The cache of permissions in rooms, and how often it was invalidated. */
class Standings {
  private readonly stored = new Map<string, StoredStanding>();
  changes = 0;

  find(key: string, rights: WorkspaceRights): Standing | undefined {
    const found = this.stored.get(key);
    return found?.rights === rights && found.until > performance.now() ? found.standing : undefined;
  }

  keep(key: string, standing: Standing, rights: WorkspaceRights): void {
    if (this.stored.size >= MAX_CACHED) this.stored.clear();
    this.stored.set(key, { standing, rights, until: performance.now() + CACHED_MS });
  }

  forget(): void {
    this.changes += 1;
    this.stored.clear();
  }
}

const standingsOf = perServer(() => new Standings());

/**
 * Wraps every write that changes permissions in a room. Cached entries are evicted before it and again after it: what was
 * read in between may be out of date.
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
 * A person's standing in a room they may read. It is checked with each message and each key typed, so a node that alone
 * writes to its database caches it until it changes it itself. With several nodes nothing is cached: another node would
 * not learn of a removal at once, and a removal must be immediate.
 *
 * @throws not_found for a room one may not see
 */
export async function loadStanding(actor: Actor, roomId: string): Promise<Standing> {
  const { server, userId, role } = actor;
  if (!server.writesAlone || server.nodes.others > 0) return (await loadRoom(actor, roomId)).standing;
  const all = standingsOf(server);
  const key = `${roomId} ${userId} ${role}`;
  const rights = await currentRights(server);
  const known = all.find(key, rights);
  if (known) return known;
  const { changes } = all;
  const { standing } = await loadRoom(actor, roomId);
  if (all.changes === changes) all.keep(key, standing, rights);
  return standing;
}

/** @returns the standing that was checked @throws not_found when one may not even see the room, forbidden without the permission */
export async function requirePermission(
  actor: Actor,
  roomId: string,
  permission: RoomPermission,
): Promise<Standing> {
  const standing = await loadStanding(actor, roomId);
  requireCan(permission, standing);
  return standing;
}
