import { z } from 'zod';
import { boundedText } from './boundedText.js';
import { openidPresets, openidProviderId } from './openid.js';

/** Bounds of providers that admins add. */
export const openidLimits = {
  providers: 20,
  name: 40,
  address: 500,
  clientId: 500,
  secret: 1000,
  tenant: 100,
  scopes: 20,
  domains: 100,
  values: 100,
  word: 200,
  rules: 100,
  rule: 1000,
} as const;

const word = z.string().min(1).max(openidLimits.word);

/** What an admin sets of a provider. The server holds it to the same rules as `OIDC_PROVIDERS`. */
const setting = {
  preset: z.enum(openidPresets),
  /** What the button says; null for the preset's name. */
  name: boundedText(1, openidLimits.name).nullable(),
  issuer: z.string().min(1).max(openidLimits.address).nullable(),
  /** Of Microsoft. */
  tenant: z.string().min(1).max(openidLimits.tenant).nullable(),
  clientId: z.string().min(1).max(openidLimits.clientId),
  /** Null for the usual ones. */
  scopes: z.array(word).max(openidLimits.scopes).nullable(),
  /** It may be in a private network, over plain HTTP. */
  private: z.boolean(),
  /** New accounts only for confirmed addresses of these domains; null for the workspace's registration. */
  domains: z.array(word).min(1).max(openidLimits.domains).nullable(),
  /** Only people with one of these values sign in; null for everybody. */
  require: z.strictObject({ claim: word, values: z.array(word).min(1).max(openidLimits.values) }).nullable(),
  /** Roles and rooms by the values of a claim, a rule in each line (decision 064); null for none. Owners alone change them. */
  groups: z
    .strictObject({
      claim: word,
      rules: z.array(z.string().min(1).max(openidLimits.rule)).min(1).max(openidLimits.rules),
    })
    .nullable(),
  /** Who is signed in there is signed in here without a click, where it is the only provider. */
  silent: z.boolean(),
  /** Nobody signs in by it. */
  disabled: z.boolean(),
};

export const managedProvider = z
  .strictObject({
    provider: openidProviderId,
    ...setting,
    /** It has a secret, which is never shown. */
    hasSecret: z.boolean(),
    /** The environment variable that fixes it; null when admins can change it. */
    fixedBy: z.string().nullable(),
    /** What is entered at the provider; null without `PUBLIC_URL`. */
    callback: z.string().nullable(),
    logout: z.string().nullable(),
  })
  .meta({ id: 'ManagedProvider' });
export type ManagedProvider = z.infer<typeof managedProvider>;

export const managedProviders = z
  .strictObject({
    /** Sent with a change: one that somebody else has made meanwhile is not overwritten. */
    version: z.number().int(),
    /** The address of this server; null where `PUBLIC_URL` is missing, without which no provider works. */
    publicUrl: z.string().nullable(),
    /** In the order of the sign-in form. */
    providers: z.array(managedProvider),
  })
  .meta({ id: 'ManagedProviders' });
export type ManagedProviders = z.infer<typeof managedProviders>;

const version = z.number().int().min(0);

export const putProviderInput = z.strictObject({
  version,
  ...setting,
  groups: setting.groups.default(null),
  silent: setting.silent.default(false),
  /** Absent to leave it as it is, null for none. */
  clientSecret: z.string().min(1).max(openidLimits.secret).nullable().optional(),
});
export type PutProviderInput = z.infer<typeof putProviderInput>;

export const orderProvidersInput = z.strictObject({
  version,
  /** All of them, the first button first. */
  order: z.array(openidProviderId).max(2 * openidLimits.providers),
});
export type OrderProvidersInput = z.infer<typeof orderProvidersInput>;

export const providerVersion = z.strictObject({ version: z.coerce.number().int().min(0) });

/** What a test looks at, one after the other. */
export const providerSteps = ['address', 'discovery', 'keys', 'client'] as const;
/** What is wrong, or why a step was left out. */
export const providerProblems = [
  'noPublicUrl',
  'plainHttp',
  'privateAddress',
  'unreachable',
  'status',
  'notOpenid',
  'issuerDiffers',
  'noKeys',
  'badClient',
  'badRedirect',
  'unclear',
  'notChecked',
] as const;

export const providerTest = z
  .strictObject({
    steps: z.array(
      z.strictObject({
        step: z.enum(providerSteps),
        outcome: z.enum(['good', 'bad', 'unknown']),
        problem: z.enum(providerProblems).nullable(),
        /** An address, a status, or what the provider answered. */
        detail: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'ProviderTest' });
export type ProviderTest = z.infer<typeof providerTest>;
export type ProviderStep = ProviderTest['steps'][number];
