import type { Server } from './context.js';
import { followDisk } from './fullDisk.js';
import type { Job } from './jobs.js';
import { nodeState } from './nodeState.js';
import { registerEveryMs, registerNode } from './nodeRegistry.js';

/** Writes this node's heartbeat, and detects others that are gone. */
export const nodeJob: Job = {
  name: 'nodes.register',
  everyMs: registerEveryMs,
  runs: 'node',
  atStart: true,
  async run({ server, io }) {
    const state = await nodeState(server, io);
    const othersLeft = await followDisk(server, () => registerNode(server, state));
    if (server.nodes.lost) server.bus.publish('nodes.missed', undefined);
    if (othersLeft === true) server.bus.publish('node.gone', undefined);
  },
};

/** Detects when this node or another was cut off from the rest. */
export function watchLinks(server: Server): void {
  // What was published while Redis was down is lost; nodes that were not cut off must check too.
  server.redis?.onReturn(() => {
    server.nodes.broadcast({ kind: 'unheard' });
    server.bus.publish('nodes.missed', undefined);
  });
  // With the next heartbeat, since all of many nodes may send this at once.
  server.nodes.onMessage(({ kind }) => {
    if (kind === 'unheard') server.nodes.lost = true;
  });
}
