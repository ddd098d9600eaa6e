import type { AuditValues } from '@parley/shared/audit';
import { notFound } from '@parley/shared/errors';
import { invalid } from '@parley/shared/faults';
import {
  openidLimits,
  type ManagedProvider,
  type ManagedProviders,
  type OrderProvidersInput,
  type PutProviderInput,
} from '@parley/shared/openidAdmin';
import { refusal } from '@parley/shared/refusals';
import { publicAddress } from '../../platform/basePath.js';
import type { Actor, Server } from '../../platform/context.js';
import { duplicateKey } from '../../platform/database.js';
import { faultsOf } from '../../platform/zodFaults.js';
import { changedFields, recordAudit, type AuditEntry } from '../audit/audit.change.js';
import { requireWorkspace } from '../workspace/workspace.access.js';
import { applyProviders, knownProviders, providerSealing, readProviders } from './managed.access.js';
import { ManagedProviderDocs, type ManagedProvidersDoc, type StoredProvider } from './managed.model.js';
import { providerSetting } from './openid.settings.js';
import { inOrder } from './providers.js';

declare module '../../platform/nodes.js' {
  interface NodeMessages {
    /** Admins have changed the sign-in providers. */
    providers: object;
  }
}

type Settled = Pick<ManagedProvider, 'disabled' | 'hasSecret' | 'fixedBy'>;

function view({ config }: Server, setting: StoredProvider['setting'], rest: Settled): ManagedProvider {
  const { id, preset, name, issuer, tenant, clientId, scopes, domains, require, groups } = setting;
  const address = (step: string): string | null =>
    config.PUBLIC_URL === undefined
      ? null
      : publicAddress(config.PUBLIC_URL, `/api/v1/auth/openid/${id}/${step}`);
  return {
    provider: id,
    preset,
    name: name ?? null,
    issuer: issuer ?? null,
    tenant: tenant ?? null,
    clientId,
    scopes: scopes ?? null,
    private: setting.private,
    domains: domains ?? null,
    require: require ?? null,
    groups: groups ?? null,
    silent: setting.silent ?? false,
    callback: address('callback'),
    logout: address('logout'),
    ...rest,
  };
}

function viewAll(server: Server, doc: ManagedProvidersDoc): ManagedProviders {
  const { config } = server;
  const fixed = config.OIDC_PROVIDERS.map((setting) =>
    view(server, setting, {
      disabled: false,
      hasSecret: setting.clientSecret !== undefined,
      fixedBy: 'OIDC_PROVIDERS',
    }),
  );
  const added = doc.providers.map(({ setting, secret, disabled }) =>
    view(server, setting, { disabled, hasSecret: secret !== undefined, fixedBy: null }),
  );
  return {
    version: doc.version,
    publicUrl: config.PUBLIC_URL ?? null,
    providers: inOrder([...fixed, ...added], doc.order, ({ provider }) => provider),
  };
}

/** All sign-in providers, without their secrets. @throws forbidden */
export async function listManagedProviders(actor: Actor): Promise<ManagedProviders> {
  requireWorkspace(actor, 'changeWorkspace');
  return viewAll(actor.server, await readProviders(actor.server));
}

/** Stores a new version, if nobody else has meanwhile, and applies it on all nodes. @throws conflict */
async function write(
  actor: Actor,
  version: number,
  change: (doc: ManagedProvidersDoc) => Omit<ManagedProvidersDoc, '_id' | 'version'>,
): Promise<{ before: ManagedProvidersDoc; after: ManagedProvidersDoc }> {
  const { server } = actor;
  const before = await readProviders(server);
  if (before.version !== version) throw refusal('settings.changedSince');
  const after: ManagedProvidersDoc = { ...change(before), _id: 'providers', version: version + 1 };
  const { _id, ...set } = after;
  try {
    // Of two first ones at once the second finds a document of another version, and its insert is refused.
    const { modifiedCount, upsertedCount } = await ManagedProviderDocs(server).updateOne(
      { _id, version },
      { $set: set },
      { upsert: version === 0 },
    );
    if (modifiedCount + upsertedCount === 0) throw refusal('settings.changedSince');
  } catch (error) {
    if (duplicateKey(error)) throw refusal('settings.changedSince');
    throw error;
  }
  applyProviders(server, after);
  server.nodes.broadcast({ kind: 'providers' });
  return { before, after };
}

const withoutNulls = (input: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(input).filter(([, value]) => value !== null));

/** What is compared and recorded of a provider: never its secret. */
function auditOf({ setting, disabled }: StoredProvider): AuditValues {
  const { preset, name, issuer, tenant, clientId, scopes, domains, require, groups } = setting;
  return {
    preset,
    name: name ?? null,
    issuer: issuer ?? null,
    tenant: tenant ?? null,
    clientId,
    scopes: scopes?.join(' ') ?? null,
    private: setting.private,
    domains: domains?.join(' ') ?? null,
    require: require ? `${require.claim}: ${require.values.join(', ')}` : null,
    groups: groups ? `${groups.claim}: ${groups.rules.join('; ')}` : null,
    silent: setting.silent ?? false,
    disabled,
  };
}

async function record(
  actor: Actor,
  id: string,
  [before, after]: [StoredProvider | undefined, StoredProvider],
): Promise<void> {
  const on = { kind: 'provider', id } as const;
  if (!before) return await recordAudit(actor, { action: 'provider.added', on, after: auditOf(after) });
  const sides = changedFields(auditOf(before), auditOf(after));
  const secret = before.secret !== after.secret;
  if (!sides && !secret) return;
  const entry: AuditEntry = { action: 'provider.changed', on, ...sides };
  await recordAudit(actor, secret ? { ...entry, after: { ...entry.after, secretReplaced: true } } : entry);
}

/** Its secret as it is to be stored: a new one, the same, or none. */
function secretOf(server: Server, id: string, given: string | null | undefined, before?: StoredProvider) {
  if (given === undefined) return before?.secret === undefined ? {} : { secret: before.secret };
  return given === null ? {} : { secret: providerSealing.seal(server, id, given) };
}

/**
 * Rules of groups can make admins, so owners alone change them, and the provider whose word they trust. Others may disable it.
 * @throws forbidden
 */
function requireForGroups(actor: Actor, before: StoredProvider | undefined, after: StoredProvider): void {
  if (actor.role === 'owner' || !(before?.setting.groups ?? after.setting.groups)) return;
  const same =
    before !== undefined &&
    before.secret === after.secret &&
    changedFields({ ...auditOf(before), disabled: false }, { ...auditOf(after), disabled: false }) ===
      undefined;
  if (!same) throw refusal('settings.ownersOnly');
}

/**
 * Adds a provider, or changes it. It holds on all nodes within two seconds.
 * @throws forbidden, invalid, conflict for one of the environment, when somebody else has changed them, or without `PUBLIC_URL`
 */
export async function putProvider(
  actor: Actor,
  id: string,
  { version, disabled, clientSecret, ...given }: PutProviderInput,
): Promise<ManagedProviders> {
  requireWorkspace(actor, 'changeWorkspace');
  const { server } = actor;
  if (server.config.PUBLIC_URL === undefined) throw refusal('openid.publicUrl');
  if (server.config.OIDC_PROVIDERS.some((fixed) => fixed.id === id)) throw refusal('openid.fixed');
  const known = knownProviders(server).providers.find(({ setting }) => setting.id === id);
  const hasSecret = clientSecret === undefined ? known?.secret !== undefined : clientSecret !== null;
  const parsed = providerSetting.safeParse({
    ...withoutNulls(given),
    id,
    // The rules are about whether there is one.
    ...(hasSecret ? { clientSecret: clientSecret ?? 'sealed' } : {}),
  });
  if (!parsed.success) throw invalid(faultsOf(parsed.error.issues));
  const { clientSecret: _, ...setting } = parsed.data;
  const { before, after } = await write(actor, version, (doc) => {
    const old = doc.providers.find((one) => one.setting.id === id);
    if (!old && doc.providers.length >= openidLimits.providers)
      throw refusal('openid.tooMany', { most: openidLimits.providers });
    const fresh: StoredProvider = { setting, disabled, ...secretOf(server, id, clientSecret, old) };
    requireForGroups(actor, old, fresh);
    const providers = old
      ? doc.providers.map((one) => (one === old ? fresh : one))
      : [...doc.providers, fresh];
    return { providers, order: doc.order };
  });
  const find = ({ providers }: ManagedProvidersDoc) => providers.find((one) => one.setting.id === id);
  const fresh = find(after);
  if (fresh) await record(actor, id, [find(before), fresh]);
  return viewAll(server, after);
}

/**
 * Removes a provider. Who has connected it stays connected, should it be added again with the same issuer.
 * @throws forbidden, not_found, conflict
 */
export async function removeProvider(actor: Actor, id: string, version: number): Promise<ManagedProviders> {
  requireWorkspace(actor, 'changeWorkspace');
  const { after } = await write(actor, version, ({ providers, order }) => {
    if (!providers.some(({ setting }) => setting.id === id)) throw notFound();
    return {
      providers: providers.filter(({ setting }) => setting.id !== id),
      order: order.filter((one) => one !== id),
    };
  });
  await recordAudit(actor, { action: 'provider.removed', on: { kind: 'provider', id } });
  return viewAll(actor.server, after);
}

/** Sets the order of the sign-in form. @throws forbidden, conflict */
export async function orderProviders(
  actor: Actor,
  { version, order }: OrderProvidersInput,
): Promise<ManagedProviders> {
  requireWorkspace(actor, 'changeWorkspace');
  const { after } = await write(actor, version, ({ providers }) => ({
    providers,
    order: [...new Set(order)],
  }));
  await recordAudit(actor, {
    action: 'provider.ordered',
    on: { kind: 'provider', id: 'all' },
    after: { order },
  });
  return viewAll(actor.server, after);
}
