import type { ExportKind, ExportView } from '@parley/shared/exports';
import { Schema, type Types } from 'mongoose';
import { defineModel } from '../../platform/database.js';

export interface ExportDoc {
  _id: Types.ObjectId;
  /** Who started it; nobody else can download it. */
  userId: Types.ObjectId;
  kind: ExportKind;
  /** `gone` once it was removed; its bytes are removed again by the sweep, in case a node was storing them just then. */
  state: ExportView['state'] | 'gone';
  /** Waiting or running: one of each kind for each person. */
  active?: true;
  done: number;
  total: number;
  bytes: number | null;
  /** How often it was begun: a crash begins it again. */
  attempts: number;
  /** With private rooms and direct messages: as the setting was when it was started. */
  includePrivate?: boolean;
  createdAt: Date;
  expiresAt: Date | null;
  /** The key of its bytes: each attempt has its own, so that of two nodes only one's archive counts. */
  blob?: Types.ObjectId;
  /** The last link, until it is used. */
  link?: { hash: string; sessionId: string; until: Date };
}

const schema = new Schema<ExportDoc>(
  {
    userId: { type: Schema.Types.ObjectId, required: true },
    kind: { type: String, required: true },
    state: { type: String, required: true },
    active: { type: Boolean },
    done: { type: Number, default: 0 },
    total: { type: Number, default: 0 },
    bytes: { type: Number, default: null },
    attempts: { type: Number, default: 0 },
    includePrivate: { type: Boolean },
    createdAt: { type: Date, required: true },
    expiresAt: { type: Date, default: null },
    blob: { type: Schema.Types.ObjectId },
    link: {
      type: new Schema({ hash: String, sessionId: String, until: Date }, { _id: false }),
      default: undefined,
    },
  },
  { versionKey: false, strict: 'throw' },
);
schema.index({ userId: 1, kind: 1 }, { unique: true, partialFilterExpression: { active: true } });
schema.index({ userId: 1, _id: -1 });
schema.index({ 'link.hash': 1 }, { partialFilterExpression: { 'link.hash': { $type: 'string' } } });
// No TTL index: the archive's bytes are removed before its document.
schema.index({ expiresAt: 1 });

export const Exports = defineModel('Export', schema);
