import { z } from 'zod';
import { messageOf } from './faults.js';
import { email } from './users.js';

/** Whether people can have a link for signing in sent to them. */
export const signInLinksView = z.strictObject({ enabled: z.boolean() }).meta({ id: 'SignInLinks' });

export const signInLinkInput = z.strictObject({ email });
export type SignInLinkInput = z.infer<typeof signInLinkInput>;

/** The token of a link: 256 random bits as base64url. */
export const useSignInLinkInput = z.strictObject({
  token: z.string().regex(/^[\w-]{43}$/, messageOf('resetToken')),
});

/** Whose account it signs in to: shown before somebody does, so that nobody signs in to another's by a link they were sent. */
export const signInLinkAccount = z
  .strictObject({ username: z.string(), displayName: z.string() })
  .meta({ id: 'SignInLinkAccount' });
export type SignInLinkAccount = z.infer<typeof signInLinkAccount>;

/** The path of a link. The token is behind the #, so that no server and no proxy on the way sees it. */
export const signInLinkPath = (token: string): string => `/sign-in/#${token}`;
