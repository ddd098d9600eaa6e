import type { Server } from '../../platform/context.js';
import { perServer } from '../../platform/perServer.js';
import { sealingFor } from '../../platform/sealing.js';
import { ManagedProviderDocs, type ManagedProvidersDoc, type StoredProvider } from './managed.model.js';
import type { ProviderSetting } from './openid.settings.js';

export const providerSealing = sealingFor('secret of a sign-in provider');

const emptyProviders = (): ManagedProvidersDoc => ({
  _id: 'providers',
  version: 0,
  providers: [],
  order: [],
});

/** What this node has read last: signing in reads no database for it. */
const stateOf = perServer((): { doc: ManagedProvidersDoc } => ({ doc: emptyProviders() }));

/** The providers that admins have added, as this node knows them. */
export const knownProviders = (server: Server): ManagedProvidersDoc => stateOf(server).doc;

/** Makes a newer document the one that this node works by. */
export function applyProviders(server: Server, doc: ManagedProvidersDoc): void {
  const state = stateOf(server);
  if (doc.version > state.doc.version) state.doc = doc;
}

/** As stored now. */
export async function readProviders(server: Server): Promise<ManagedProvidersDoc> {
  return (await ManagedProviderDocs(server).findById('providers').lean()) ?? emptyProviders();
}

/** Reads them again, if another node has changed them. */
export async function refreshProviders(server: Server): Promise<void> {
  const found = await ManagedProviderDocs(server).findById('providers', { version: 1 }).lean();
  if (found && found.version > knownProviders(server).version)
    applyProviders(server, await readProviders(server));
}

/** A stored provider with its secret in plain; undefined when that cannot be decrypted. */
export function openProvider(
  server: Server,
  { setting, secret }: StoredProvider,
): ProviderSetting | undefined {
  // One that an older version has stored has no word on it.
  const whole = { ...setting, silent: setting.silent ?? false };
  if (secret === undefined) return whole;
  try {
    return { ...whole, clientSecret: providerSealing.unseal(server, setting.id, secret) };
  } catch (error) {
    server.log.warn({ err: error, provider: setting.id }, 'the secret of a provider cannot be decrypted');
    return undefined;
  }
}
