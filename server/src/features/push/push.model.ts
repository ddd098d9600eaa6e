import { Schema, type Types } from 'mongoose';
import { defineModel } from '../../platform/database.js';
import { countBySlots, type Slotted } from '../../platform/slots.js';

/** A browser with a push subscription. */
export interface DeviceDoc extends Slotted {
  _id: Types.ObjectId;
  userId: Types.ObjectId;
  /** The registration is deleted when this session ends. */
  sessionId: Types.ObjectId;
  endpoint: string;
  keys: { p256dh: string; auth: string };
  createdAt: Date;
  /** The last messages pushed to it that were not read since; absent before the first. */
  shown?: ShownDoc[];
}

export interface ShownDoc {
  roomId: string;
  messageId: string;
  seq: number;
}

/** A browser shows one notification for each room, so edits of older messages do not show. */
export const MOST_SHOWN = 30;

const schema = new Schema<DeviceDoc>(
  {
    userId: { type: Schema.Types.ObjectId, required: true },
    sessionId: { type: Schema.Types.ObjectId, required: true },
    endpoint: { type: String, required: true },
    keys: { type: new Schema({ p256dh: String, auth: String }, { _id: false }), required: true },
    createdAt: { type: Date, required: true },
    shown: {
      type: [new Schema({ roomId: String, messageId: String, seq: Number }, { _id: false })],
      default: undefined,
    },
  },
  { versionKey: false, strict: 'throw' },
);
schema.index({ endpoint: 1 }, { unique: true });
schema.index({ userId: 1 });
schema.index({ sessionId: 1 });
schema.index({ 'shown.messageId': 1 });
countBySlots(schema, 'userId');

export const Devices = defineModel('Device', schema);
