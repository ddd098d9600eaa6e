import { can } from '@parley/shared/permissions';
import type { Actor } from '../../platform/context.js';
import type { Commands } from '../../platform/commands.js';
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

export function mountTypingCommands(commands: Commands): void {
  commands.on('typing:start', async (actor, { roomId }) => {
    await start(actor, roomId);
    return null;
  });
  commands.on('typing:stop', (actor, { roomId }) => {
    stop(actor, roomId);
    return Promise.resolve(null);
  });
  commands.onDeparture(({ data: { actor } }) => {
    for (const key of timersOf(actor.server).keys())
      if (key.endsWith(`:${actor.userId}`)) stop(actor, key.split(':')[0] ?? '');
  });
}
