import { fetchProtectedResource, type Configuration } from 'openid-client';
import { z } from 'zod';
import type { Claims } from './claims.js';
import type { Provider } from './providers.js';

/** Source: https://docs.github.com/en/rest/users/users and …/users/emails */
const account = z.object({
  id: z.number().int().positive(),
  login: z.string().max(100),
  name: z.string().nullish(),
});
const addresses = z.array(
  z.object({ email: z.string().max(500), primary: z.boolean(), verified: z.boolean() }),
);

/** The API of github.com has a host of its own; that of an enterprise server is below its address. */
function apiOf({ issuer }: Provider): string {
  const base = issuer.replace(/\/+$/, '');
  return base === 'https://github.com' ? 'https://api.github.com' : `${base}/api/v3`;
}

async function read<T>(
  configuration: Configuration,
  { accessToken, address, schema }: { accessToken: string; address: string; schema: z.ZodType<T> },
): Promise<T> {
  const headers = new Headers({ accept: 'application/vnd.github+json' });
  const answer = await fetchProtectedResource(
    configuration,
    accessToken,
    new URL(address),
    'GET',
    undefined,
    headers,
  );
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
  return schema.parse(await answer.json());
}

/**
 * The person of an access token of GitHub, which has no id tokens. Their number identifies them: a login can be changed, and taken by
 * another.
 * @throws ProviderUnreachable, Error for an answer that is not GitHub's
 */
export async function githubClaims(
  configuration: Configuration,
  provider: Provider,
  accessToken: string,
): Promise<Claims> {
  const api = apiOf(provider);
  const [user, emails] = await Promise.all([
    read(configuration, { accessToken, address: `${api}/user`, schema: account }),
    read(configuration, { accessToken, address: `${api}/user/emails`, schema: addresses }),
  ]);
  const primary = emails.find((one) => one.primary);
  return {
    issuer: configuration.serverMetadata().issuer,
    subject: String(user.id),
    email: primary?.email.toLowerCase(),
    emailVerified: primary?.verified,
    name: user.name ?? undefined,
    username: user.login,
    sid: undefined,
    authenticatedAt: undefined,
    all: { ...user, email: primary?.email },
  };
}
