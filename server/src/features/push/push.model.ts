import { Schema, type Types } from 'mongoose';
import { defineModel } from '../../platform/database.js';

/** A browser that wants to be woken. */
export interface DeviceDoc {
  _id: Types.ObjectId;
  userId: Types.ObjectId;
  /** It is forgotten when this session ends. */
  sessionId: Types.ObjectId;
  endpoint: string;
  keys: { p256dh: string; auth: string };
  createdAt: Date;
}

const schema = new Schema<DeviceDoc>(
  {
    userId: { type: Schema.Types.ObjectId, required: true },
    sessionId: { type: Schema.Types.ObjectId, required: true },
    endpoint: { type: String, required: true },
    keys: { type: new Schema({ p256dh: String, auth: String }, { _id: false }), required: true },
    createdAt: { type: Date, required: true },
  },
  { versionKey: false, strict: 'throw' },
);
schema.index({ endpoint: 1 }, { unique: true });
schema.index({ userId: 1 });
schema.index({ sessionId: 1 });

export const Devices = defineModel('Device', schema);
