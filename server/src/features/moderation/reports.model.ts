import type { EvidenceMessage, OutcomeKind, ReportReason } from '@parley/shared/moderation/moderation';
import { Schema, type Types } from 'mongoose';
import { defineModel } from '../../platform/database.js';
import { countBySlots, type Slotted } from '../../platform/slots.js';

/** A message as it was when it was reported. */
export interface StoredEvidence extends Omit<EvidenceMessage, 'messageId' | 'authorId' | 'createdAt'> {
  messageId: Types.ObjectId;
  authorId: Types.ObjectId;
  createdAt: Date;
}

export interface ReportDoc extends Slotted {
  _id: Types.ObjectId;
  version: number;
  status: 'open' | 'closed';
  kind: 'message' | 'person';
  reporterId: Types.ObjectId;
  /** The reported person; of a message, its author. */
  targetId: Types.ObjectId;
  messageId: Types.ObjectId | null;
  roomId: Types.ObjectId | null;
  reason: ReportReason;
  note: string;
  createdAt: Date;
  updatedAt: Date;
  assignedTo: Types.ObjectId | null;
  /** While it is open: who reported what. Unique, so that a repeat updates it. */
  openKey?: string;
  /** While it is open: its reporter, for the bound. */
  openBy?: Types.ObjectId;
  roomName: string;
  messages: StoredEvidence[];
  profile: { displayName: string; username: string; statusText: string };
  notes: { by: Types.ObjectId; at: Date; text: string }[];
  outcome?: { kind: OutcomeKind; by: Types.ObjectId; at: Date; until: Date | null; reason: string };
}

const evidence = new Schema<StoredEvidence>(
  {
    messageId: { type: Schema.Types.ObjectId, required: true },
    authorId: { type: Schema.Types.ObjectId, required: true },
    createdAt: { type: Date, required: true },
    edited: { type: Boolean, required: true },
    deleted: { type: Boolean, required: true },
    text: { type: String, default: '' },
  },
  { _id: false },
);

const reports = new Schema<ReportDoc>(
  {
    version: { type: Number, required: true },
    status: { type: String, required: true },
    kind: { type: String, required: true },
    reporterId: { type: Schema.Types.ObjectId, required: true },
    targetId: { type: Schema.Types.ObjectId, required: true },
    messageId: { type: Schema.Types.ObjectId, default: null },
    roomId: { type: Schema.Types.ObjectId, default: null },
    reason: { type: String, required: true },
    note: { type: String, default: '' },
    createdAt: { type: Date, required: true },
    updatedAt: { type: Date, required: true },
    assignedTo: { type: Schema.Types.ObjectId, default: null },
    openKey: { type: String },
    openBy: { type: Schema.Types.ObjectId },
    roomName: { type: String, default: '' },
    messages: { type: [evidence], default: [] },
    profile: {
      type: new Schema({ displayName: String, username: String, statusText: String }, { _id: false }),
      required: true,
    },
    notes: {
      type: [new Schema({ by: Schema.Types.ObjectId, at: Date, text: String }, { _id: false })],
      default: [],
    },
    outcome: {
      type: new Schema(
        { kind: String, by: Schema.Types.ObjectId, at: Date, until: Date, reason: String },
        { _id: false },
      ),
    },
  },
  { versionKey: false, strict: 'throw' },
);
reports.index({ openKey: 1 }, { unique: true, sparse: true });
reports.index({ status: 1, _id: -1 });
reports.index({ targetId: 1, _id: -1 });
// Erasing a person, and the end of retention.
reports.index({ reporterId: 1 });
reports.index({ 'messages.authorId': 1 });
reports.index({ createdAt: 1 });
countBySlots(reports, 'openBy');

export const Reports = defineModel('Report', reports);
