import { refusal } from '@parley/shared/refusals';
import type { Actor, Server } from '../../platform/context.js';
import { legChannel } from '../../platform/channels.js';
import type { Commands } from '../../platform/commands.js';
import { perServer } from '../../platform/perServer.js';
import type { Socket } from '../../platform/socket.js';
import { findDestination } from './calls.access.js';
import { declineCall, joinCall, leaveCall, limitCalls, manageCall, showInCall } from './calls.actions.js';
import { changeCall, noteBeat } from './calls.change.js';
import { admitRelayed, iceServersFor } from './calls.ice.js';
import { away, liveLegs } from './calls.state.js';
import { viewCall } from './calls.view.js';

/** Heartbeats of a leg closer than this are not written, in ms. */
const BEAT_LEAST_MS = 1000;

interface Seat {
  callId: string;
  beatAt: number;
}

/** The legs of each socket of this node, by their ids. */
const seatsOf = perServer(() => new Map<string, Map<string, Seat>>());

const seated = ({ server }: Actor, socket: Socket, legId: string): Seat | undefined =>
  seatsOf(server).get(socket.id)?.get(legId);

/** Has a socket act for a leg. */
async function seat({ server }: Actor, socket: Socket, at: { callId: string; legId: string }): Promise<void> {
  const seats = seatsOf(server).get(socket.id) ?? new Map<string, Seat>();
  seatsOf(server).set(socket.id, seats.set(at.legId, { callId: at.callId, beatAt: 0 }));
  await socket.join(legChannel(at.callId, at.legId));
}

async function unseat({ server }: Actor, socket: Socket, legId: string): Promise<void> {
  const seats = seatsOf(server).get(socket.id);
  const known = seats?.get(legId);
  if (!known) return;
  seats?.delete(legId);
  await socket.leave(legChannel(known.callId, legId));
}

/** Whether a socket acts for a leg: nothing else may send or publish in its name. @throws not_found */
function requireSeat(socket: Socket, callId: string, legId: string): void {
  if (!socket.rooms.has(legChannel(callId, legId))) throw refusal('calls.over');
}

function mountJoining(commands: Commands): void {
  const { server } = commands;
  commands.on('call:join', async (actor, input, socket) => {
    const { legId } = input;
    try {
      const { call, leg } = await joinCall(actor, input, (callId) => seat(actor, socket, { callId, legId }));
      admitRelayed(server, legId);
      return { call: viewCall(call), epoch: leg.epoch, iceServers: iceServersFor(server, call, legId) };
    } catch (error) {
      await unseat(actor, socket, legId);
      throw error;
    }
  });
  commands.on('call:leave', async (actor, { callId, legId }, socket) => {
    await unseat(actor, socket, legId);
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
    requireSeat(socket, callId, legId);
    const known = seated(actor, socket, legId);
    if (known && performance.now() - known.beatAt < BEAT_LEAST_MS) return null;
    if (known) known.beatAt = performance.now();
    await noteBeat(server, callId, legId);
    return null;
  });
  commands.on('call:signal', async (_actor, signal, socket) => {
    const { callId, from, to } = signal;
    requireSeat(socket, callId, from);
    if (!(await findDestination(server, callId, to))) throw refusal('calls.over');
    server.publish.toLeg({ callId, legId: to }, 'call:signal', signal);
    return null;
  });
  commands.on('call:react', async (actor, reaction, socket) => {
    const { callId, legId } = reaction;
    requireSeat(socket, callId, legId);
    await limitCalls(actor);
    await publishInCall(server, callId, reaction);
    return null;
  });
  commands.onDeparture((socket) => leaveSeats(server, socket));
}

type Reaction = Parameters<typeof emitReaction>[2];
const emitReaction = (
  server: Server,
  leg: { callId: string; legId: string },
  reaction: { callId: string; legId: string; emoji: '👍' | '❤️' | '😂' | '🎉' | '👏' | '😮' },
): void => server.publish.toLeg(leg, 'call:reacted', reaction);

async function publishInCall(server: Server, callId: string, reaction: Reaction): Promise<void> {
  const call = await changeCall(server, callId, (now) => now);
  for (const { legId } of call ? liveLegs(call) : []) emitReaction(server, { callId, legId }, reaction);
}

const withoutUndefined = <T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };

/** The connection of a socket is lost: its legs are away, and leave if it does not come back. */
function leaveSeats(server: Server, socket: Socket): void {
  const seats = seatsOf(server).get(socket.id);
  seatsOf(server).delete(socket.id);
  for (const [legId, { callId }] of seats ?? []) {
    // Another socket of the same leg, which has reconnected before this one was noticed to be dead.
    if (isSeatedElsewhere(server, legId)) continue;
    changeCall(server, callId, (call) => away(call, new Date(), legId)).catch((error: unknown) =>
      server.log.warn({ err: error }, 'a leg that lost its connection could not be marked'),
    );
  }
}

const isSeatedElsewhere = (server: Server, legId: string): boolean =>
  [...seatsOf(server).values()].some((seats) => seats.has(legId));
