import { KeyedThrottle } from '../../platform/keyedThrottle.js';
import type { Actor } from '../../platform/context.js';
import type { Commands } from '../../platform/commands.js';
import { perServer } from '../../platform/perServer.js';
import { requirePermission } from '../rooms/standings.access.js';
import { publishInRoom } from '../users/audience.actions.js';

/** Without a repeat or an end, typing expires after this. Clients repeat `typing:start` every 3 s. */
const TYPING_TTL_MS = 6000;
/** Starts of a person are published to a room at most once in this interval; the last state at its end. */
const PUBLISH_INTERVAL_MS = 1000;

interface Typist {
  /** When it expires. */
  until: NodeJS.Timeout;
  /** The start was published. */
  published: boolean;
}

/** By room and person. */
const typistsOf = perServer(() => new Map<string, Typist>());
const throttleOf = perServer(() => new KeyedThrottle(PUBLISH_INTERVAL_MS));

const keyOf = ({ userId }: Actor, roomId: string): string => `${roomId}:${userId}`;

function tell({ server, userId }: Actor, roomId: string, typing: boolean): void {
  const payload = { roomId, userId, typing };
  publishInRoom(server, { roomId, userId, exceptSelf: true }, 'typing:changed', payload).catch(
    (error: unknown) => server.log.warn({ err: error }, 'typing could not be told'),
  );
}

function stop(actor: Actor, roomId: string): void {
  const all = typistsOf(actor.server);
  const typist = all.get(keyOf(actor, roomId));
  if (!typist) return;
  clearTimeout(typist.until);
  all.delete(keyOf(actor, roomId));
  if (typist.published) tell(actor, roomId, false);
}

/** Published again on each repeat: somebody may have joined meanwhile. */
function tellStart(actor: Actor, roomId: string): boolean {
  const typist = typistsOf(actor.server).get(keyOf(actor, roomId));
  if (!typist) return false;
  typist.published = true;
  tell(actor, roomId, true);
  return true;
}

async function start(actor: Actor, roomId: string): Promise<void> {
  await requirePermission(actor, roomId, 'send');
  const { server } = actor;
  const key = keyOf(actor, roomId);
  const known = typistsOf(server).get(key);
  clearTimeout(known?.until);
  const until = setTimeout(() => stop(actor, roomId), TYPING_TTL_MS).unref();
  typistsOf(server).set(key, { until, published: known?.published === true });
  throttleOf(server).do(key, () => tellStart(actor, roomId));
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
    for (const key of typistsOf(actor.server).keys())
      if (key.endsWith(`:${actor.userId}`)) stop(actor, key.split(':')[0] ?? '');
  });
}
