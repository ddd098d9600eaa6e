import { randomUUID } from 'node:crypto';
import { mediaLimits } from '@parley/shared/calls/limits';
import type { CallView, JoinCall } from '@parley/shared/calls/call';
import { notFound } from '@parley/shared/errors';
import { can } from '@parley/shared/permissions';
import { refusal } from '@parley/shared/refusals';
import { Types } from 'mongoose';
import type { Actor, Server } from '../../platform/context.js';
import { duplicateKey } from '../../platform/database.js';
import type { Limit } from '../../platform/rateLimit.js';
import {
  listMembers,
  loadRoomFor,
  requireCan,
  type RoomAccess,
  type RoomDoc,
} from '../rooms/rooms.access.js';
import { blockersAmong } from '../users/blocks.access.js';
import { requireUnmuted } from '../users/mutes.access.js';
import { findCallIn, findCallsOf, loadCall, ownLeg } from './calls.access.js';
import { changeCall, publishCall } from './calls.change.js';
import { relayOf } from './calls.ice.js';
import { mediaOf, requireMedia } from './calls.livekit.js';
import { Calls, type CallDoc } from './calls.model.js';
import { recordCall } from './calls.record.js';
import * as state from './calls.state.js';
import { viewCall } from './calls.view.js';

/** Joining, ringing, and what one shows, per person. */
const callLimit: Limit = { name: 'calls', bounds: () => [100, 60] };

/** Calls begun, per person: each writes a message, and may ring. */
const beginLimit: Limit = { name: 'calls.begin', bounds: () => [20, 60] };

/** Another call may begin or end between two queries; beyond this it is not chance. */
const MOST_TRIES = 10;

export const limitCalls = ({ server, userId, limitsUsed }: Actor): Promise<void> =>
  server.limits.take(callLimit, userId, limitsUsed);

async function invitationsTo(actor: Actor, room: RoomDoc): Promise<state.Invitation[]> {
  const members = await listMembers(actor.server, String(room._id));
  const userIds = members.map(({ userId }) => String(userId)).filter((userId) => userId !== actor.userId);
  const elsewhere = await findCallsOf(actor.server, userIds);
  // Somebody who has blocked the caller looks busy: it does not ring, and does not say why.
  const busy = await blockersAmong(actor.server, actor.userId, userIds);
  for (const call of elsewhere) for (const { userId } of state.liveLegs(call)) busy.add(userId);
  return userIds.map((userId) => ({ userId, state: busy.has(userId) ? 'busy' : 'ringing' }));
}

/** A call that begins now, without legs. @throws calls.mediaServer, before anybody is called */
async function newCall(actor: Actor, room: RoomDoc): Promise<CallDoc> {
  const { server, userId } = actor;
  await server.limits.take(beginLimit, userId, actor.limitsUsed);
  const media = mediaOf(server);
  await requireMedia(server, media);
  const personal = room.type === 'direct' || room.type === 'group';
  const startedAt = new Date();
  return {
    _id: new Types.ObjectId(),
    roomId: room._id,
    version: 1,
    live: true,
    media,
    // LiveKit is no allocation of the relay, which reaches nothing else.
    relay: media === 'mesh' ? relayOf(server) : null,
    messageId: null,
    recordId: randomUUID(),
    stale: true,
    personal,
    direct: room.type === 'direct',
    startedBy: userId,
    startedAt,
    answeredAt: null,
    ringsUntil: new Date(startedAt.getTime() + server.config.CALL_RING_SECONDS * 1000),
    endedAt: null,
    endReason: null,
    legs: [],
    invited: personal ? await invitationsTo(actor, room) : [],
  };
}

/** Stores a new call. @returns undefined when another has begun in the room meanwhile */
async function begin(server: Server, call: CallDoc): Promise<CallDoc | undefined> {
  try {
    await Calls(server).create(call);
  } catch (error) {
    if (duplicateKey(error)) return undefined;
    throw error;
  }
  publishCall(server, call);
  await recordCall(server, call);
  return call;
}

/** The live call of a room, or a new one made by `start`. @throws unavailable when calls begin and end all the time */
async function findOrBegin(
  server: Server,
  roomId: string,
  { join, start }: { join: (call: CallDoc) => Promise<CallDoc | undefined>; start: () => Promise<CallDoc> },
): Promise<{ call: CallDoc; fresh: boolean }> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const live = await findCallIn(server, roomId);
    const call = live ? await join(live) : await begin(server, await start());
    if (call) return { call, fresh: live === null };
  }
  throw refusal('calls.over');
}

/** The calls one is in with other legs, but for the one in this room. @throws conflict without `move` when there are any */
async function findOtherCalls(actor: Actor, { roomId, move }: JoinCall): Promise<CallDoc[]> {
  const calls = await findCallsOf(actor.server, [actor.userId]);
  const others = calls.filter((call) => String(call.roomId) !== roomId);
  if (others.length > 0 && !move) throw refusal('calls.busy');
  return others;
}

/** @throws not_found for somebody else's leg, which does not exist for them */
function requireOwn({ legs }: CallDoc, { legId, userId, sessionId }: state.Joining): void {
  const known = legs.find((leg) => leg.legId === legId);
  if (known && (known.userId !== userId || known.sessionId !== sessionId)) throw notFound();
}

/** The call with a leg of this actor, and without their others. @throws not_found, conflict */
function entered(call: CallDoc, leg: state.Joining, move: boolean): state.CallState {
  const { userId, legId } = leg;
  requireOwn(call, leg);
  const isOther = (one: state.Leg): boolean => one.userId === userId && one.legId !== legId;
  // In the same change, so that of many tabs that join at once one is in.
  if (!move && state.liveLegs(call).some(isOther)) throw refusal('calls.busy');
  const { people, cameras } = mediaLimits[call.media];
  if (state.isFull(call, userId, people)) throw refusal('calls.full', { most: people });
  return state.joined(state.withoutLegs(call, new Date(), isOther), leg, new Date(), cameras);
}

/**
 * Joins the call of a room, or starts one. Joining again with the same leg is the same leg. Nobody signals to a leg before it has
 * offered, so its socket subscribes afterwards.
 *
 * @param socketId the socket that is to act for the leg
 * @throws not_found, forbidden; conflict when one is in a call elsewhere, or it is full
 */
export async function joinCall(
  actor: Actor,
  input: JoinCall,
  socketId: string,
): Promise<{ call: CallDoc; leg: state.Leg }> {
  await limitCalls(actor);
  const { server, userId, sessionId } = actor;
  const { roomId, legId, muted, camera, move, callId } = input;
  const { room, standing } = await loadRoomFor(actor, roomId, 'joinCall');
  await requireUnmuted(actor, roomId);
  const others = await findOtherCalls(actor, input);
  const leg: state.Joining = { legId, userId, sessionId, socketId, muted, camera };
  const { call } = await findOrBegin(server, roomId, {
    join: async (live) => {
      if (callId !== undefined && callId !== String(live._id)) throw refusal('calls.over');
      // Who comes back has media, or gets it again as the media server does.
      if (!state.findLiveLeg(live, legId)) await requireMedia(server, live.media);
      const after = await changeCall(server, String(live._id), (now) =>
        state.isOver(now) ? now : entered(now, leg, move),
      );
      return after && !state.isOver(after) ? after : undefined;
    },
    start: async () => {
      if (callId !== undefined) throw refusal('calls.over');
      requireCan('startCall', standing);
      const fresh = await newCall(actor, room);
      return { ...fresh, ...entered(fresh, leg, move) };
    },
  });
  const own = ownLeg(call, legId, actor);
  if (!own) throw refusal('calls.over');
  for (const { _id } of others)
    await changeCall(server, String(_id), (now) =>
      state.removed(now, new Date(), (one) => one.userId === userId && one.legId !== legId),
    );
  return { call, leg: own };
}

/** Starts a call without joining it, for programs: it rings, and people join. The live one if there is one. */
export async function startCall(actor: Actor, roomId: string): Promise<{ call: CallView; fresh: boolean }> {
  await limitCalls(actor);
  const { room } = await loadRoomFor(actor, roomId, 'startCall');
  const { call, fresh } = await findOrBegin(actor.server, roomId, {
    join: (live) => Promise.resolve(live),
    start: async () => {
      await requireUnmuted(actor, roomId);
      return await newCall(actor, room);
    },
  });
  return { call: viewCall(call), fresh };
}

/** The live call of a room. */
export async function readCall(actor: Actor, roomId: string): Promise<CallView | null> {
  await loadRoomFor(actor, roomId, 'joinCall');
  const call = await findCallIn(actor.server, roomId);
  return call && viewCall(call);
}

/** Changes a call one has loaded. @throws not_found when it is gone meanwhile */
export async function change(
  actor: Actor,
  callId: string,
  mutate: (call: CallDoc) => state.CallState,
): Promise<CallView> {
  const call = await changeCall(actor.server, callId, mutate);
  if (!call) throw notFound();
  return viewCall(call);
}

/** Hangs up one leg. Idempotent, also after the call has ended. */
export async function leaveCall(actor: Actor, callId: string, legId: string): Promise<CallView> {
  return await change(actor, callId, (call) => {
    const leg = call.legs.find((one) => one.legId === legId);
    if (leg?.userId !== actor.userId || leg.sessionId !== actor.sessionId) throw notFound();
    return state.left(call, new Date(), [legId]);
  });
}

/** Hangs up on all one's devices, and declines if it rings. */
export async function leaveRoomCall(actor: Actor, roomId: string): Promise<CallView | null> {
  await limitCalls(actor);
  await loadRoomFor(actor, roomId, 'joinCall');
  const call = await findCallIn(actor.server, roomId);
  if (!call) return null;
  const { userId } = actor;
  return await change(actor, String(call._id), (now) =>
    state.declined(
      state.removed(now, new Date(), (leg) => leg.userId === userId),
      new Date(),
      userId,
    ),
  );
}

/** Stops ringing on all one's devices. Idempotent. */
export async function declineCall(actor: Actor, callId: string): Promise<CallView> {
  await limitCalls(actor);
  await loadCall(actor, callId);
  return await change(actor, callId, (call) => state.declined(call, new Date(), actor.userId));
}

/** Changes what one's leg shows. @throws conflict when as many cameras are on as a call carries */
export async function showInCall(
  actor: Actor,
  { callId, legId }: { callId: string; legId: string },
  showing: state.Showing,
): Promise<CallView> {
  await limitCalls(actor);
  await loadCall(actor, callId);
  return await change(actor, callId, (call) => {
    if (!ownLeg(call, legId, actor)) throw refusal('calls.over');
    const { cameras } = mediaLimits[call.media];
    if (showing.camera === true && !state.mayShowCamera(call, legId, cameras))
      throw refusal('calls.cameras', { most: cameras });
    return state.shown(call, legId, showing);
  });
}

/** In groups the one who has started a call manages it: nobody has a role there. */
function requireManage(actor: Actor, { room, standing }: RoomAccess, call: CallDoc): void {
  const started = room.type === 'group' && call.startedBy === actor.userId;
  if (!started && !can('manageCall', standing)) throw refusal('calls.manage');
}

/** Mutes a leg, which only its person undoes, or removes it. */
export async function manageCall(
  actor: Actor,
  { callId, legId }: { callId: string; legId: string },
  action: 'mute' | 'remove',
): Promise<CallView> {
  await limitCalls(actor);
  const { call, access } = await loadCall(actor, callId);
  requireManage(actor, access, call);
  return await change(actor, callId, (now) => {
    if (!state.findLiveLeg(now, legId)) throw refusal('calls.over');
    return action === 'mute'
      ? state.shown(now, legId, { muted: true })
      : state.left(now, new Date(), [legId]);
  });
}

/** Mutes a person in the call of a room, on all their devices. Oneself without further permission. */
export async function mutePerson(actor: Actor, roomId: string, userId: string): Promise<CallView> {
  await limitCalls(actor);
  const access = await loadRoomFor(actor, roomId, 'joinCall');
  const call = await findCallIn(actor.server, roomId);
  if (!call) throw refusal('calls.over');
  if (userId !== actor.userId) requireManage(actor, access, call);
  return await change(actor, String(call._id), (now) => {
    const legs = state.liveLegs(now).filter((leg) => leg.userId === userId);
    if (legs.length === 0) throw notFound();
    return legs.reduce<state.CallState>((next, { legId }) => state.shown(next, legId, { muted: true }), now);
  });
}
