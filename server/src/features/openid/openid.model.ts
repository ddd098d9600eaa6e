import { Schema, type Types } from 'mongoose';
import { defineModel } from '../../platform/database.js';

/** An account at a provider, and whose it is here. */
export interface IdentityDoc {
  _id: Types.ObjectId;
  /** The `iss` and `sub` of its tokens: what identifies it. Of GitHub the address and the number of the account. */
  issuer: string;
  subject: string;
  userId: Types.ObjectId;
  /** The provider of the settings by which it was connected. */
  provider: string;
  /** Its name or address at the provider, for the list of one's sign-ins. */
  label: string;
  createdAt: Date;
}

const identities = new Schema<IdentityDoc>(
  {
    issuer: { type: String, required: true },
    subject: { type: String, required: true },
    userId: { type: Schema.Types.ObjectId, required: true },
    provider: { type: String, required: true },
    label: { type: String, default: '' },
    createdAt: { type: Date, required: true },
  },
  { versionKey: false, strict: 'throw' },
);
identities.index({ issuer: 1, subject: 1 }, { unique: true });
// One of each provider for each person.
identities.index({ userId: 1, provider: 1 }, { unique: true });
export const Identities = defineModel('Identity', identities);

/** A sign-in that was begun and whose callback has not come yet. */
export interface AttemptDoc {
  /** SHA-256 of `state`. */
  _id: string;
  /** SHA-256 of the browser's cookie. */
  browser: string;
  provider: string;
  nonce: string;
  verifier: string;
  returnTo: string;
  inviteCode?: string;
  /** Nobody has pressed a button: it shows nothing at the provider, and makes no account. */
  silent?: boolean;
  /** People who have signed in by this browser before: its cookie does not come along with the callback. */
  knownTo?: string[];
  /** Set to connect the provider to this person's account, in this session; else it is a sign-in. */
  linkTo?: { userId: string; sessionId: string };
  expiresAt: Date;
}

const attempts = new Schema<AttemptDoc>(
  {
    _id: { type: String, required: true },
    browser: { type: String, required: true },
    provider: { type: String, required: true },
    nonce: { type: String, required: true },
    verifier: { type: String, required: true },
    returnTo: { type: String, required: true },
    inviteCode: { type: String },
    silent: { type: Boolean },
    knownTo: { type: [String], default: undefined },
    linkTo: { type: new Schema({ userId: String, sessionId: String }, { _id: false }), default: undefined },
    expiresAt: { type: Date, required: true },
  },
  { versionKey: false, strict: 'throw' },
);
attempts.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });
attempts.index({ 'linkTo.userId': 1 }, { sparse: true });
export const Attempts = defineModel('OpenidAttempt', attempts);

/** A session that was started by a provider, so that the provider can end it. */
export interface OpenidSessionDoc {
  /** The id of the session. */
  _id: string;
  userId: Types.ObjectId;
  issuer: string;
  subject: string;
  /** The id of the session at the provider, where it has one. */
  sid?: string;
  expiresAt: Date;
}

const openidSessions = new Schema<OpenidSessionDoc>(
  {
    _id: { type: String, required: true },
    userId: { type: Schema.Types.ObjectId, required: true },
    issuer: { type: String, required: true },
    subject: { type: String, required: true },
    sid: { type: String },
    expiresAt: { type: Date, required: true },
  },
  { versionKey: false, strict: 'throw' },
);
openidSessions.index({ issuer: 1, subject: 1 });
openidSessions.index({ issuer: 1, sid: 1 }, { partialFilterExpression: { sid: { $type: 'string' } } });
openidSessions.index({ userId: 1 });
openidSessions.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });
export const OpenidSessions = defineModel('OpenidSession', openidSessions);

/** A sign-out token that was used: it is valid once. */
export interface UsedTokenDoc {
  /** SHA-256 of the issuer and `jti`. */
  _id: string;
  expiresAt: Date;
}

const usedTokens = new Schema<UsedTokenDoc>(
  { _id: { type: String, required: true }, expiresAt: { type: Date, required: true } },
  { versionKey: false, strict: 'throw' },
);
usedTokens.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });
export const UsedTokens = defineModel('OpenidUsedToken', usedTokens);
