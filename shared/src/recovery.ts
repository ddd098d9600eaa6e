import { z } from 'zod';
import { email, password } from './users.js';
import { messageOf } from './faults.js';

/** The token of a link for a new password: 256 random bits as base64url. */
export const resetToken = z.string().regex(/^[\w-]{43}$/, messageOf('resetToken'));

/** The e-mail address of a person who has forgotten their password. */
export const forgotPasswordInput = z.strictObject({ email });
export type ForgotPasswordInput = z.infer<typeof forgotPasswordInput>;

/** A request for the account of a link. In a body and not in the address, which proxies log. */
export const openResetInput = z.strictObject({ token: resetToken });
export type OpenResetInput = z.infer<typeof openResetInput>;

export const resetPasswordInput = z.strictObject({ token: resetToken, password });
export type ResetPasswordInput = z.infer<typeof resetPasswordInput>;

/** The account whose password is reset: as much as signing in needs. */
export const resetAccountView = z
  .strictObject({ username: z.string(), displayName: z.string() })
  .meta({ id: 'ResetAccount' });
export type ResetAccountView = z.infer<typeof resetAccountView>;

/** A new link. No other response contains its token. */
export const resetLinkView = z
  .strictObject({ token: resetToken, expiresAt: z.iso.datetime() })
  .meta({ id: 'ResetLink' });
export type ResetLinkView = z.infer<typeof resetLinkView>;

/** The path of a link. The token is behind the #, so that no server and no proxy on the way sees it. */
export const resetPath = (token: string): string => `/reset/#${token}`;
