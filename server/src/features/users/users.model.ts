import type { QuietHours } from '@parley/shared/notify';
import type { WorkspaceRole } from '@parley/shared/permissions';
import { Schema, type Types } from 'mongoose';
import { defineModel } from '../../platform/database.js';

export interface UserDoc {
  _id: Types.ObjectId;
  version: number;
  username: string;
  /**
   * Every name that is theirs: `username`, and the former ones nobody has taken since. One unique index over all of them lets
   * nobody take what is another's, now or before, whoever asks at the same moment.
   */
  names: string[];
  /** Names they gave up, the newest first, and until when nobody else can have them. */
  formerNames?: { name: string; until: Date }[];
  displayName: string;
  /** Theirs alone: signs in, and is written to. */
  email: string | null;
  /** What they have entered and not confirmed. Others may have entered the same: that it is taken must not show. */
  emailWanted?: string | null;
  /** When an operator last had the attempts to sign in forgotten; their counters carry it, on whichever node they are. */
  unlockedAt?: Date;
  statusText: string;
  statusEmoji: string;
  statusUntil?: Date | null;
  pictureAt?: Date | null;
  timeZone?: string;
  role: WorkspaceRole;
  active: boolean;
  showReceipts: boolean;
  presenceMode: 'auto' | 'dnd';
  /** Absent in accounts from before one could choose. */
  keywords?: string[];
  quiet?: QuietHours | null;
  /** Was a person: what they wrote may stay, and nothing else of them. */
  erased?: true;
  /** Speaks through a webhook; cannot sign in. */
  bot?: true;
  /** The room a webhook posts to; only people who may read it see the webhook. */
  speaksIn?: Types.ObjectId;
  /** 1 for the very first account, which becomes owner; unique, so that two first registrations cannot both win. */
  founder?: 1;
  createdAt: Date;
}

const schema = new Schema<UserDoc>(
  {
    version: { type: Number, required: true },
    username: { type: String, required: true },
    names: { type: [String], default: undefined },
    formerNames: { type: [new Schema({ name: String, until: Date }, { _id: false })], default: undefined },
    displayName: { type: String, required: true },
    email: { type: String, default: null },
    emailWanted: { type: String },
    unlockedAt: { type: Date },
    statusText: { type: String, default: '' },
    statusEmoji: { type: String, default: '' },
    statusUntil: { type: Date },
    pictureAt: { type: Date },
    timeZone: { type: String },
    role: { type: String, required: true },
    active: { type: Boolean, required: true },
    showReceipts: { type: Boolean, default: true },
    presenceMode: { type: String, default: 'auto' },
    keywords: { type: [String], default: undefined },
    quiet: { type: Schema.Types.Mixed },
    erased: { type: Boolean },
    bot: { type: Boolean },
    speaksIn: { type: Schema.Types.ObjectId },
    founder: { type: Number },
    createdAt: { type: Date, required: true },
  },
  { versionKey: false, strict: 'throw' },
);
schema.index({ username: 1 }, { unique: true });
// Sparse: an account of an older server that still runs has none until it is migrated.
schema.index({ names: 1 }, { unique: true, sparse: true });
schema.index({ email: 1 }, { unique: true, partialFilterExpression: { email: { $type: 'string' } } });
// Statuses that end: looked for every half minute.
schema.index({ statusUntil: 1 }, { partialFilterExpression: { statusUntil: { $type: 'date' } } });
schema.index({ founder: 1 }, { unique: true, sparse: true });
schema.index({ speaksIn: 1 }, { sparse: true });

export const Users = defineModel('User', schema);
