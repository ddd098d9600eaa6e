import type { Server } from './context.js';
import { followDisk } from './fullDisk.js';
import type { Job } from './jobs.js';
import { registerEveryMs, registerNode } from './nodeRegistry.js';

/** Writes down that this node is alive, and notices others that are not. */
export const nodeJob: Job = {
  name: 'nodes.register',
  everyMs: registerEveryMs,
  runs: 'node',
  atStart: true,
  async run({ server }) {
    const othersLeft = await followDisk(server, () => registerNode(server));
    if (server.nodes.lost) server.bus.publish('nodes.missed', undefined);
    if (othersLeft === true) server.bus.publish('node.gone', undefined);
  },
};

/** Notices when this node or another was cut off from the rest. */
export function watchLinks(server: Server): void {
  // What was published while Redis was away is not waited for longer than needed, and nodes that were not cut off must look too.
  server.redis?.onReturn(() => {
    server.nodes.broadcast({ kind: 'unheard' });
    server.bus.publish('nodes.missed', undefined);
  });
  // Done with the next sign of life, since all of many nodes may send this at once.
  server.nodes.onMessage(({ kind }) => {
    if (kind === 'unheard') server.nodes.lost = true;
  });
}
