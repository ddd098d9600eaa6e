import { can } from '@parley/shared/permissions';
import type { Actor, Server } from '../../platform/context.js';
import { onCommand, type Socket } from '../../platform/socket.js';
import { perServer } from '../../platform/perServer.js';
import { loadStanding } from '../rooms/standings.access.js';

/** Somebody who stopped without saying so stops typing after this. Clients repeat `typing:start` every 3 s. */
const TYPING_TTL_MS = 6000;

const timersOf = perServer(() => new Map<string, NodeJS.Timeout>());

function stop({ server, userId }: Actor, roomId: string): void {
  const all = timersOf(server);
  const key = `${roomId}:${userId}`;
  const timer = all.get(key);
  if (!timer) return;
  clearTimeout(timer);
  all.delete(key);
  server.publish.toRoom(roomId, 'typing:changed', { roomId, userId, typing: false }, { exceptUser: userId });
}

async function start(actor: Actor, roomId: string): Promise<void> {
  if (!can('send', await loadStanding(actor, roomId))) return;
  const { server, userId } = actor;
  const all = timersOf(server);
  const key = `${roomId}:${userId}`;
  const known = all.get(key);
  clearTimeout(known);
  const timer = setTimeout(() => stop(actor, roomId), TYPING_TTL_MS);
  timer.unref();
  all.set(key, timer);
  // Told again on each repeat: someone may have come in meanwhile.
  server.publish.toRoom(roomId, 'typing:changed', { roomId, userId, typing: true }, { exceptUser: userId });
}

export function mountTypingCommands(socket: Socket, server: Server): void {
  onCommand(socket, server, 'typing:start', async (actor, { roomId }) => {
    await start(actor, roomId);
    return null;
  });
  onCommand(socket, server, 'typing:stop', (actor, { roomId }) => {
    stop(actor, roomId);
    return Promise.resolve(null);
  });
  socket.on('disconnect', () => {
    const { actor } = socket.data;
    for (const key of timersOf(server).keys())
      if (key.endsWith(`:${actor.userId}`)) stop(actor, key.split(':')[0] ?? '');
  });
}
