import { randomUUID } from 'node:crypto';
import type { CallPart, CallSignal, CallView, JoinedCall } from '@parley/shared/calls/call';
import { findPart } from '@parley/shared/findPart';
import type { MessageView } from '@parley/shared/messages';
import type { RoomView } from '@parley/shared/rooms';
import type { Ears, Person, TestServer } from '../../../test/startServer.js';

export interface Caller extends JoinedCall {
  ears: Ears;
  legId: string;
}

export const openDirect = async (one: Person, other: Person): Promise<string> =>
  ((await one.post('/rooms', { type: 'direct', memberIds: [other.userId] })).body as RoomView).roomId;

export const joinInput = (roomId: string, of: object = {}) => ({
  roomId,
  legId: randomUUID(),
  muted: false,
  camera: false,
  ...of,
});

/** Joins from a socket of its own, as a tab does. */
export async function join(person: Person, roomId: string, of: object = {}): Promise<Caller> {
  const ears = await person.connect();
  const input = joinInput(roomId, of);
  return { ears, legId: input.legId, ...(await ears.command('call:join', input)) };
}

export const leave = ({ ears, legId, call }: Caller) =>
  ears.command('call:leave', { callId: call.callId, legId });
export const changed = (ears: Ears, right: (call: CallView) => boolean): Promise<{ call: CallView }> =>
  ears.wait('call:changed', ({ call }) => right(call));
export const refused = async (answer: Promise<{ ok: boolean }>): Promise<unknown> => {
  const given = (await answer) as { ok: boolean; error?: { code: string; key?: string } };
  return given.ok ? 'ok' : (given.error?.key ?? given.error?.code);
};
export const partIn = (message: MessageView): CallPart | undefined => findPart(message, 'call');
/** Waits until the message of a call shows this. */
export const recorded = (ears: Ears, right: (part: CallPart) => boolean) =>
  ears.wait('message:changed', ({ messages }) =>
    messages.some((message) => {
      const part = partIn(message);
      return part !== undefined && right(part);
    }),
  );

export const signalOf = (from: Caller, to: Caller, of: object = {}): CallSignal => ({
  callId: from.call.callId,
  from: from.legId,
  to: to.legId,
  epochs: { from: from.epoch, to: to.epoch },
  data: { kind: 'description', type: 'offer', sdp: 'v=0\r\n', tracks: [] },
  ...of,
});

export async function direct(server: TestServer) {
  const { alice, bob, eve } = await server.cast();
  return { alice, bob, eve, roomId: await openDirect(alice, bob) };
}
