import { notFound } from '@parley/shared/errors';
import type { OpenidPreset } from '@parley/shared/openid';
import { publicAddress } from '../../platform/basePath.js';
import type { Server } from '../../platform/context.js';
import { knownProviders, openProvider } from './managed.access.js';
import type { ProviderSetting } from './openid.settings.js';

/** A provider of the settings, with what its preset adds. */
export interface Provider extends ProviderSetting {
  name: string;
  /** Where it is discovered; of GitHub its address. */
  issuer: string;
  scopes: string[];
}

const presets: Record<OpenidPreset, { name: string; issuer?: string }> = {
  google: { name: 'Google', issuer: 'https://accounts.google.com' },
  microsoft: { name: 'Microsoft' },
  github: { name: 'GitHub', issuer: 'https://github.com' },
  gitlab: { name: 'GitLab', issuer: 'https://gitlab.com' },
  keycloak: { name: 'Keycloak' },
  authentik: { name: 'authentik' },
  oidc: { name: 'OpenID' },
};

const OPENID_SCOPES = ['openid', 'profile', 'email'];
/** Source: https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps */
const GITHUB_SCOPES = ['read:user', 'user:email'];

/** Source: https://learn.microsoft.com/en-us/entra/identity-platform/v2-protocols-oidc */
const microsoftIssuer = (tenant: string): string => `https://login.microsoftonline.com/${tenant}/v2.0`;

function resolve(setting: ProviderSetting): Provider {
  const preset = presets[setting.preset];
  const scopes = setting.scopes ?? (setting.preset === 'github' ? GITHUB_SCOPES : OPENID_SCOPES);
  return {
    ...setting,
    name: setting.name ?? preset.name,
    issuer: setting.issuer ?? preset.issuer ?? microsoftIssuer(setting.tenant ?? ''),
    scopes: setting.preset === 'github' ? scopes : [...new Set(['openid', ...scopes])],
  };
}

/** Those that are named in an order first, in that order; the others after them, as they are. */
export function inOrder<T>(all: readonly T[], order: readonly string[], idOf: (one: T) => string): T[] {
  const place = (one: T): number => {
    const at = order.indexOf(idOf(one));
    return at === -1 ? order.length : at;
  };
  return all
    .map((one, at) => ({ one, at }))
    .sort((a, b) => place(a.one) - place(b.one) || a.at - b.at)
    .map(({ one }) => one);
}

/** Those of the environment, and those that admins have added: of one id the former. @param all also disabled ones */
function everyProvider(server: Server, all: boolean): Provider[] {
  const { providers, order } = knownProviders(server);
  const fixed = server.config.OIDC_PROVIDERS;
  const added = providers
    .filter(({ setting, disabled }) => (all || !disabled) && !fixed.some(({ id }) => id === setting.id))
    // Without PUBLIC_URL there is no address to return to.
    .filter(() => all || server.config.PUBLIC_URL !== undefined)
    .flatMap((stored) => openProvider(server, stored) ?? []);
  return inOrder([...fixed, ...added], order, ({ id }) => id).map(resolve);
}

/** The providers that people can sign in by, in the order of the sign-in form. */
export const listProviders = (server: Server): Provider[] => everyProvider(server, false);

/** A provider by its id; undefined when it is not there any more, or disabled. */
export const findProvider = (server: Server, id: string): Provider | undefined =>
  listProviders(server).find((provider) => provider.id === id);

/** A provider by its id, also a disabled one. @throws not_found */
export function anyProvider(server: Server, id: string): Provider {
  const provider = everyProvider(server, true).find((one) => one.id === id);
  if (!provider) throw notFound();
  return provider;
}

/** @throws not_found */
export function loadProvider(server: Server, id: string): Provider {
  const provider = findProvider(server, id);
  if (!provider) throw notFound();
  return provider;
}

/** A provider as the source of groups. */
export const sourceOf = ({ id }: Pick<Provider, 'id'>): string => `openid:${id}`;

/** The address to which a provider returns people: each has its own, so that the answer of one is never taken for another's. */
export const callbackOf = ({ config }: Server, { id }: Provider): string =>
  publicAddress(config.PUBLIC_URL, `/api/v1/auth/openid/${id}/callback`);
