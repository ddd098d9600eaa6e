import type { ProviderStep, ProviderTest } from '@parley/shared/openidAdmin';
import { z } from 'zod';
import type { Actor, Server } from '../../platform/context.js';
import { ForbiddenAddress } from '../../platform/outboundFetch.js';
import { requireWorkspace } from '../workspace/workspace.access.js';
import { guardedFetch } from './guardedFetch.js';
import { anyProvider, callbackOf, type Provider } from './providers.js';

type Problem = NonNullable<ProviderStep['problem']>;

/** A step that did not go well. */
class StepFailed extends Error {
  constructor(
    readonly problem: Problem,
    readonly detail: string | null = null,
    readonly outcome: 'bad' | 'unknown' = 'bad',
  ) {
    super(problem);
  }
}

/** What is shown of an answer of somebody else. */
const clip = (text: string): string => text.replace(/\s+/g, ' ').slice(0, 200);

const metadata = z.object({
  issuer: z.string(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  jwks_uri: z.url().optional(),
  token_endpoint_auth_methods_supported: z.array(z.string()).optional(),
});
type Metadata = z.infer<typeof metadata>;

function failureOf(error: unknown, url: string): StepFailed {
  for (let at = error; at instanceof Error; at = at.cause)
    if (at instanceof ForbiddenAddress) return new StepFailed('privateAddress', url);
  return new StepFailed('unreachable', url);
}

type Given = Pick<RequestInit, 'method' | 'headers' | 'body'>;

/** One request to the provider, as signing in makes it. */
async function request(
  server: Server,
  provider: Provider,
  url: string,
  given: Given = {},
): Promise<Response> {
  const headers = { accept: 'application/json', ...(given.headers as Record<string, string> | undefined) };
  try {
    return await guardedFetch(server, provider)(url, {
      method: given.method ?? 'GET',
      headers,
      body: (given.body ?? null) as null,
      redirect: 'manual',
    });
  } catch (error) {
    throw failureOf(error, url);
  }
}

async function jsonOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}

async function discover(server: Server, provider: Provider): Promise<Metadata> {
  const base = provider.issuer.replace(/\/+$/, '');
  if (provider.preset === 'github') {
    const response = await request(server, provider, base);
    if (response.status >= 400) throw new StepFailed('status', `${response.status} · ${base}`);
    const at = `${base}/login/oauth`;
    return {
      issuer: at,
      authorization_endpoint: `${at}/authorize`,
      token_endpoint: `${at}/access_token`,
    };
  }
  const url = `${base}/.well-known/openid-configuration`;
  const response = await request(server, provider, url);
  if (response.status !== 200) throw new StepFailed('status', `${response.status} · ${url}`);
  const found = metadata.safeParse(await jsonOf(response));
  if (!found.success) throw new StepFailed('notOpenid', url);
  // Microsoft names a pattern where the tenant is not one.
  if (found.data.issuer !== provider.issuer && !found.data.issuer.includes('{tenantid}'))
    throw new StepFailed('issuerDiffers', clip(found.data.issuer));
  return found.data;
}

const keySet = z.object({ keys: z.array(z.object({ kty: z.enum(['RSA', 'EC', 'OKP']) })).min(1) });

async function readKeys(server: Server, provider: Provider, { jwks_uri }: Metadata): Promise<void> {
  if (provider.preset === 'github') throw new StepFailed('notChecked', null, 'unknown');
  if (jwks_uri === undefined) throw new StepFailed('noKeys');
  const response = await request(server, provider, jwks_uri);
  if (response.status !== 200) throw new StepFailed('status', `${response.status} · ${jwks_uri}`);
  if (!keySet.safeParse(await jsonOf(response)).success) throw new StepFailed('noKeys', jwks_uri);
}

/** Credentials in a header, form-encoded first. Source: RFC 6749, 2.3.1 */
function basic(clientId: string, secret: string): string {
  const form = (text: string): string => encodeURIComponent(text).replace(/%20/g, '+');
  return `Basic ${Buffer.from(`${form(clientId)}:${form(secret)}`).toString('base64')}`;
}

/**
 * Redeems a code that nobody was given: what the provider complains about shows whether it knows the client.
 * Source: RFC 6749, 5.2: `invalid_client` comes before `invalid_grant`.
 */
async function tryClient(server: Server, provider: Provider, found: Metadata): Promise<void> {
  const { clientId, clientSecret } = provider;
  const methods = found.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
  const inHeader =
    clientSecret !== undefined && provider.preset !== 'github' && methods.includes('client_secret_basic');
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    code: 'a-code-that-was-never-given',
    code_verifier: 'v'.repeat(43),
    redirect_uri: callbackOf(server, provider),
    ...(inHeader
      ? {}
      : { client_id: clientId, ...(clientSecret === undefined ? {} : { client_secret: clientSecret }) }),
  });
  const headers = inHeader ? { authorization: basic(clientId, clientSecret) } : {};
  const response = await request(server, provider, found.token_endpoint, { method: 'POST', headers, body });
  const answer = z.object({ error: z.string() }).safeParse(await jsonOf(response));
  const error = answer.success ? answer.data.error : String(response.status);
  // GitHub has words of its own.
  if (error === 'invalid_grant' || error === 'bad_verification_code') return;
  if (['invalid_client', 'unauthorized_client', 'incorrect_client_credentials', '404'].includes(error))
    throw new StepFailed('badClient', clip(error));
  if (error === 'redirect_uri_mismatch') throw new StepFailed('badRedirect', callbackOf(server, provider));
  throw new StepFailed('unclear', clip(error), 'unknown');
}

/** Whether people and the provider find this server. */
function checkAddress({ config }: Server): Promise<void> {
  if (config.PUBLIC_URL === undefined) return Promise.reject(new StepFailed('noPublicUrl'));
  const { protocol, hostname } = new URL(config.PUBLIC_URL);
  const here = /^(localhost|127\.|\[::1\])/.test(hostname);
  return protocol === 'https:' || here
    ? Promise.resolve()
    : Promise.reject(new StepFailed('plainHttp', config.PUBLIC_URL, 'unknown'));
}

async function run(step: ProviderStep['step'], work: Promise<unknown>): Promise<ProviderStep> {
  try {
    await work;
    return { step, outcome: 'good', problem: null, detail: null };
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    const { outcome, problem, detail } = error;
    return { step, outcome, problem, detail };
  }
}

/**
 * Tries a provider without signing anybody in: is it found, does it have keys, does it know our client.
 * @throws forbidden, not_found
 */
export async function testProvider(actor: Actor, id: string): Promise<ProviderTest> {
  requireWorkspace(actor, 'changeWorkspace');
  const { server } = actor;
  const provider = anyProvider(server, id);
  const address = await run('address', checkAddress(server));
  const finding = discover(server, provider);
  const discovery = await run('discovery', finding);
  if (discovery.outcome === 'bad' || address.problem === 'noPublicUrl')
    return { steps: [address, discovery] };
  const found = await finding;
  const keys = await run('keys', readKeys(server, provider, found));
  return { steps: [address, discovery, keys, await run('client', tryClient(server, provider, found))] };
}
