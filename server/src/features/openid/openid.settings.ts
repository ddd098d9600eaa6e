import { z } from 'zod';
import { groupRules } from '../../platform/settingKinds.js';

/** As in shared/src/openid.ts; settings import nothing but zod. */
const presets = ['google', 'microsoft', 'github', 'gitlab', 'keycloak', 'authentik', 'oidc'] as const;

/** Presets whose address is the same for everybody, or follows from `tenant`. */
const withAddress = new Set<string>(['google', 'github', 'gitlab']);

/** The issuer stands in identities for ever, so it is an address that can be compared: without ? and #. */
const issuer = z.url({ protocol: /^https?$/, error: 'must be an address, https://…' }).refine((value) => {
  // Later rules run although an earlier one has failed.
  if (!URL.canParse(value)) return true;
  const { username, search, hash } = new URL(value);
  return username === '' && search === '' && hash === '';
}, 'must be an address without user, ? and #');

/**
 * Whether tenants of Microsoft are admitted whose admins are anybody: they write all claims but `tid` as they like.
 * Source: https://learn.microsoft.com/en-us/entra/identity-platform/v2-protocols#endpoints
 */
function isShared(given: {
  preset: string;
  tenant?: string | undefined;
  issuer?: string | undefined;
}): boolean {
  const shared = /^(organizations|common|consumers)$/i;
  if (given.issuer === undefined) return given.preset === 'microsoft' && shared.test(given.tenant ?? '');
  if (!URL.canParse(given.issuer)) return false;
  const { hostname, pathname } = new URL(given.issuer);
  const ofMicrosoft = given.preset === 'microsoft' || /^login\.(microsoftonline|windows)\./.test(hostname);
  return ofMicrosoft && shared.test(pathname.split('/')[1] ?? '');
}

/** Claims that people write themselves. Source: OpenID Connect Core 1.0, 5.1 */
const selfChosen =
  /^(name|(given|family|middle)_name|nickname|preferred_username|login|profile|picture|website|gender|birthdate|zoneinfo|locale|phone_number|address)$/;

export const providerSetting = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'must be lower case letters, digits and -'),
    preset: z.enum(presets).default('oidc'),
    name: z.string().min(1).max(40).optional(),
    issuer: issuer.optional(),
    tenant: z
      .string()
      .regex(/^[\w.-]{1,100}$/)
      .optional(),
    clientId: z.string().min(1).max(500),
    clientSecret: z.string().min(1).max(1000).optional(),
    scopes: z
      .array(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/))
      .max(20)
      .optional(),
    private: z.boolean().default(false),
    /** Who is signed in there is signed in here without a click, where it is the only provider. */
    silent: z.boolean().default(false),
    domains: z
      .array(
        z
          .string()
          .toLowerCase()
          .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'must be a domain, example.org'),
      )
      .min(1)
      .max(100)
      .optional(),
    require: z
      .strictObject({ claim: z.string().min(1).max(100), values: z.array(z.string().min(1)).min(1).max(100) })
      .optional(),
    groups: z
      .strictObject({
        claim: z
          .string()
          .min(1)
          .max(100)
          .refine((name) => !selfChosen.test(name), 'must not be a claim that people write themselves'),
        rules: groupRules(),
      })
      .optional(),
  })
  .superRefine((given, context) => {
    const fault = (path: string, message: string): void =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (given.preset === 'microsoft' && given.tenant === undefined && given.issuer === undefined)
      fault('tenant', 'must be the id of your tenant, or organizations');
    else if (given.preset !== 'microsoft' && !withAddress.has(given.preset) && given.issuer === undefined)
      fault('issuer', 'must be the address of the provider');
    if (given.issuer?.startsWith('http:') === true && !given.private)
      fault('issuer', 'must begin with https:// unless private is true');
    if (isShared(given) && given.require !== undefined && given.require.claim !== 'tid')
      fault('require', 'must be of the claim tid where the tenant is organizations, common or consumers');
    if (isShared(given) && given.groups !== undefined && given.groups.claim !== 'tid')
      fault('groups', 'must be of the claim tid where the tenant is organizations, common or consumers');
    if (given.preset === 'github' && given.silent) fault('silent', 'must be false for GitHub');
    if (given.preset === 'github' && given.clientSecret === undefined)
      fault('clientSecret', 'must be set for GitHub');
  });

export type ProviderSetting = z.infer<typeof providerSetting>;

const providers = z
  .array(providerSetting)
  .max(20)
  .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, 'must have each id once');

export const openidSettings = {
  OIDC_PROVIDERS: z
    .string()
    .default('[]')
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: 'custom', message: 'must be JSON: [{"id": "…", "clientId": "…"}]' });
        return z.NEVER;
      }
    })
    .pipe(providers)
    .describe(
      'Providers that people sign in with, as a JSON array: see [docs/admin/sign-in-providers.md](admin/sign-in-providers.md). Needs `PUBLIC_URL`.',
    ),
};
