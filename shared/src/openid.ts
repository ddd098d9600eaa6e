import { z } from 'zod';
import { objectId } from './ids.js';
import { inviteCode } from './workspace.js';

/** Providers whose addresses and names are known; `oidc` is any other that can be discovered. */
export const openidPresets = [
  'google',
  'microsoft',
  'github',
  'gitlab',
  'keycloak',
  'authentik',
  'oidc',
] as const;
export type OpenidPreset = (typeof openidPresets)[number];

/** The name of a provider in addresses. It is part of what is registered at the provider, so it never changes. */
export const openidProviderId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/);

/** A provider that people can sign in with. */
export const openidProviderView = z
  .strictObject({
    provider: openidProviderId,
    name: z.string(),
    /** This browser may be signed in by it without a click. */
    silent: z.literal(true).optional(),
  })
  .meta({ id: 'OpenidProvider' });

/** An account at a provider that is connected to one's own. */
export const identityView = z
  .strictObject({
    identityId: objectId,
    provider: z.string(),
    name: z.string(),
    /** The person's name or address at the provider, as it was when it was last used. */
    label: z.string(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Identity' });
export type IdentityView = z.infer<typeof identityView>;

/** The query that begins a sign-in. */
export const beginQuery = z.strictObject({
  /** A path of the app, to return to. Any other address is ignored. */
  returnTo: z.string().max(2000).optional(),
  inviteCode: inviteCode.optional(),
  /** Makes the provider verify the person anew, which counts as a confirmation (decision 044). */
  again: z.literal('true').optional(),
  /** Shows nothing: who is not signed in there returns as they came (decision 065). */
  silent: z.literal('true').optional(),
});

/** The body of a provider's request that ends sessions. Source: OpenID Connect Back-Channel Logout 1.0, 2.5 */
export const backChannelInput = z.object({ logout_token: z.string().min(1).max(20_000) });

/** Where the browser goes next. */
export const redirectView = z.strictObject({ url: z.string() });
