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
  /** Where one needs to be invited. */
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
  /** One's access tokens and webhooks go on; without it they end. */
  keepTokens: z.boolean().default(false),
});
export type ChangePasswordInput = z.infer<typeof changePasswordInput>;

/** Who has signed in long ago enters their password again. */
export const confirmInput = z.strictObject({
  password: z.string().min(1, messageOf('empty')).max(1024),
});

export type ConfirmInput = z.infer<typeof confirmInput>;

/** Which session ends; without a token the one of the access token, or of the cookie. */
export const logoutInput = z.strictObject({ signOutToken: z.string().min(1).max(1000).optional() });

/** What signing in, registering and refreshing answer. The refresh token travels in an httpOnly cookie. */
export const signedIn = z
  .strictObject({
    accessToken: z.string(),
    /** Seconds the access token lives. */
    expiresIn: z.number().int(),
    sessionId: objectId,
    /** Good for nothing but `POST /auth/logout` of this session: stored where the access token must not be. */
    signOutToken: z.string(),
    /** 32 bytes in base64url, the same at each sign-in of this person: encrypts what is unsent when a session ends. */
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
