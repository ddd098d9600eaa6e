import type { CallMedia, InvitedState } from '@parley/shared/calls/call';
import { Schema, type Types } from 'mongoose';
import { defineModel } from '../../platform/database.js';
import type { CallState, Invitation, Leg } from './calls.state.js';

export interface CallDoc extends CallState {
  _id: Types.ObjectId;
  roomId: Types.ObjectId;
  /** Grows with each change: a change of an outdated version is refused. */
  version: number;
  /** One live call in a room. */
  live: boolean;
  /** What carries its media, as long as it lasts. */
  media: CallMedia;
  /** The relay of its legs, in one process for all of them; null where there is none. */
  relay: { host: string | null; port: number } | null;
  /** Its message; null until that is stored. */
  messageId: Types.ObjectId | null;
  /** The client id of its message: storing it again stores it once. */
  recordId: string;
  /** Its message does not show its state yet. */
  stale: boolean;
}

const date = { type: Date, default: null };
const flag = { type: Boolean, required: true };
const text = { type: String, required: true };

const leg = new Schema<Leg>(
  {
    legId: text,
    userId: text,
    sessionId: text,
    socketId: text,
    epoch: { type: Number, required: true },
    joinedAt: { type: Date, required: true },
    leftAt: date,
    awaySince: date,
    muted: flag,
    camera: flag,
    screen: flag,
    hand: flag,
  },
  { _id: false, strict: 'throw' },
);
const states: InvitedState[] = ['ringing', 'answered', 'declined', 'busy', 'missed'];
const invitation = new Schema<Invitation>(
  { userId: text, state: { type: String, required: true, enum: states } },
  { _id: false, strict: 'throw' },
);

const relay = new Schema<NonNullable<CallDoc['relay']>>(
  { host: { type: String, default: null }, port: { type: Number, required: true } },
  { _id: false, strict: 'throw' },
);

const calls = new Schema<CallDoc>(
  {
    roomId: { type: Schema.Types.ObjectId, required: true },
    version: { type: Number, required: true },
    live: flag,
    media: text,
    relay: { type: relay, default: null },
    messageId: { type: Schema.Types.ObjectId, default: null },
    recordId: text,
    stale: flag,
    personal: flag,
    direct: flag,
    startedBy: text,
    startedAt: { type: Date, required: true },
    answeredAt: date,
    ringsUntil: { type: Date, required: true },
    endedAt: date,
    endReason: { type: String, default: null },
    legs: { type: [leg], default: [] },
    invited: { type: [invitation], default: [] },
  },
  { versionKey: false, strict: 'throw' },
);
// Two people who call each other at once are in one call: the second write fails, and joins the first.
calls.index({ roomId: 1 }, { unique: true, partialFilterExpression: { live: true } });
// The sweep, and the calls a person is in.
calls.index({ live: 1, 'legs.userId': 1 }, { partialFilterExpression: { live: true } });
// What is old is deleted.
calls.index({ endedAt: 1 }, { partialFilterExpression: { live: false } });
// Messages that a crash left behind.
calls.index({ stale: 1 }, { partialFilterExpression: { stale: true } });
// Erasing a person.
calls.index({ 'legs.userId': 1 });

export const Calls = defineModel('Call', calls);

/** The last heartbeat of a leg. In a collection of its own, so that it does not compete with changes of the call. */
export interface BeatDoc {
  /** The ids of the call and the leg: another call may have a leg of the same id. */
  _id: string;
  callId: Types.ObjectId;
  at: Date;
}

const beats = new Schema<BeatDoc>(
  { _id: text, callId: { type: Schema.Types.ObjectId, required: true }, at: { type: Date, required: true } },
  { versionKey: false, strict: 'throw' },
);
beats.index({ callId: 1 });
// Those that a crash left behind.
beats.index({ at: 1 });

export const CallBeats = defineModel('CallBeat', beats);
