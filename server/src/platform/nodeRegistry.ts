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

export const REGISTER_MS = 10_000;
/** Not seen for so long, a node is taken for gone. */
const GONE_AFTER_MS = 3 * REGISTER_MS;

/**
 * Writes down that this node is alive and counts the others of the same database. Several that have no Redis between them
 * are told so once: they serve, but hear each other only by the beacon.
 */
export async function registerNode(server: Server): Promise<void> {
  const { nodeId } = server.nodes;
  const now = Date.now();
  await NodeDocs(server).updateOne({ _id: nodeId }, { $set: { seenAt: new Date(now) } }, { upsert: true });
  const others = await NodeDocs(server).countDocuments({
    _id: trusted({ $ne: nodeId }),
    seenAt: trusted({ $gt: new Date(now - GONE_AFTER_MS) }),
  });
  if (others > 0 && server.nodes.others === 0 && !server.redis)
    server.log.warn(
      { others },
      'Other servers use this database, and REDIS_URL is not set: what is said through one is seen on the others only after up to a beacon. Set REDIS_URL on all of them.',
    );
  server.nodes.others = others;
}

export async function unregisterNode(server: Server): Promise<void> {
  await NodeDocs(server).deleteOne({ _id: server.nodes.nodeId });
}
