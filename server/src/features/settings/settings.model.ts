import { Schema, type Types } from 'mongoose';
import { defineModel } from '../../platform/database.js';

/** One field of a change, as it is stored: secrets are encrypted, null is the default. */
export interface StoredField {
  field: string;
  before: unknown;
  after: unknown;
}

export interface StoredChange {
  changeId: Types.ObjectId;
  at: Date;
  /** Null for the server itself, and for an erased person. */
  by: Types.ObjectId | null;
  undoes: Types.ObjectId | null;
  fields: StoredField[];
}

/** A section with its history, in one document: a change and its entry are one write. */
export interface SettingsDoc {
  /** The section's name. */
  _id: string;
  version: number;
  /** What admins have chosen, by field; secrets are encrypted. */
  values: Record<string, unknown>;
  /** Values that this program does not understand, as they were found. */
  aside?: Record<string, unknown>;
  /** The oldest first. */
  history: StoredChange[];
}

const schema = new Schema<SettingsDoc>(
  {
    _id: { type: String, required: true },
    version: { type: Number, required: true },
    values: { type: Schema.Types.Mixed, required: true },
    aside: { type: Schema.Types.Mixed },
    history: { type: Schema.Types.Mixed, required: true },
  },
  { versionKey: false, strict: 'throw', minimize: false },
);

export const SettingsDocs = defineModel('Settings', schema);
