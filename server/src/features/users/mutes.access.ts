import { refusal } from '@parley/shared/refusals';
import { trusted, Types } from 'mongoose';
import { batchedRead } from '../../platform/batchedRead.js';
import type { Actor, Server } from '../../platform/context.js';
import { perServer } from '../../platform/perServer.js';
import { spokenTime } from './bans.access.js';
import { Users, type Mute } from './users.model.js';

/** How long a node that alone writes keeps the list, should the write that evicts it fail to. In ms. */
const CACHED_MS = 15_000;
/** More people than ever are muted at once. */
const MOST = 10_000;

type Muted = Map<string, Mute[]>;

/** All running mutes, of a node that alone writes to its database. */
const cacheOf = perServer(() => ({ muted: undefined as Promise<Muted> | undefined, until: 0 }));

async function read(server: Server, userIds?: string[]): Promise<Muted> {
  const filter = {
    'mutes.until': trusted({ $gt: new Date() }),
    ...(userIds ? { _id: trusted({ $in: userIds.map((id) => new Types.ObjectId(id)) }) } : {}),
  };
  const found = await Users(server).find(filter, { mutes: 1 }).limit(MOST).lean();
  return new Map(found.map(({ _id, mutes = [] }) => [String(_id), mutes]));
}

const readTogether = batchedRead<string, Mute[]>((userId) => userId, read);

/** Evicts what this node has cached. Called before a mute changes, and after it. */
export function forgetMutes(server: Server): void {
  cacheOf(server).muted = undefined;
}

/**
 * The mutes of a person, also of those that have ended. As standings are, it is read with each message, so a node that alone writes
 * caches who is muted; with several each read is of the database, because a mute must hold on all of them at once.
 */
async function mutesOf(server: Server, userId: string): Promise<Mute[]> {
  if (!server.writesAlone || server.nodes.others > 0) return (await readTogether(server, userId)) ?? [];
  const cache = cacheOf(server);
  if (!cache.muted || cache.until <= performance.now()) {
    const muted = read(server);
    cache.until = performance.now() + CACHED_MS;
    cache.muted = muted;
    muted.catch(() => forgetMutes(server));
  }
  return (await cache.muted).get(userId) ?? [];
}

/**
 * What everything checks by which one writes to others.
 * @param roomId undefined for what is in no room
 * @throws forbidden with the end and the reason
 */
export async function requireUnmuted(
  { server, userId }: Pick<Actor, 'server' | 'userId'>,
  roomId: string | undefined,
): Promise<void> {
  const now = Date.now();
  const mutes = await mutesOf(server, userId);
  const mute = mutes.find(
    (one) => one.until.getTime() > now && (one.roomId == null || String(one.roomId) === roomId),
  );
  if (mute) throw refusal('mutes.muted', { until: spokenTime(mute.until), reason: mute.reason });
}
