import type { CustomFetch } from 'openid-client';
import type { Server } from '../../platform/context.js';
import { outboundExchange } from '../../platform/outboundFetch.js';
import type { Provider } from './providers.js';

/** Larger than any discovery document or key set seen, and small enough for anybody's. */
const LARGEST_BYTES = 512 * 1024;
/** A person waits for it. */
const TIMEOUT_MS = 10_000;

/** Whether this provider may be in a private network, and spoken to over plain HTTP. */
export const mayBePrivate = (server: Server, provider: Provider): boolean =>
  provider.private || server.config.ALLOW_PRIVATE_ADDRESSES;

/** The provider gave no answer, or one of a server that is down. Nothing is known about the person. */
export class ProviderUnreachable extends Error {}

/** Whether an error, or what caused it, is that a provider could not be reached. */
export function isUnreachable(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) if (at instanceof ProviderUnreachable) return true;
  return false;
}

function bytesOf(body: unknown): Buffer | null {
  if (body === null || body === undefined) return null;
  if (typeof body === 'string' || body instanceof URLSearchParams) return Buffer.from(String(body));
  if (body instanceof Uint8Array) return Buffer.from(body);
  throw new TypeError('this kind of body is not sent');
}

/**
 * `fetch` for one provider: only public addresses over https unless the settings say that it is private, no redirects, a bounded body.
 * @throws ProviderUnreachable, with the reason as its cause
 */
export const guardedFetch =
  (server: Server, provider: Provider): CustomFetch =>
  async (url, { method, headers, body }) => {
    const bytes = bytesOf(body);
    const answer = await outboundExchange(url, {
      method,
      headers: {
        'user-agent': 'Parley',
        ...headers,
        ...(body instanceof URLSearchParams
          ? { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' }
          : {}),
        ...(bytes ? { 'content-length': bytes.length } : {}),
      },
      body: bytes,
      allowPrivate: mayBePrivate(server, provider),
      timeoutMs: TIMEOUT_MS,
      maxBytes: LARGEST_BYTES,
    }).catch((error: unknown) => {
      throw new ProviderUnreachable(`${url} cannot be reached`, { cause: error });
    });
    if (answer.truncated || answer.status >= 500)
      throw new ProviderUnreachable(`${url} answered ${answer.status}, ${answer.body.length} bytes`);
    const type = answer.headers['content-type'];
    const hasBody = answer.status !== 204 && answer.status !== 304;
    return new Response(hasBody ? new Uint8Array(answer.body) : null, {
      status: answer.status,
      headers: type === undefined ? {} : { 'content-type': type },
    });
  };
