import type { FactorsView, TotpSetup as Setup } from '@parley/shared/factors';
import { useCallback, useState } from 'react';
import { useCore } from '../../core/coreContext';
import { FormFailure } from '../../core/FormFailure';
import { useAppSelector } from '../../core/store';
import { useLoaded } from '../../core/useLoaded';
import { fieldsOf } from '../../platform/api';
import { Button } from '../../ui/Button';
import { Failure } from '../../ui/Failure';
import { SkeletonRows } from '../../ui/Skeleton';
import { formatDay } from '../../ui/times';
import { AddPasskey } from './AddPasskey';
import { PasskeyList } from './PasskeyList';
import { createPasskey } from './public/browserPasskeys';
import { RecoveryCodeList } from './RecoveryCodeList';
import { t } from './text/text';
import { TotpSetup } from './TotpSetup';

/** The tab's state, and what its buttons do. */
function useFactors() {
  const { api } = useCore();
  const load = useCallback(() => api.request('GET /me/factors'), [api]);
  const { value: factors, failure, act } = useLoaded(load);
  const [codes, setCodes] = useState<string[]>();
  const [setup, setSetup] = useState<Setup>();
  const [closed, setClosed] = useState(false);
  const shown = (answer: { recoveryCodes: string[] } | undefined): boolean => {
    if (answer && answer.recoveryCodes.length > 0) setCodes(answer.recoveryCodes);
    return answer !== undefined;
  };
  return {
    factors,
    failure,
    codes,
    setup,
    closed,
    saved: () => setCodes(undefined),
    beginTotp: async () => setSetup(await act(api.request('POST /me/factors/totp'))),
    confirmTotp: async (code: string) => {
      // Its failure is shown at the field.
      const answer = await api.request('POST /me/factors/totp/confirm', { body: { code } });
      setSetup(undefined);
      await act(Promise.resolve());
      shown(answer);
    },
    dropTotp: () => act(api.request('DELETE /me/factors/totp')),
    renew: async () => shown(await act(api.request('POST /me/factors/recovery-codes'))),
    addPasskey: async (name: string): Promise<boolean> => {
      setClosed(false);
      const options = await act(api.request('POST /me/factors/passkeys/options'));
      if (!options) return false;
      const passkey = await createPasskey(options).catch(() => undefined);
      setClosed(passkey === undefined);
      return (
        passkey !== undefined &&
        shown(await act(api.request('POST /me/factors/passkeys', { body: { name, passkey } })))
      );
    },
    rename: (passkeyId: string, name: string) =>
      act(api.request('PATCH /me/factors/passkeys/{passkeyId}', { path: { passkeyId }, body: { name } })),
    dropPasskey: (passkeyId: string) =>
      act(api.request('DELETE /me/factors/passkeys/{passkeyId}', { path: { passkeyId } })),
  };
}

type State = ReturnType<typeof useFactors>;

function AppSection({ state, factors: { totp } }: { state: State; factors: FactorsView }) {
  if (state.setup) return <TotpSetup setup={state.setup} onConfirm={state.confirmTotp} />;
  return (
    <div className="mb-5 flex flex-wrap items-center gap-3">
      <span className="min-w-0 flex-1 text-[14px] text-soft">
        {totp ? t('factors.appOn', { day: formatDay(Date.parse(totp.createdAt)) }) : t('factors.appLead')}
      </span>
      {totp ? (
        <Button
          aria-label={t('factors.removeNamed', { name: t('factors.app') })}
          onClick={() => void state.dropTotp()}
        >
          {t('factors.remove')}
        </Button>
      ) : (
        <Button aria-label={t('factors.addTotp')} onClick={() => void state.beginTotp()}>
          {t('factors.setUp')}
        </Button>
      )}
    </div>
  );
}

const Heading = ({ children }: { children: string }) => (
  <h3 className="heading mt-0 mb-1 text-[15px]">{children}</h3>
);

function RecoverySection({ state, factors }: { state: State; factors: FactorsView }) {
  if (!factors.totp && factors.passkeys.length === 0) return null;
  return (
    <>
      <div className="mt-5" />
      <Heading>{t('factors.codes')}</Heading>
      <div className="flex flex-wrap items-center gap-3">
        <span className="min-w-0 flex-1 text-[14px] text-soft">
          {t('factors.codesLeft', { count: factors.recoveryCodes })} {t('factors.codesNewHint')}
        </span>
        <Button onClick={() => void state.renew()}>{t('factors.codesNew')}</Button>
      </div>
    </>
  );
}

/** One's second factors: authenticator app, passkeys, recovery codes. */
export function FactorsTab() {
  const state = useFactors();
  const username = useAppSelector(({ session }) => session.me?.username ?? '');
  const { factors, failure, codes, closed } = state;
  return (
    <>
      <p className="mt-0 mb-4 text-[14px] text-soft">{t('factors.lead')}</p>
      {codes && <RecoveryCodeList codes={codes} username={username} onDone={state.saved} />}
      <FormFailure error={failure} />
      {!factors && failure === undefined && <SkeletonRows rows={3} />}
      {factors && (
        <>
          <Heading>{t('factors.app')}</Heading>
          <AppSection state={state} factors={factors} />
          <Heading>{t('factors.passkeys')}</Heading>
          <p className="mt-0 mb-2 text-[14px] text-soft">{t('factors.passkeysLead')}</p>
          <PasskeyList
            passkeys={factors.passkeys}
            onRename={state.rename}
            onRemove={(passkeyId) => void state.dropPasskey(passkeyId)}
          />
          {closed && <Failure>{t('factors.passkeyFailed')}</Failure>}
          <AddPasskey error={fieldsOf(failure)['name']} onAdd={state.addPasskey} />
          <RecoverySection state={state} factors={factors} />
        </>
      )}
    </>
  );
}
