import { z } from 'zod';
import { objectId } from './ids.js';
import { inviteCode } from './workspace.js';
import { displayName, email, meView, password, username } from './users.js';
import { messageOf } from './faults.js';

export const registerInput = z.strictObject({
  username,
  displayName,
  password,
  email: email.optional(),
  /** Required where registration is by invitation. */
  inviteCode: inviteCode.optional(),
});
export type RegisterInput = z.infer<typeof registerInput>;

export const loginInput = z.strictObject({
  /** A user name or an e-mail address. */
  login: z.string().min(1, messageOf('empty')).max(254),
  password: z.string().min(1, messageOf('empty')).max(1024),
});
export type LoginInput = z.infer<typeof loginInput>;

export const changePasswordInput = z.strictObject({
  currentPassword: z.string().min(1, messageOf('empty')).max(1024),
  newPassword: password,
  /** Access tokens and webhooks stay; by default they end. */
  keepTokens: z.boolean().default(false),
});
export type ChangePasswordInput = z.infer<typeof changePasswordInput>;

/** Confirms the password, when it was entered too long ago. */
export const confirmInput = z.strictObject({
  password: z.string().min(1, messageOf('empty')).max(1024),
});

export type ConfirmInput = z.infer<typeof confirmInput>;

/** The session to end; without a token that of the access token, or of the cookie. */
export const logoutInput = z.strictObject({ signOutToken: z.string().min(1).max(1000).optional() });

/** The response to signing in, registering and refreshing. The refresh token is in an httpOnly cookie. */
export const signedIn = z
  .strictObject({
    accessToken: z.string(),
    /** Lifetime of the access token in seconds. */
    expiresIn: z.number().int(),
    sessionId: objectId,
    /** Valid only for `POST /auth/logout` of this session: stored where the access token must not be. */
    signOutToken: z.string(),
    /** 32 bytes in base64url, the same at each sign-in of this person: encrypts unsent work when a session ends. */
    storageKey: z.string(),
    me: meView,
  })
  .meta({ id: 'SignedIn' });
export type SignedIn = z.infer<typeof signedIn>;

export const sessionView = z
  .strictObject({
    sessionId: objectId,
    createdAt: z.iso.datetime(),
    lastUsedAt: z.iso.datetime(),
    userAgent: z.string(),
    address: z.string(),
    current: z.boolean(),
  })
  .meta({ id: 'Session' });
export type SessionView = z.infer<typeof sessionView>;
