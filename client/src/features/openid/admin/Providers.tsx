import type { ManagedProviders } from '@parley/shared/openidAdmin';
import { useCallback, useState } from 'react';
import { useCore } from '../../../core/coreContext';
import { useLoaded } from '../../../core/useLoaded';
import { sentenceOf } from '../../../platform/api';
import { announce } from '../../../ui/announce';
import { Button } from '../../../ui/Button';
import { Failure } from '../../../ui/Failure';
import { Empty, Lead } from '../../../ui/PageText';
import { SkeletonRows } from '../../../ui/Skeleton';
import { t } from '../text/text';
import { loadProviders, orderProviders, putProvider } from './commands';
import { ProviderForm } from './ProviderForm';
import { ProviderRow } from './ProviderRow';

/** The ids with one of them moved by one place. */
function moved(ids: string[], id: string, by: -1 | 1): string[] {
  const at = ids.indexOf(id);
  const other = ids[at + by];
  if (other === undefined) return ids;
  return ids.map((one) => (one === id ? other : one === other ? id : one));
}

function List({
  loaded,
  onChange,
}: {
  loaded: ManagedProviders;
  onChange: (work: Promise<ManagedProviders>) => Promise<ManagedProviders>;
}) {
  const core = useCore();
  const [editing, setEditing] = useState<string>();
  const [failure, setFailure] = useState<unknown>();
  const { providers, version, publicUrl } = loaded;
  const ids = providers.map(({ provider }) => provider);
  const act = (work: Promise<ManagedProviders>): void => {
    setFailure(undefined);
    onChange(work).catch(setFailure);
  };
  return (
    <>
      <Failure>{failure !== undefined && sentenceOf(failure)}</Failure>
      {providers.length === 0 && <Empty>{t('openid.noProviders')}</Empty>}
      <ul aria-label={t('openid.providers')} className="m-0 list-none divide-y divide-line p-0">
        {providers.map((provider, at) => (
          <li key={provider.provider} className="py-3">
            {editing === provider.provider ? (
              <ProviderForm
                known={provider}
                version={version}
                publicUrl={publicUrl}
                onSave={async (id, input) => {
                  await onChange(putProvider(core, id, input));
                  setEditing(undefined);
                }}
                onCancel={() => setEditing(undefined)}
              />
            ) : (
              <ProviderRow
                provider={provider}
                version={version}
                first={at === 0}
                last={at === providers.length - 1}
                onMove={(by) =>
                  act(orderProviders(core, { version, order: moved(ids, provider.provider, by) }))
                }
                onEdit={() => setEditing(provider.provider)}
                onChange={act}
              />
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

/** The sign-in providers: those of the environment, and those that admins add. */
export function Providers() {
  const core = useCore();
  const load = useCallback(() => loadProviders(core), [core]);
  const { value, failure, act } = useLoaded(load);
  const [changed, setChanged] = useState<ManagedProviders>();
  const [adding, setAdding] = useState(false);
  const loaded = changed && value && changed.version >= value.version ? changed : value;
  const onChange = async (work: Promise<ManagedProviders>): Promise<ManagedProviders> => {
    try {
      const now = await work;
      setChanged(now);
      announce(t('common.saved'));
      return now;
    } catch (error) {
      // Somebody else may have changed them: the next attempt is made on what is so now.
      void act(Promise.resolve());
      throw error;
    }
  };
  return (
    <>
      <Lead>{t('openid.providersLead')}</Lead>
      <Failure>{failure !== undefined && sentenceOf(failure)}</Failure>
      {!loaded && failure === undefined && <SkeletonRows rows={3} />}
      {loaded?.publicUrl === null && <Failure>{t('openid.noPublicUrl')}</Failure>}
      {loaded && <List loaded={loaded} onChange={onChange} />}
      {loaded && adding && (
        <ProviderForm
          version={loaded.version}
          publicUrl={loaded.publicUrl}
          onSave={async (id, input) => {
            await onChange(putProvider(core, id, input));
            setAdding(false);
          }}
          onCancel={() => setAdding(false)}
        />
      )}
      {loaded && !adding && (
        <Button
          kind="primary"
          className="mt-3"
          disabled={loaded.publicUrl === null}
          onClick={() => setAdding(true)}
        >
          {t('openid.add')}
        </Button>
      )}
    </>
  );
}
