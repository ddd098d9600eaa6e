import { KeyRound } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useCore } from '../../core/coreContext';
import { useLoaded } from '../../core/useLoaded';
import { sentenceOf } from '../../platform/api';
import { base } from '../../platform/base';
import { Button } from '../../ui/Button';
import { Failure } from '../../ui/Failure';
import { SkeletonRows } from '../../ui/Skeleton';
import { forgetReturned, sentenceOfFailure, takeReturned } from './returned';
import { t } from './text/text';

interface Row {
  provider: string;
  name: string;
  /** Absent where it is not connected. */
  identity?: { identityId: string; label: string };
}

/** What came of connecting a provider, once. */
function Outcome({ rows }: { rows: Row[] }) {
  const [returned] = useState(() => {
    const taken = takeReturned();
    forgetReturned();
    return taken;
  });
  if (!returned) return null;
  const name = rows.find(({ provider }) => provider === returned.provider)?.name;
  // Anybody can write an address.
  if (name === undefined) return null;
  if (returned.result !== 'connected') return <Failure>{sentenceOfFailure(returned.result, name)}</Failure>;
  return (
    <p role="status" className="my-2 text-[14px] text-accent">
      {t('openid.connected', { name })}
    </p>
  );
}

interface AccountProps extends Row {
  onConnect: () => void;
  onDisconnect: (identityId: string) => void;
}

/** A provider, with the account that is connected. */
const Account = ({ name, identity, onConnect, onDisconnect }: AccountProps) => (
  <li className="flex items-center gap-3 py-2.5">
    <KeyRound size={18} strokeWidth={1.75} className="text-soft" aria-hidden="true" />
    <div className="min-w-0 flex-1">
      <div className="truncate text-[14px]">
        <bdi>{name}</bdi>
      </div>
      {identity && (
        <div className="truncate text-[12px] text-soft">
          <bdi>{identity.label}</bdi>
        </div>
      )}
    </div>
    {identity ? (
      <Button
        aria-label={t('openid.disconnectNamed', { name })}
        onClick={() => onDisconnect(identity.identityId)}
      >
        {t('openid.disconnect')}
      </Button>
    ) : (
      <Button aria-label={t('openid.connectNamed', { name })} onClick={onConnect}>
        {t('openid.connect')}
      </Button>
    )}
  </li>
);

/** The accounts at providers that one signs in with. */
export function ConnectedAccounts() {
  const core = useCore();
  const [refused, setRefused] = useState<unknown>();
  const load = useCallback(async (): Promise<Row[]> => {
    const [{ providers }, { identities }] = await Promise.all([
      core.api.raw('GET /auth/openid'),
      core.api.request('GET /me/identities'),
    ]);
    const connected = identities.map(({ provider, name, identityId, label }) => ({
      provider,
      name,
      identity: { identityId, label },
    }));
    const others = providers.filter(({ provider }) => !connected.some((one) => one.provider === provider));
    return [...connected, ...others];
  }, [core]);
  const { value: rows, failure, act } = useLoaded(load);
  const connect = (provider: string): void => {
    setRefused(undefined);
    const body = { returnTo: location.pathname.slice(base.length) };
    core.api
      .request('POST /auth/openid/{provider}/link', { path: { provider }, body })
      .then(({ url }) => location.assign(url), setRefused);
  };
  const disconnect = (identityId: string): void => {
    setRefused(undefined);
    void act(core.api.request('DELETE /me/identities/{identityId}', { path: { identityId } }));
  };
  const error = refused ?? failure;
  return (
    <>
      <p className="m-0 mb-3 text-[14px] text-soft">{t('openid.lead')}</p>
      {rows && <Outcome rows={rows} />}
      <Failure>{error !== undefined && sentenceOf(error)}</Failure>
      {!rows && failure === undefined && <SkeletonRows rows={2} />}
      {rows?.length === 0 && <p className="m-0 text-[14px]">{t('openid.none')}</p>}
      <ul aria-label={t('openid.title')} className="m-0 list-none divide-y divide-line p-0">
        {rows?.map((row) => (
          <Account
            key={row.identity?.identityId ?? row.provider}
            {...row}
            onConnect={() => connect(row.provider)}
            onDisconnect={disconnect}
          />
        ))}
      </ul>
    </>
  );
}
