import type {
  ManagedProvider,
  ManagedProviders,
  OrderProvidersInput,
  ProviderTest,
  PutProviderInput,
} from '@parley/shared/openidAdmin';
import type { Core } from '../../../core/core';

export const loadProviders = async (core: Core): Promise<ManagedProviders> =>
  await core.api.request('GET /providers');

export const putProvider = async (
  core: Core,
  provider: string,
  input: PutProviderInput,
): Promise<ManagedProviders> =>
  await core.api.request('PUT /providers/{provider}', { path: { provider }, body: input });

export const orderProviders = async (core: Core, input: OrderProvidersInput): Promise<ManagedProviders> =>
  await core.api.request('PUT /providers', { body: input });

export const removeProvider = async (
  core: Core,
  provider: string,
  version: number,
): Promise<ManagedProviders> =>
  await core.api.request('DELETE /providers/{provider}', { path: { provider }, query: { version } });

export const testProvider = async (core: Core, provider: string): Promise<ProviderTest> =>
  await core.api.request('POST /providers/{provider}/test', { path: { provider } });

/** What is sent to leave a provider as it is, but for what changes. */
export function inputOf(
  {
    preset,
    name,
    issuer,
    tenant,
    clientId,
    scopes,
    private: isPrivate,
    domains,
    require,
    groups,
    silent,
    disabled,
  }: ManagedProvider,
  version: number,
): PutProviderInput {
  return {
    version,
    preset,
    name,
    issuer,
    tenant,
    clientId,
    scopes,
    private: isPrivate,
    domains,
    require,
    groups,
    silent,
    disabled,
  };
}
