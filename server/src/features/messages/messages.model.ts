import type { FileView } from '@parley/shared/files';
import type { Notice } from '@parley/shared/messages';
import type { MessagePart } from '@parley/shared/parts';
import { Schema, type Types } from 'mongoose';
import { defineModel } from '../../platform/database.js';

export interface ReactionDoc {
  emoji: string;
  userIds: Types.ObjectId[];
}

export interface MessageDoc {
  _id: Types.ObjectId;
  roomId: Types.ObjectId;
  authorId: Types.ObjectId;
  clientId: string;
  seq: number;
  rev: number;
  createdAt: Date;
  editedAt: Date | null;
  deletedAt: Date | null;
  text: string;
  mentionIds: Types.ObjectId[];
  /** It mentions everybody in the room. */
  mentionsRoom?: true | null;
  /** The author of the message it replies to. */
  answersId?: Types.ObjectId;
  /** Set when it mentions somebody: keeps the index of mentions small. */
  mentioned?: true;
  replyTo: { messageId: Types.ObjectId; seq: number } | null;
  reactions: ReactionDoc[];
  /** The views of its files; absent in messages from before there were any. */
  files?: FileView[];
  /** The parts of features; absent in most. */
  parts?: MessagePart[];
  notice: Notice | null;
  pinned?: { userId: Types.ObjectId; at: Date } | null;
}

/** A message with what only its changes need, and no page reads: it may be thousands of numbers, and fifty long texts. */
export interface ClaimedMessage extends MessageDoc {
  /** Earlier texts, oldest first. */
  history: { text: string; writtenAt: Date }[];
  /** Every rev this message has ever had, so that none can be claimed twice. */
  revs: number[];
}

const schema = new Schema<ClaimedMessage>(
  {
    roomId: { type: Schema.Types.ObjectId, required: true },
    authorId: { type: Schema.Types.ObjectId, required: true },
    clientId: { type: String, required: true },
    seq: { type: Number, required: true },
    rev: { type: Number, required: true },
    revs: { type: [Number], required: true, select: false },
    createdAt: { type: Date, required: true },
    editedAt: { type: Date, default: null },
    deletedAt: { type: Date, default: null },
    text: { type: String, default: '' },
    mentionIds: { type: [Schema.Types.ObjectId], default: [] },
    mentioned: { type: Boolean },
    mentionsRoom: { type: Boolean },
    answersId: { type: Schema.Types.ObjectId },
    replyTo: {
      type: new Schema({ messageId: Schema.Types.ObjectId, seq: Number }, { _id: false }),
      default: null,
    },
    reactions: {
      type: [new Schema({ emoji: String, userIds: [Schema.Types.ObjectId] }, { _id: false })],
      default: [],
    },
    history: {
      type: [new Schema({ text: String, writtenAt: Date }, { _id: false })],
      default: [],
      select: false,
    },
    files: { type: [Schema.Types.Mixed], default: undefined },
    parts: { type: [Schema.Types.Mixed], default: undefined },
    notice: { type: Schema.Types.Mixed, default: null },
    pinned: {
      type: new Schema({ userId: Schema.Types.ObjectId, at: Date }, { _id: false }),
      default: undefined,
    },
  },
  { versionKey: false, strict: 'throw', minimize: false },
);
// The claim: these three decide races, on one node or on twenty.
schema.index({ roomId: 1, revs: 1 }, { unique: true });
schema.index({ roomId: 1, seq: 1 }, { unique: true });
schema.index({ roomId: 1, authorId: 1, clientId: 1 }, { unique: true });
// Catching up: all changes after a rev, in order.
schema.index({ roomId: 1, rev: 1 });
schema.index({ mentionIds: 1, roomId: 1, seq: 1 }, { partialFilterExpression: { mentioned: true } });
schema.index({ mentionsRoom: 1, roomId: 1, seq: 1 }, { partialFilterExpression: { mentionsRoom: true } });
schema.index({ roomId: 1, 'pinned.at': -1 }, { partialFilterExpression: { 'pinned.at': { $exists: true } } });
// The inbox: mentions, newest first, by one's rooms: messages of other rooms are not scanned.
schema.index({ mentionIds: 1, roomId: 1, _id: -1 }, { partialFilterExpression: { mentioned: true } });
schema.index(
  { answersId: 1, roomId: 1, _id: -1 },
  { partialFilterExpression: { answersId: { $exists: true } } },
);
schema.index({ mentionsRoom: 1, roomId: 1, _id: -1 }, { partialFilterExpression: { mentionsRoom: true } });

export const Messages = defineModel('Message', schema);
