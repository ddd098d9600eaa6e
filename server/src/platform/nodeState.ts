import { statfs } from 'node:fs/promises';
import { hostname } from 'node:os';
import type { Server } from './context.js';
import { mailFailureOf } from './mail.js';
import type { SocketServer } from './socket.js';
import { VERSION } from './version.js';

/** How a node is doing. It is stored with each heartbeat, so that any node can show all. */
export interface NodeState {
  host: string;
  version: string;
  startedAt: Date;
  connections: number;
  /** Bytes of memory of its process. */
  memory: number;
  /** Bytes of the disk with the data folder; null where that is unknown. */
  disk: { free: number; total: number } | null;
  /** Jobs that each node runs for itself, whose last run here failed. */
  failing: string[];
  /** When it could not send an e-mail last, if it has sent none since. */
  mailFailedAt: Date | null;
}

const startedAt = new Date(Date.now() - process.uptime() * 1000);

async function diskOf(folder: string): Promise<NodeState['disk']> {
  try {
    const { bavail, blocks, bsize } = await statfs(folder);
    return { free: bavail * bsize, total: blocks * bsize };
  } catch {
    return null;
  }
}

/** @returns this node's state as it is now */
export const nodeState = async (server: Server, io: SocketServer): Promise<NodeState> => ({
  host: hostname(),
  version: VERSION,
  startedAt,
  connections: io.engine.clientsCount,
  memory: process.memoryUsage.rss(),
  disk: await diskOf(server.config.dataFolder),
  failing: server.jobs.list().flatMap(({ name, last }) => (last?.error == null ? [] : [name])),
  mailFailedAt: mailFailureOf(server.mail),
});
