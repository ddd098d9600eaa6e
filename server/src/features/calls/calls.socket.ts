import type { CallSignal } from '@parley/shared/calls/call';
import { refusal } from '@parley/shared/refusals';
import type { Actor, Server } from '../../platform/context.js';
import { legChannel } from '../../platform/channels.js';
import type { Commands } from '../../platform/commands.js';
import { perServer } from '../../platform/perServer.js';
import type { Socket } from '../../platform/socket.js';
import { findCachedCall, ownLeg } from './calls.access.js';
import { declineCall, joinCall, leaveCall, limitCalls, manageCall, showInCall } from './calls.actions.js';
import { beatKey, changeCall, noteBeat } from './calls.change.js';
import { iceServersFor } from './calls.ice.js';
import { accessFor } from './calls.livekit.js';
import { away, findLiveLeg, liveLegs } from './calls.state.js';
import { viewCall } from './calls.view.js';

/** Heartbeats of a leg closer than this are not written, in ms. */
const BEAT_LEAST_MS = 1000;
/** Signals of one leg: eight people who connect at once send some forty, of 10,000 units each. */
const SIGNALS_PER_SECOND = 60;
const UNITS_PER_SECOND = 500_000;

interface Seat {
  callId: string;
  legId: string;
  beatAt: number;
  /** Signals of the present second. */
  second: number;
  signals: number;
  units: number;
}

/** The legs that each socket of this node acts for, by the keys of calls and legs. */
const seatsOf = perServer(() => new Map<string, Map<string, Seat>>());

/** Has a socket act for a leg. */
async function seat({ server }: Actor, socket: Socket, callId: string, legId: string): Promise<void> {
  const seats = seatsOf(server).get(socket.id) ?? new Map<string, Seat>();
  seatsOf(server).set(socket.id, seats);
  const known = seats.get(beatKey(callId, legId));
  seats.set(beatKey(callId, legId), known ?? { callId, legId, beatAt: 0, second: 0, signals: 0, units: 0 });
  await socket.join(legChannel(callId, legId));
}

async function unseat({ server }: Actor, socket: Socket, callId: string, legId: string): Promise<void> {
  seatsOf(server).get(socket.id)?.delete(beatKey(callId, legId));
  await socket.leave(legChannel(callId, legId));
}

/** Whether a socket acts for a leg: nothing else may send or publish in its name. @throws not_found */
function requireSeat({ server }: Actor, socket: Socket, callId: string, legId: string): Seat {
  const found = seatsOf(server).get(socket.id)?.get(beatKey(callId, legId));
  // The channel too: a leg that has left was taken from it, on whichever node.
  if (!found || !socket.rooms.has(legChannel(callId, legId))) throw refusal('calls.over');
  return found;
}

/** @param units of the signal, in UTF-16. @throws rate_limited */
function requireFewSignals({ server }: Actor, seat: Seat, units: number): void {
  const second = Math.floor(Date.now() / 1000);
  if (second !== seat.second) Object.assign(seat, { second, signals: 0, units: 0 });
  seat.signals += 1;
  seat.units += units;
  if (!server.config.RATE_LIMITS) return;
  if (seat.signals > SIGNALS_PER_SECOND || seat.units > UNITS_PER_SECOND)
    throw refusal('limits.commands', {}, { retryAfter: 1 });
}

function mountJoining(commands: Commands): void {
  const { server } = commands;
  commands.on('call:join', async (actor, input, socket) => {
    const { legId } = input;
    const { call, leg } = await joinCall(actor, input, socket.id);
    const callId = String(call._id);
    await noteBeat(server, callId, legId);
    await seat(actor, socket, callId, legId);
    // Closed while it joined: its departure found no leg.
    if (!socket.connected) leaveSeats(server, socket);
    return {
      call: viewCall(call),
      epoch: leg.epoch,
      iceServers: iceServersFor(server, call, leg),
      ...(call.media === 'livekit' ? { livekit: await accessFor(server, { callId, ...leg }) } : {}),
    };
  });
  commands.on('call:leave', async (actor, { callId, legId }, socket) => {
    await unseat(actor, socket, callId, legId);
    return await leaveCall(actor, callId, legId);
  });
  commands.on('call:decline', (actor, { callId }) => declineCall(actor, callId));
}

export function mountCallCommands(commands: Commands): void {
  const { server } = commands;
  mountJoining(commands);
  commands.on('call:show', (actor, { callId, legId, ...showing }) =>
    showInCall(actor, { callId, legId }, withoutUndefined(showing)),
  );
  commands.on('call:manage', (actor, { action, ...leg }) => manageCall(actor, leg, action));
  commands.on('call:beat', async (actor, { callId, legId }, socket) => {
    const own = requireSeat(actor, socket, callId, legId);
    if (performance.now() - own.beatAt < BEAT_LEAST_MS) return null;
    own.beatAt = performance.now();
    await noteBeat(server, callId, legId);
    return null;
  });
  commands.on('call:signal', async (actor, signal, socket) => {
    const { callId, from, to } = signal;
    const own = requireSeat(actor, socket, callId, from);
    requireFewSignals(actor, own, unitsOf(signal));
    const call = await findCachedCall(server, callId, [from, to]);
    if (!call || !ownLeg(call, from, actor) || !findLiveLeg(call, to)) throw refusal('calls.over');
    server.publish.toLeg({ callId, legId: to }, 'call:signal', signal);
    return null;
  });
  commands.on('call:react', async (actor, reaction) => {
    const { callId, legId } = reaction;
    await limitCalls(actor);
    const call = await findCachedCall(server, callId, [legId]);
    if (!call || !ownLeg(call, legId, actor)) throw refusal('calls.over');
    for (const leg of liveLegs(call))
      server.publish.toLeg({ callId, legId: leg.legId }, 'call:reacted', reaction);
    return null;
  });
  commands.onDeparture((socket) => leaveSeats(server, socket));
}

/** The size of a signal, in UTF-16 units. */
const unitsOf = ({ data }: CallSignal): number =>
  data.kind === 'description' ? data.sdp.length : JSON.stringify(data).length;

const withoutUndefined = <T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };

/** The connection of a socket is lost: its legs are away, and leave if it does not come back. */
function leaveSeats(server: Server, socket: Socket): void {
  const seats = seatsOf(server).get(socket.id);
  seatsOf(server).delete(socket.id);
  for (const { callId, legId } of seats?.values() ?? [])
    changeCall(server, callId, (call) => away(call, new Date(), { legId, socketId: socket.id })).catch(
      (error: unknown) =>
        server.log.warn({ err: error }, 'a leg that lost its connection could not be marked'),
    );
}
