import { Schema, type Types } from 'mongoose';
import { defineModel } from '../../platform/database.js';
import { countBySlots, type Slotted } from '../../platform/slots.js';

export interface SessionDoc extends Slotted {
  _id: Types.ObjectId;
  userId: Types.ObjectId;
  /** SHA-256 of the current refresh token. */
  refreshHash: string;
  /** SHA-256 of the one before, and when it was replaced. */
  previousHash: string | null;
  rotatedAt: Date;
  /** How often it was replaced; absent in sessions whose token is still a random one. */
  generation?: number;
  /** When its password was entered last; absent in older sessions. */
  provedAt?: Date;
  createdAt: Date;
  lastUsedAt: Date;
  expiresAt: Date;
  userAgent: string;
  address: string;
  /** Of its browser's device cookie; absent in older sessions. */
  deviceId?: string;
}

const schema = new Schema<SessionDoc>(
  {
    userId: { type: Schema.Types.ObjectId, required: true },
    refreshHash: { type: String, required: true },
    previousHash: { type: String, default: null },
    rotatedAt: { type: Date, required: true },
    generation: { type: Number },
    provedAt: { type: Date },
    createdAt: { type: Date, required: true },
    lastUsedAt: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
    userAgent: { type: String, default: '' },
    address: { type: String, default: '' },
    deviceId: { type: String },
  },
  { versionKey: false, strict: 'throw' },
);
schema.index({ refreshHash: 1 }, { unique: true });
schema.index({ previousHash: 1 }, { partialFilterExpression: { previousHash: { $type: 'string' } } });
schema.index({ userId: 1 });
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });
schema.index({ createdAt: 1 });
schema.index({ lastUsedAt: 1 });
countBySlots(schema, 'userId');

export const Sessions = defineModel('Session', schema);

/** A browser that its person has denied: its cookie says nothing any more. */
export interface DeniedDeviceDoc {
  /** The random id in the cookie. */
  _id: string;
  expiresAt: Date;
}

const denied = new Schema<DeniedDeviceDoc>(
  { _id: { type: String, required: true }, expiresAt: { type: Date, required: true } },
  { versionKey: false, strict: 'throw' },
);
denied.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });
export const DeniedDevices = defineModel('DeniedDevice', denied);
