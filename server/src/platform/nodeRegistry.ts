import { Schema, trusted } from 'mongoose';
import type { Server } from './context.js';
import { defineModel } from './database.js';

interface NodeDoc {
  _id: string;
  seenAt: Date;
}

const nodeSchema = new Schema<NodeDoc>(
  { _id: { type: String, required: true }, seenAt: { type: Date, required: true } },
  { versionKey: false, strict: 'throw' },
);
nodeSchema.index({ seenAt: 1 }, { expireAfterSeconds: 600 });
const NodeDocs = defineModel('Node', nodeSchema);

/** So often in a beacon's time a node writes down that it is alive, but not more often than this. */
const TIMES_PER_BEACON = 5;
const SOONEST_MS = 1000;
/** Not seen for so many of its times, a node is taken for gone. */
const MISSED_TIMES = 3;

export const registerEveryMs = ({ config }: Server): number =>
  Math.max(SOONEST_MS, (config.BEACON_SECONDS * 1000) / TIMES_PER_BEACON);

/** Who was alive when each server last looked. */
const alive = new WeakMap<Server, Set<string>>();

/**
 * Writes down that this node is alive, counts the others of the same database, and notices those that died. Several that have
 * no Redis between them are told so once: they serve, but hear each other only by the beacon.
 */
export async function registerNode(server: Server): Promise<void> {
  const { nodeId } = server.nodes;
  const now = Date.now();
  await NodeDocs(server).updateOne({ _id: nodeId }, { $set: { seenAt: new Date(now) } }, { upsert: true });
  const nodes = await NodeDocs(server)
    .find({ _id: trusted({ $ne: nodeId }) })
    .lean();
  const goneBefore = now - MISSED_TIMES * registerEveryMs(server);
  const isGone = ({ seenAt }: NodeDoc): boolean => seenAt.getTime() <= goneBefore;
  const others = nodes.filter((node) => !isGone(node));
  // One that ended as it should has taken itself off the list.
  if (nodes.some((node) => isGone(node) && alive.get(server)?.has(node._id) === true))
    server.nodes.lost = true;
  alive.set(server, new Set(others.map(({ _id }) => _id)));
  if (others.length > 0 && server.nodes.others === 0 && !server.redis)
    server.log.warn(
      { others: others.length },
      'Other servers use this database, and REDIS_URL is not set: what is said through one is seen on the others only after up to a beacon. Set REDIS_URL on all of them.',
    );
  server.nodes.others = others.length;
}

export async function unregisterNode(server: Server): Promise<void> {
  await NodeDocs(server).deleteOne({ _id: server.nodes.nodeId });
}
