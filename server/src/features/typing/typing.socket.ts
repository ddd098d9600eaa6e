import { can } from '@parley/shared/permissions';
import type { Actor } from '../../platform/context.js';
import type { Commands } from '../../platform/commands.js';
import { perServer } from '../../platform/perServer.js';
import { loadStanding } from '../rooms/standings.access.js';

/** Somebody who stopped without saying so stops typing after this. Clients repeat `typing:start` every 3 s. */
const TYPING_TTL_MS = 6000;
/** The room hears of somebody's beginning at most once in this time: what comes sooner is told at its end. */
const TOLD_APART_MS = 1000;

interface Typist {
  /** When they count as having stopped; undefined: they have. */
  until: NodeJS.Timeout | undefined;
  /** What the room was told last. */
  told: boolean;
  /** It was told just now. */
  resting: boolean;
}

/** By room and person. */
const typistsOf = perServer(() => new Map<string, Typist>());

const keyOf = ({ userId }: Actor, roomId: string): string => `${roomId}:${userId}`;

function tell({ server, userId }: Actor, roomId: string, typing: boolean): void {
  server.publish.toRoom(roomId, 'typing:changed', { roomId, userId, typing }, { exceptUser: userId });
}

function stop(actor: Actor, roomId: string): void {
  const typist = typistsOf(actor.server).get(keyOf(actor, roomId));
  if (!typist) return;
  clearTimeout(typist.until);
  typist.until = undefined;
  if (typist.told) tell(actor, roomId, false);
  typist.told = false;
  if (!typist.resting) typistsOf(actor.server).delete(keyOf(actor, roomId));
}

/** Told again on each repeat: someone may have come in meanwhile. */
function tellStart(actor: Actor, roomId: string, typist: Typist): void {
  tell(actor, roomId, true);
  Object.assign(typist, { told: true, resting: true });
  setTimeout(() => {
    typist.resting = false;
    if (!typist.until) typistsOf(actor.server).delete(keyOf(actor, roomId));
    else if (!typist.told) tellStart(actor, roomId, typist);
  }, TOLD_APART_MS).unref();
}

async function start(actor: Actor, roomId: string): Promise<void> {
  if (!can('send', await loadStanding(actor, roomId))) return;
  const all = typistsOf(actor.server);
  const typist = all.get(keyOf(actor, roomId)) ?? { until: undefined, told: false, resting: false };
  all.set(keyOf(actor, roomId), typist);
  clearTimeout(typist.until);
  typist.until = setTimeout(() => stop(actor, roomId), TYPING_TTL_MS).unref();
  if (!typist.resting) tellStart(actor, roomId, typist);
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
