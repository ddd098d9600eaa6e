import type { FileKind } from '@parley/shared/files';
import { Schema, type Types } from 'mongoose';
import { defineModel } from '../../platform/database.js';

export interface FileDoc {
  _id: Types.ObjectId;
  roomId: Types.ObjectId;
  ownerId: Types.ObjectId;
  /** The sender's id of the upload: makes a repeat safe. */
  clientId: string;
  /**
   * `storing` until its bytes are complete, `stored` until its message is known to be stored, then `sent`; `gone` as soon
   * as its owner discards it or its message is deleted.
   */
  state: 'storing' | 'stored' | 'sent' | 'gone';
  /** The client id of the message that has claimed it; absent until then. */
  messageKey?: string;
  kind: FileKind;
  name: string;
  type: string;
  bytes: number;
  width: number | null;
  height: number | null;
  blur: string | null;
  hasThumbnail: boolean;
  createdAt: Date;
  /** Its space is being checked: for each person one file at a time (files.space.ts). */
  deciding?: true;
}

const schema = new Schema<FileDoc>(
  {
    roomId: { type: Schema.Types.ObjectId, required: true },
    ownerId: { type: Schema.Types.ObjectId, required: true },
    clientId: { type: String, required: true },
    state: { type: String, required: true },
    messageKey: { type: String },
    kind: { type: String, required: true },
    name: { type: String, required: true },
    type: { type: String, required: true },
    bytes: { type: Number, required: true },
    width: { type: Number, default: null },
    height: { type: Number, default: null },
    blur: { type: String, default: null },
    hasThumbnail: { type: Boolean, required: true },
    createdAt: { type: Date, required: true },
    deciding: { type: Boolean },
  },
  { versionKey: false, strict: 'throw' },
);
schema.index({ ownerId: 1, clientId: 1 }, { unique: true });
schema.index({ ownerId: 1, deciding: 1 }, { unique: true, partialFilterExpression: { deciding: true } });
// For the sweep: interrupted, never sent, or its message is deleted.
schema.index({ state: 1, createdAt: 1 });

export const Files = defineModel('File', schema);
