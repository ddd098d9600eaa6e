import { Schema, trusted } from 'mongoose';
import type { Config } from '../config.js';
import type { Server } from './context.js';
import type { NodeState } from './nodeState.js';
import { perServer } from './perServer.js';
import { defineModel } from './database.js';

/** A node, and how it is doing; absent of one with an older program. */
export interface NodeDoc {
  _id: string;
  seenAt: Date;
  state?: NodeState;
}

const nodeSchema = new Schema<NodeDoc>(
  {
    _id: { type: String, required: true },
    seenAt: { type: Date, required: true },
    state: { type: Schema.Types.Mixed },
  },
  { versionKey: false, strict: 'throw' },
);
nodeSchema.index({ seenAt: 1 }, { expireAfterSeconds: 600 });
const NodeDocs = defineModel('Node', nodeSchema);

/** Heartbeats per beacon interval, but not more often than the minimum below. */
const TIMES_PER_BEACON = 5;
const SOONEST_MS = 1000;
/** A node that misses this many heartbeats is gone. */
const MISSED_TIMES = 3;

export const registerEveryMs = (config: Config): number =>
  Math.max(SOONEST_MS, (config.BEACON_SECONDS * 1000) / TIMES_PER_BEACON);

/** A node as seen by this one: its clock does not matter, only whether what it writes changes. */
interface Sighting {
  seenAt: number;
  /** When that was new here, in ms since this process began; undefined until it has changed once. */
  changedAt: number | undefined;
}

const sightingsOf = perServer(() => new Map<string, Sighting>());

/**
 * Compares the heartbeats of the nodes with the earlier ones. Clocks of nodes may be minutes apart, so a heartbeat that
 * does not change means that a node is gone, and not its age. Age decides only for a node seen for the first time.
 */
function look(server: Server, nodes: NodeDoc[]): { alive: number; died: boolean; left: boolean } {
  const now = performance.now();
  const patience = MISSED_TIMES * registerEveryMs(server.config);
  const sightings = sightingsOf(server);
  const before = new Map(sightings);
  sightings.clear();
  let alive = 0;
  let died = false;
  for (const { _id, seenAt } of nodes) {
    const known = before.get(_id);
    const isNew = known ? known.seenAt !== seenAt.getTime() : Date.now() - seenAt.getTime() < patience;
    let changedAt = isNew ? now : known?.changedAt;
    if (changedAt !== undefined && changedAt <= now - patience) {
      died = true;
      changedAt = undefined;
    }
    if (changedAt !== undefined) alive += 1;
    sightings.set(_id, { seenAt: seenAt.getTime(), changedAt });
  }
  const left = [...before].some(([id, { changedAt }]) => changedAt !== undefined && !sightings.has(id));
  return { alive, died, left };
}

/**
 * Writes this node's heartbeat, counts the others of the same database, and detects those that crashed. Nodes without a
 * Redis between them log so once: they serve, but receive from each other only by the beacon.
 *
 * @param state how this node is doing, which pages of admins show
 * @returns whether others are gone since the last time, gracefully or not
 */
export async function registerNode(server: Server, state: NodeState): Promise<boolean> {
  const { nodeId } = server.nodes;
  await NodeDocs(server).updateOne(
    { _id: nodeId },
    { $set: { seenAt: new Date(), state } },
    { upsert: true },
  );
  const nodes = await NodeDocs(server)
    .find({ _id: trusted({ $ne: nodeId }) })
    .lean();
  const { alive, died, left } = look(server, nodes);
  // A node that stopped gracefully has removed itself from the list.
  if (died) server.nodes.lost = true;
  if (alive > 0 && server.nodes.others === 0 && !server.redis)
    server.log.warn(
      { others: alive },
      'Other servers use this database, and REDIS_URL is not set: what is said through one is seen on the others only after up to a beacon. Set REDIS_URL on all of them.',
    );
  server.nodes.others = alive;
  return died || left;
}

/** The nodes that are alive as seen by this one, itself first. */
export async function listNodes(server: Server): Promise<NodeDoc[]> {
  const { nodeId } = server.nodes;
  const sightings = sightingsOf(server);
  const isAlive = ({ _id }: NodeDoc): boolean =>
    _id === nodeId || sightings.get(_id)?.changedAt !== undefined;
  const found = (await NodeDocs(server).find({}).limit(1000).lean()).filter(isAlive);
  return found.sort((a, b) => Number(b._id === nodeId) - Number(a._id === nodeId));
}

/** Removes this node from the list, as it ends. */
export async function unregisterNode(server: Server): Promise<void> {
  await NodeDocs(server).deleteOne({ _id: server.nodes.nodeId });
}
