import { sharePresence } from './features/presence/presence.actions.js';
import { runErasures, stopErasures } from './features/erasure/erasure.job.js';
import { beat, showAnew } from './features/sync/sync.socket.js';
import { sweepFiles } from './features/uploads/files.actions.js';
import { sweepStatuses } from './features/users/users.actions.js';
import type { Server } from './platform/context.js';
import { followDisk } from './platform/fullDisk.js';
import { registerEveryMs, registerNode } from './platform/nodeRegistry.js';
import type { SocketServer } from './platform/socket.js';

const BEACON_FAULT = 'the beacon could not read the heads';
const REGISTER_FAULT = 'this server could not be written down as alive';
const DIRECTORY_FAULT = 'whom people see could not be read';
const ERASE_FAULT = 'erasing could not go on';
const ERASE_MS = 60_000;
const STATUS_MS = 30_000;
const SWEEP_MS = 60 * 60_000;

/** Starts what is done from time to time. Returns how to end it. */
export function startBackground(io: SocketServer, server: Server): () => void {
  const every = (ms: number, fault: string, work: () => Promise<unknown>): NodeJS.Timeout => {
    const timer = setInterval(() => {
      work().catch((error: unknown) => server.log.warn({ err: error }, fault));
    }, ms);
    return timer.unref();
  };
  const beacon = (): Promise<void> => beat(io, server);
  const timers = [
    every(server.config.BEACON_SECONDS * 1000, BEACON_FAULT, beacon),
    every(SWEEP_MS, 'files could not be swept', () => sweepFiles(server, Date.now())),
    every(registerEveryMs(server), REGISTER_FAULT, async () => {
      const othersLeft = await followDisk(server, () => registerNode(server));
      if (server.nodes.lost) await beacon();
      if (othersLeft === true) await server.search.catchUp();
    }),
    every(ERASE_MS, ERASE_FAULT, () => runErasures(server)),
    every(STATUS_MS, 'statuses could not be ended', () => sweepStatuses(server, new Date())),
  ];
  // What a stop or a crash has left in the middle goes on.
  runErasures(server).catch((error: unknown) => server.log.warn({ err: error }, ERASE_FAULT));
  followDisk(server, () => registerNode(server)).catch((error: unknown) =>
    server.log.warn({ err: error }, REGISTER_FAULT),
  );
  // What was said while Redis was away is not waited for longer than needed, and who was not cut off from it must look too.
  server.redis?.onReturn(() => {
    server.nodes.tell({ kind: 'unheard' });
    beacon().catch((error: unknown) => server.log.warn({ err: error }, BEACON_FAULT));
  });
  // Seen to with the next sign of life, since all of many nodes may say so at once.
  server.nodes.onMessage(({ kind }) => {
    if (kind === 'unheard') server.nodes.lost = true;
  });
  const follow = (): Promise<void> => showAnew(io, server);
  server.directoryChanged.add(follow);
  server.nodes.onMessage(({ kind }) => {
    if (kind === 'directory')
      follow().catch((error: unknown) => server.log.warn({ err: error }, DIRECTORY_FAULT));
  });
  const endPresence = sharePresence(server);
  return () => {
    for (const timer of timers) clearInterval(timer);
    endPresence();
    stopErasures(server);
  };
}
