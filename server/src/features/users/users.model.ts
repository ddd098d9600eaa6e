import type { NoticeView } from '@parley/shared/moderation/moderation';
import type { QuietHours } from '@parley/shared/notify';
import type { WorkspaceRole } from '@parley/shared/permissions';
import { Schema, type Types } from 'mongoose';
import { defineModel } from '../../platform/database.js';

export interface Mute {
  /** Absent for the whole workspace. */
  roomId?: Types.ObjectId;
  until: Date;
  reason: string;
}

export interface PersonalNotice {
  _id: Types.ObjectId;
  kind: NoticeView['kind'];
  at: Date;
  text?: string;
}

export interface UserDoc {
  _id: Types.ObjectId;
  version: number;
  username: string;
  /**
   * All names of the account: `username`, and the former ones that nobody has taken since. One unique index over all of
   * them, so that nobody can take another's present or former name, under concurrent requests too.
   */
  names: string[];
  /** Former names, the newest first, and until when each is reserved. */
  formerNames?: { name: string; until: Date }[];
  displayName: string;
  /** Confirmed and unique: used to sign in, and for mails. */
  email: string | null;
  /** Entered and not confirmed. Not unique: that others have entered the same must not show. */
  emailWanted?: string | null;
  /** When an operator last reset the sign-in attempts; part of the counters' keys, so that it holds on all nodes. */
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
  /** Absent in accounts from before the setting. */
  keywords?: string[];
  quiet?: QuietHours | null;
  /** An erased person: their messages may stay, and no other data. */
  erased?: true;
  /** The account of a webhook; cannot sign in. */
  bot?: true;
  /** Reserves the handle of the group with the same id (decision 051); a bot that never speaks. */
  group?: true;
  /** The room a webhook posts to; only people who may read it see the webhook. */
  speaksIn?: Types.ObjectId;
  /** When they were here last, up to an hour; absent when nobody has ever signed in. */
  seenAt?: Date;
  /** 1 for the very first account, which becomes owner; unique, so that two first registrations cannot both win. */
  founder?: 1;
  /** Where they may not write. Those that have ended go with the next one. */
  mutes?: Mute[];
  /** Nobody signs in to a banned account until then. A state of its own beside `active`: neither changes the other. */
  ban?: { until: Date; reason: string; by: Types.ObjectId; at: Date };
  /** The people they have blocked, who do not reach them directly. */
  blocked?: Types.ObjectId[];
  /** The account waits for a moderator; it is not active until then, and nobody sees it. */
  waiting?: { since: Date; by: 'form' | 'invitation' | 'provider' | 'directory' };
  /** When it was approved, until somebody has signed in to it. */
  approvedAt?: Date;
  /** What they have not dismissed, the oldest first. */
  notices?: PersonalNotice[];
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
    group: { type: Boolean },
    speaksIn: { type: Schema.Types.ObjectId },
    seenAt: { type: Date },
    founder: { type: Number },
    mutes: {
      type: [new Schema({ roomId: Schema.Types.ObjectId, until: Date, reason: String }, { _id: false })],
      default: undefined,
    },
    ban: {
      type: new Schema({ until: Date, reason: String, by: Schema.Types.ObjectId, at: Date }, { _id: false }),
    },
    waiting: { type: new Schema({ since: Date, by: String }, { _id: false }) },
    approvedAt: { type: Date },
    blocked: { type: [Schema.Types.ObjectId], default: undefined },
    notices: { type: [new Schema({ kind: String, at: Date, text: String })], default: undefined },
    createdAt: { type: Date, required: true },
  },
  { versionKey: false, strict: 'throw' },
);
schema.index({ username: 1 }, { unique: true });
// Sparse: accounts of an older server that still runs have none until they are migrated.
schema.index({ names: 1 }, { unique: true, sparse: true });
schema.index({ email: 1 }, { unique: true, partialFilterExpression: { email: { $type: 'string' } } });
// Statuses with an end: queried every half minute.
schema.index({ statusUntil: 1 }, { partialFilterExpression: { statusUntil: { $type: 'date' } } });
// Few have one: for the list of those who are banned or muted.
schema.index({ 'ban.until': 1 }, { partialFilterExpression: { 'ban.until': { $type: 'date' } } });
schema.index({ 'mutes.until': 1 }, { partialFilterExpression: { 'mutes.until': { $type: 'date' } } });
// For erasing somebody who is blocked.
schema.index({ blocked: 1 }, { sparse: true });
// Few wait: for the list of those who do.
schema.index({ 'waiting.since': 1 }, { partialFilterExpression: { 'waiting.since': { $type: 'date' } } });
schema.index({ founder: 1 }, { unique: true, sparse: true });
schema.index({ speaksIn: 1 }, { sparse: true });

export const Users = defineModel('User', schema);
