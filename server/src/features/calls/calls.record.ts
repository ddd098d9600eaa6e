import { findPart } from '@parley/shared/findPart';
import { AppError } from '@parley/shared/errors';
import type { Server } from '../../platform/context.js';
import type { MessageDoc } from '../messages/messages.access.js';
import { postParts } from '../messages/messages.actions.js';
import { changeMessages, type Mutation } from '../messages/messages.change.js';
import { Calls, type CallDoc } from './calls.model.js';
import { isOver } from './calls.state.js';
import { partOf } from './calls.view.js';

const showing =
  (call: CallDoc): Mutation =>
  (message) => {
    const part = message.deletedAt ? undefined : findPart(message, 'call');
    const next = partOf(call);
    const same = part?.state === next.state && part.people === next.people && part.seconds === next.seconds;
    if (!part || same) return undefined;
    return { parts: (message.parts ?? []).map((one) => (one === part ? next : one)) };
  };

/**
 * Has the message of a call show what became of it: posted when it starts, changed when it ends. May be repeated; what a
 * crash prevents the job does.
 *
 * @returns its message, unless that shows it already
 */
export async function recordCall(server: Server, call: CallDoc): Promise<MessageDoc | undefined> {
  // While a call runs its message stays as it is: who joins is no reason to write to the room each time.
  if (!call.stale) return undefined;
  const roomId = String(call.roomId);
  const message = await postParts(server, { roomId, authorId: call.startedBy, clientId: call.recordId }, [
    partOf(call),
  ]);
  const job = { kind: 'change' as const, messageId: String(message._id), mutate: showing(call) };
  try {
    if (isOver(call)) await changeMessages(server, roomId, job);
  } catch (error) {
    // A message at its limit of changes shows its last state.
    if (!(error instanceof AppError) || error.code !== 'conflict') throw error;
  }
  await Calls(server).updateOne({ _id: call._id }, { $set: { messageId: message._id } });
  // Unless it has ended meanwhile.
  await Calls(server).updateOne({ _id: call._id, live: call.live }, { $set: { stale: false } });
  return message;
}
