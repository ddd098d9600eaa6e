import { z } from 'zod';
import { clientId, objectId } from '../ids.js';
import { callLimits } from './limits.js';

/** One browser tab, or program, in a call. Its id is made by the client, so that joining again is the same leg. */
const legId = clientId;

/** What a person sends and shows. */
const showing = {
  muted: z.boolean(),
  camera: z.boolean(),
  screen: z.boolean(),
  hand: z.boolean(),
};

export const legView = z
  .strictObject({
    legId,
    userId: objectId,
    joinedAt: z.iso.datetime(),
    /** Counts how often it has joined: signals of an earlier time are dropped. */
    epoch: z.number().int().positive(),
    /** Its connection to the server is lost; its media may go on. */
    away: z.boolean(),
    ...showing,
  })
  .meta({ id: 'CallLeg' });
export type LegView = z.infer<typeof legView>;

export const invitedState = z.enum(['ringing', 'answered', 'declined', 'busy', 'missed']);
export type InvitedState = z.infer<typeof invitedState>;

export const callMedia = z.enum(['mesh', 'livekit']);
export type CallMedia = z.infer<typeof callMedia>;
export const callEnd = z.enum(['left', 'declined', 'missed', 'lost', 'archived']);
export type CallEnd = z.infer<typeof callEnd>;

/** A call as its room sees it. A newer version wins. */
export const callView = z
  .strictObject({
    callId: objectId,
    roomId: objectId,
    version: z.number().int(),
    /** False once it has ended. */
    live: z.boolean(),
    media: callMedia,
    startedBy: objectId,
    startedAt: z.iso.datetime(),
    /** When a second person joined. */
    answeredAt: z.iso.datetime().nullable(),
    endedAt: z.iso.datetime().nullable(),
    endReason: callEnd.nullable(),
    legs: z.array(legView),
    /** The people it rings for, in direct messages and groups. */
    invited: z.array(z.strictObject({ userId: objectId, state: invitedState })),
    /** When it stops ringing. */
    ringsUntil: z.iso.datetime(),
  })
  .meta({ id: 'Call' });
export type CallView = z.infer<typeof callView>;

/** A call as a part of its message: what remains of it. */
export const callPart = z
  .strictObject({
    kind: z.literal('call'),
    callId: objectId,
    state: z.enum(['live', 'ended', 'missed', 'declined']),
    /** People who were in it. */
    people: z.number().int().nonnegative(),
    /** From the first answer to the end; 0 if nobody answered. */
    seconds: z.number().int().nonnegative(),
  })
  .meta({ id: 'CallPart' });
export type CallPart = z.infer<typeof callPart>;

/** A STUN or TURN server, as `RTCPeerConnection` takes it. */
export const iceServer = z
  .strictObject({
    urls: z.array(z.string()).meta({ description: '`{host}` stands for the host of the page.' }),
    username: z.string().optional(),
    credential: z.string().optional(),
  })
  .meta({ id: 'IceServer' });
export type IceServer = z.infer<typeof iceServer>;

const callLeg = { callId: objectId, legId };

export const joinCall = z.strictObject({
  roomId: objectId,
  legId,
  muted: z.boolean(),
  camera: z.boolean(),
  /** Joins this call only, and starts none: one that rings, or was joined before. */
  callId: objectId.optional(),
  /** Ends one's other legs, in any call: "move here". Without it they are a reason to refuse. */
  move: z.boolean().default(false),
});
export type JoinCall = z.infer<typeof joinCall>;

/** The answer to joining. */
export interface JoinedCall {
  call: CallView;
  /** The epoch of this leg. */
  epoch: number;
  iceServers: IceServer[];
  /** Of a call that a LiveKit server carries; absent in a mesh. */
  livekit?: LivekitAccess;
}

/** How a leg reaches the media of its call. */
export interface LivekitAccess {
  /** Below the base path of this server, which passes it on. */
  path: string;
  /** Of this leg alone (a JWT), valid for a minute or two: joining again renews it. */
  token: string;
}

export const ofLeg = z.strictObject(callLeg);
export const showLeg = z.strictObject({
  ...callLeg,
  muted: showing.muted.optional(),
  camera: showing.camera.optional(),
  screen: showing.screen.optional(),
  hand: showing.hand.optional(),
});
export type ShowLeg = z.infer<typeof showLeg>;

export const manageLeg = z.strictObject({ ...callLeg, action: z.enum(['mute', 'remove']) });

/** What two legs send each other to connect (RFC 8829). The server checks its size, and forwards it. */
export const signalData = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('description'),
    type: z.enum(['offer', 'answer']),
    sdp: z.string().max(callLimits.description).startsWith('v=0'),
    /** What each of its tracks is, by the id of its transceiver. */
    tracks: z
      .array(z.strictObject({ mid: z.string().max(16), role: z.enum(['mic', 'camera', 'screen', 'tone']) }))
      .max(8),
  }),
  z.strictObject({
    kind: z.literal('candidates'),
    candidates: z
      .array(
        z.strictObject({
          candidate: z.string().max(callLimits.candidate),
          sdpMid: z.string().max(16).nullable(),
          sdpMLineIndex: z.number().int().min(0).max(64).nullable(),
          usernameFragment: z.string().max(256).nullable(),
        }),
      )
      .max(callLimits.candidates),
  }),
  /** The receiver shows this leg larger or smaller: the largest height it needs. 0 for none. */
  z.strictObject({ kind: z.literal('wanted'), height: z.number().int().min(0).max(4320) }),
]);
export type SignalData = z.infer<typeof signalData>;

const signal = {
  callId: objectId,
  from: legId,
  to: legId,
  /** Both legs' epochs as the sender knows them. */
  epochs: z.strictObject({ from: z.number().int().positive(), to: z.number().int().positive() }),
  data: signalData,
};
export const sendSignal = z.strictObject(signal);
export type CallSignal = z.infer<typeof sendSignal>;

export const callReactions = ['👍', '❤️', '😂', '🎉', '👏', '😮'] as const;
export const reactInCall = z.strictObject({ ...callLeg, emoji: z.enum(callReactions) });
export type CallReaction = z.infer<typeof reactInCall>;
