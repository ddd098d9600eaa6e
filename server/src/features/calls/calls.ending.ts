import { trusted } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { findCallIn, findCallsOf } from './calls.access.js';
import { changeCall } from './calls.change.js';
import { Calls } from './calls.model.js';
import { ended, removed, type Leg } from './calls.state.js';

/** Ends the legs of somebody who has left a room: nothing of the call reaches them any more. */
export async function endLegsIn(server: Server, roomId: string, userId: string): Promise<void> {
  const call = await findCallIn(server, roomId);
  if (call) await endLegs(server, String(call._id), (leg) => leg.userId === userId);
}

/** Ends all legs of somebody who has lost their account. */
export async function endLegsOf(server: Server, userId: string): Promise<void> {
  for (const { _id } of await findCallsOf(server, [userId]))
    await endLegs(server, String(_id), (leg) => leg.userId === userId);
}

/** Ends the legs of a session that is signed out or revoked. */
export async function endSessionLegs(server: Server, sessionId: string): Promise<void> {
  const calls = await Calls(server)
    .find({ live: true, legs: trusted({ $elemMatch: { sessionId, leftAt: null } }) }, { _id: 1 })
    .lean();
  for (const { _id } of calls) await endLegs(server, String(_id), (leg) => leg.sessionId === sessionId);
}

const endLegs = async (server: Server, callId: string, goes: (leg: Leg) => boolean): Promise<void> =>
  void (await changeCall(server, callId, (call) => removed(call, new Date(), goes)));

/** Ends the call of a room that is archived. */
export async function endCallIn(server: Server, roomId: string): Promise<void> {
  const call = await findCallIn(server, roomId);
  if (call) await changeCall(server, String(call._id), (now) => ended(now, new Date(), 'archived'));
}

/** Deletes what calls store of an erased person. The messages of calls stay, which name nobody. */
export async function eraseFromCalls(server: Server, userId: string): Promise<void> {
  await endLegsOf(server, userId);
  for (const of of [{ startedBy: userId }, { 'legs.userId': userId }, { 'invited.userId': userId }]) {
    await Calls(server).deleteMany({ ...of, live: false, stale: false });
    // Those that go on, or whose message is still to be written.
    for (const { _id } of await Calls(server).find(of, { _id: 1 }).lean())
      await changeCall(server, String(_id), (call) => ({
        ...call,
        legs: call.legs.filter((leg) => leg.userId !== userId),
        invited: call.invited.filter((one) => one.userId !== userId),
      }));
  }
}
