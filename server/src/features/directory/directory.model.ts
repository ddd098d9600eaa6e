import { Schema, type Types } from 'mongoose';
import { defineModel } from '../../platform/database.js';

/** Whose account somebody of the directory has here. */
export interface DirectoryLinkDoc {
  /** Their unique id in the directory, in hexadecimal where it is binary. Never a name or an address: those are given to others. */
  _id: string;
  userId: Types.ObjectId;
  /** The directory has shut them out, and no admin here: it may let them in again. */
  shutOut?: true;
  /** What the entry was changed at when its picture was read. */
  changed?: string;
  /** SHA-256 of the picture that was taken over; another is taken when it changes there. */
  picture?: string;
  createdAt: Date;
}

const schema = new Schema<DirectoryLinkDoc>(
  {
    _id: { type: String, required: true },
    userId: { type: Schema.Types.ObjectId, required: true },
    shutOut: { type: Boolean },
    changed: { type: String },
    picture: { type: String },
    createdAt: { type: Date, required: true },
  },
  { versionKey: false, strict: 'throw' },
);
schema.index({ userId: 1 }, { unique: true });
export const DirectoryLinks = defineModel('DirectoryLink', schema);
