import { z } from 'zod';
import {
  callView,
  joinCall,
  manageLeg,
  ofLeg,
  reactInCall,
  sendSignal,
  showLeg,
  type CallView,
  type JoinedCall,
} from './calls/call.js';
import { workspaceView } from './workspace.js';
import type { Problem } from './errors.js';
import { draftView } from './drafts.js';
import { exportView } from './exports.js';
import { newDevice } from './devices.js';
import { objectId } from './ids.js';
import { heads, messageView, sendAllInput, sendInput, type MessageView } from './messages.js';
import { memberView, ownMemberView, readView, roomView, uncounted } from './rooms.js';
import { presenceView, type OpenedRoom } from './sync.js';
import { meView, userView } from './users.js';

/** The commands of a client. Every one is answered by an acknowledgement. */
export const commands = {
  'room:open': z.strictObject({ roomId: objectId, sinceRev: z.number().int().nonnegative().nullable() }),
  'room:close': z.strictObject({ roomId: objectId }),
  'message:send': sendInput,
  'messages:send': sendAllInput,
  'read:mark': z.strictObject({ roomId: objectId, seq: z.number().int().nonnegative() }),
  'typing:start': z.strictObject({ roomId: objectId }),
  'typing:stop': z.strictObject({ roomId: objectId }),
  'presence:set': z.strictObject({ active: z.boolean() }),
  'call:join': joinCall,
  'call:leave': ofLeg,
  'call:decline': z.strictObject({ callId: objectId }),
  'call:show': showLeg,
  'call:beat': ofLeg,
  'call:signal': sendSignal,
  'call:manage': manageLeg,
  'call:react': reactInCall,
} as const;

export interface CommandResults {
  'room:open': OpenedRoom;
  'room:close': null;
  'message:send': MessageView;
  /** Those that were stored, in order and without a gap. The next one is sent again alone, and then gets its refusal. */
  'messages:send': { messages: MessageView[] };
  'read:mark': { seq: number };
  'typing:start': null;
  'typing:stop': null;
  'presence:set': null;
  'call:join': JoinedCall;
  'call:leave': CallView;
  'call:decline': CallView;
  'call:show': CallView;
  'call:beat': null;
  'call:signal': null;
  'call:manage': CallView;
  'call:react': null;
}

/** What the server publishes. Full views only: the newer version, or rev, wins. */
export const events = {
  'message:changed': z.strictObject({ roomId: objectId, messages: z.array(messageView) }),
  'room:changed': z.strictObject({ room: roomView }),
  'member:changed': z.strictObject({ member: memberView }),
  /** One's own membership, with the heads of a room just joined, and the places behind its mark that are not unread. */
  'membership:changed': z.strictObject({
    member: ownMemberView,
    room: roomView,
    ...heads.shape,
    uncounted,
  }),
  'workspace:changed': z.strictObject({ workspace: workspaceView }),
  'user:changed': z.strictObject({ user: userView }),
  'me:changed': z.strictObject({ me: meView }),
  'read:changed': z.strictObject({ read: readView }),
  /** One's own, on all one's devices. */
  'saved:changed': z.strictObject({ messageId: objectId, saved: z.boolean() }),
  /** `sessionId` is the device that wrote it, which has it already. */
  'draft:changed': z.strictObject({ draft: draftView, sessionId: z.string() }),
  /** One's own export, as it progresses. */
  'export:changed': z.strictObject({ export: exportView }),
  'typing:changed': z.strictObject({ roomId: objectId, userId: objectId, typing: z.boolean() }),
  'presence:changed': z.strictObject({ presence: presenceView }),
  'call:changed': z.strictObject({ call: callView }),
  /** To one leg, from another of the same call. */
  'call:signal': sendSignal,
  'call:reacted': reactInCall,
  /** The heads of open rooms, every few seconds: a lost event heals by them. */
  'room:heads': z.strictObject({ rooms: z.array(z.strictObject({ roomId: objectId, ...heads.shape })) }),
  /**
   * Something other than a message may have been missed, because a server of the workspace crashed or was unreachable: sync again,
   * after a random delay of at most this many milliseconds.
   */
  'sync:due': z.strictObject({ within: z.number().int() }),
  /** Somebody has signed in to one's account by a browser that is new: to all one's pages, also that one. */
  'device:new': z.strictObject({ device: newDevice }),
  'session:ended': z.strictObject({
    reason: z.enum(['signed_out', 'revoked', 'password_changed', 'deactivated']),
  }),
  /** Whether nothing can be written, because the disk is full. A connection begins with `readOnly` false. */
  'server:changed': z.strictObject({ readOnly: z.boolean() }),
  /** The server is about to stop: reconnect after this many milliseconds. */
  'server:draining': z.strictObject({ reconnectIn: z.number().int() }),
} as const;

export type CommandName = keyof typeof commands;
export type CommandInput<N extends CommandName> = z.input<(typeof commands)[N]>;
export type EventName = keyof typeof events;
export type EventPayload<N extends EventName> = z.infer<(typeof events)[N]>;

export type Ack<T> = { ok: true; data: T } | { ok: false; error: Problem };

/** Maps for socket.io's types. */
export type ClientToServer = {
  [N in CommandName]: (input: CommandInput<N>, ack: (answer: Ack<CommandResults[N]>) => void) => void;
};
export type ServerToClient = { [N in EventName]: (payload: EventPayload<N>) => void };
