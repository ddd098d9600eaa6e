import { Schema, type Types } from 'mongoose';
import { defineModel } from '../../platform/database.js';

/** A sign-in by a browser in which this person had not signed in, until somebody says it was them. */
export interface NewDeviceDoc {
  /** The id of the session. */
  _id: string;
  userId: Types.ObjectId;
  userAgent: string;
  address: string;
  at: Date;
  expiresAt: Date;
}

const newDevices = new Schema<NewDeviceDoc>(
  {
    _id: { type: String, required: true },
    userId: { type: Schema.Types.ObjectId, required: true },
    userAgent: { type: String, default: '' },
    address: { type: String, default: '' },
    at: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
  },
  { versionKey: false, strict: 'throw' },
);
newDevices.index({ userId: 1 });
newDevices.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });
export const NewDevices = defineModel('NewDevice', newDevices);

/** That a person has signed in once: their first browser is no news. */
export interface SignedInDoc {
  /** The id of the person. */
  _id: Types.ObjectId;
}

const signedIn = new Schema<SignedInDoc>(
  { _id: { type: Schema.Types.ObjectId, required: true } },
  { versionKey: false, strict: 'throw' },
);
export const SignedInOnce = defineModel('SignedInOnce', signedIn);
