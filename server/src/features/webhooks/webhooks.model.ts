import { Schema, type Types } from 'mongoose';
import { defineModel } from '../../platform/database.js';
import { countBySlots, type Slotted } from '../../platform/slots.js';

export interface WebhookDoc extends Slotted {
  _id: Types.ObjectId;
  roomId: Types.ObjectId;
  /** The account that is the author of its messages. */
  userId: Types.ObjectId;
  createdBy: Types.ObjectId;
  name: string;
  hash: string;
  createdAt: Date;
  lastUsedAt: Date | null;
}

const schema = new Schema<WebhookDoc>(
  {
    roomId: { type: Schema.Types.ObjectId, required: true },
    userId: { type: Schema.Types.ObjectId, required: true },
    createdBy: { type: Schema.Types.ObjectId, required: true },
    name: { type: String, required: true },
    hash: { type: String, required: true },
    createdAt: { type: Date, required: true },
    lastUsedAt: { type: Date, default: null },
  },
  { versionKey: false, strict: 'throw' },
);
schema.index({ roomId: 1, createdAt: 1 });
countBySlots(schema, 'roomId');
schema.index({ createdBy: 1 });

export const Webhooks = defineModel('Webhook', schema);
