import type { SendInput } from '@parley/shared/messages';
import { Schema, type Types } from 'mongoose';
import { defineModel } from '../../platform/database.js';
import { countBySlots, type Slotted } from '../../platform/slots.js';

/** A message that waits for a moderator, or was refused by one. It has no place in its room. */
export interface HeldDoc extends Slotted {
  _id: Types.ObjectId;
  authorId: Types.ObjectId;
  roomId: Types.ObjectId;
  clientId: string;
  input: Omit<SendInput, 'roomId' | 'clientId'>;
  refused: boolean;
  createdAt: Date;
}

const held = new Schema<HeldDoc>(
  {
    authorId: { type: Schema.Types.ObjectId, required: true },
    roomId: { type: Schema.Types.ObjectId, required: true },
    clientId: { type: String, required: true },
    input: { type: Schema.Types.Mixed, required: true },
    refused: { type: Boolean, required: true },
    createdAt: { type: Date, required: true },
  },
  { versionKey: false, strict: 'throw' },
);
// A repeat of the same message is the same one.
held.index({ authorId: 1, clientId: 1 }, { unique: true });
held.index({ refused: 1, _id: 1 });
held.index({ createdAt: 1 }, { expireAfterSeconds: 30 * 86_400 });
countBySlots(held, 'authorId');

export const HeldMessages = defineModel('HeldMessage', held);
