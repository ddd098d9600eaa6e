import { LRUCache } from 'lru-cache';
import {
  ClientSecretBasic,
  ClientSecretPost,
  Configuration,
  None,
  allowInsecureRequests,
  clockTolerance,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  type ClientAuth,
} from 'openid-client';
import type { Server } from '../../platform/context.js';
import { perServer } from '../../platform/perServer.js';
import { guardedFetch, mayBePrivate } from './guardedFetch.js';
import type { Provider } from './providers.js';

/** How far the clocks of two servers may differ, in seconds. */
export const CLOCK_SECONDS = 60;

/**
 * Signatures that are accepted: those of a key pair. With HS256 the key would be the client's secret, which more than the provider knows;
 * `none` is no signature. Source: RFC 7518, 3.1, without the symmetric ones; RFC 8037; RFC 9864.
 */
export const ASYMMETRIC = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

/** A provider that changes its addresses or drops a feature is noticed within an hour; its keys are read as they are needed. */
const FRESH_MS = 3_600_000;

const known = perServer(() => new LRUCache<string, Promise<Configuration>>({ max: 100, ttl: FRESH_MS }));

/**
 * GitHub speaks plain OAuth 2 and is not discovered. Its enterprise server has the same paths. The issuer is the one of its metadata
 * (`/.well-known/oauth-authorization-server/login/oauth`), with which its answers are marked.
 */
function githubConfiguration({ issuer, clientId, clientSecret }: Provider): Configuration {
  const base = issuer.replace(/\/+$/, '');
  return new Configuration(
    {
      issuer: `${base}/login/oauth`,
      authorization_endpoint: `${base}/login/oauth/authorize`,
      token_endpoint: `${base}/login/oauth/access_token`,
    },
    clientId,
    {},
    ClientSecretPost(clientSecret),
  );
}

/** By the provider's metadata: basic where it takes that, as the standard prescribes. A client without a secret is public, and has PKCE alone. */
function authenticationOf({ clientSecret }: Provider): ClientAuth {
  if (clientSecret === undefined) return None();
  return (server, ...rest) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    const way = methods.includes('client_secret_basic') ? ClientSecretBasic : ClientSecretPost;
    way(clientSecret)(server, ...rest);
  };
}

/** What permits plain HTTP, for providers in a private network alone. */
const insecurely = (server: Server, provider: Provider): ((configuration: Configuration) => void)[] =>
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so only to stand out; the operator has said that it is private
  mayBePrivate(server, provider) ? [allowInsecureRequests] : [];

async function readConfiguration(server: Server, provider: Provider): Promise<Configuration> {
  const fetch = guardedFetch(server, provider);
  const insecure = insecurely(server, provider);
  if (provider.preset === 'github') {
    const made = githubConfiguration(provider);
    made[customFetch] = fetch;
    for (const permit of insecure) permit(made);
    return made;
  }
  return await discovery(
    new URL(provider.issuer),
    provider.clientId,
    { [clockTolerance]: CLOCK_SECONDS },
    authenticationOf(provider),
    // By itself the library trusts the connection to the provider and checks no signature.
    { execute: [...insecure, enableNonRepudiationChecks], [customFetch]: fetch },
  );
}

/** How to speak with a provider. Cached for an hour; a failed attempt is not. @throws ProviderUnreachable, or what is wrong with its answer */
export function configurationOf(server: Server, provider: Provider): Promise<Configuration> {
  const cache = known(server);
  // Another address or secret is another provider: admins change them while the server runs.
  const { id, issuer, clientId, clientSecret = '' } = provider;
  const key = JSON.stringify([id, issuer, clientId, clientSecret, provider.private]);
  const cached = cache.get(key);
  if (cached) return cached;
  const reading = readConfiguration(server, provider);
  cache.set(key, reading);
  reading.catch(() => cache.delete(key));
  return reading;
}
