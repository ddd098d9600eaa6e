import type { SignedIn } from '@parley/shared/sessions';
import type { WorkspaceView } from '@parley/shared/workspace';
import { useEffect, useState } from 'react';
import { useCore } from '../../core/coreContext';
import { FormFailure } from '../../core/FormFailure';
import type { SignInMethod } from '../../core/signInMethod';
import { ApiError, type Api } from '../../platform/api';
import { Button } from '../../ui/Button';
import { Failure } from '../../ui/Failure';
import { SessionCard } from '../session/public/SessionCard';
import { t } from './text/text';
import { getPasskey, hasPasskeys, offersInForm, stopOffer } from './public/browserPasskeys';

/** Signs in by a passkey, in a dialog of the browser. */
async function signInByPasskey(api: Api): Promise<SignedIn> {
  const passkey = await getPasskey(await api.raw('POST /auth/passkey/options'));
  return await api.signIn('POST /auth/passkey', { body: { passkey } });
}

/** Signs in by the passkey that somebody chooses in the form. @returns undefined where the browser offers none, or the form has gone */
async function signInByOffer(api: Api, signal: AbortSignal): Promise<SignedIn | undefined> {
  if (!(await offersInForm())) return undefined;
  const options = await api.raw('POST /auth/passkey/options');
  // Only one can be under way: begun late it would end the dialog that somebody has opened meanwhile.
  if (signal.aborted) return undefined;
  signal.addEventListener('abort', stopOffer, { once: true });
  const passkey = await getPasskey(options, true);
  return await api.signIn('POST /auth/passkey', { body: { passkey } });
}

/** Opens the browser's dialog, and again when it was closed. */
function PasskeyScreen({ workspace, onBack }: { workspace: WorkspaceView; onBack: () => void }) {
  const core = useCore();
  const [failure, setFailure] = useState<unknown>();
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    signInByPasskey(core.api).then((granted) => core.start(granted), setFailure);
    return stopOffer;
  }, [core, attempt]);
  const again = (): void => {
    setFailure(undefined);
    setAttempt((before) => before + 1);
  };
  return (
    <SessionCard picture={workspace.picture} title={t('factors.passkeySignIn')}>
      <p className="mt-0 mb-4 text-[15px] text-soft">{t('factors.stepLeadPasskey')}</p>
      {failure instanceof ApiError && <FormFailure error={failure} />}
      {failure !== undefined && !(failure instanceof ApiError) && (
        <Failure>{t('factors.passkeyFailed')}</Failure>
      )}
      {failure !== undefined && (
        <Button kind="primary" large className="w-full" onClick={again}>
          {t('factors.usePasskey')}
        </Button>
      )}
      <Button kind="quiet" className="mt-3 w-full" onClick={onBack}>
        {t('factors.back')}
      </Button>
    </SessionCard>
  );
}

/**
 * Signing in by a passkey: by a line below the form, and by the browser's offer in the field for the name.
 * @throws Error where the browser has no passkeys: then there is no such line
 */
export function passkeySignIn(): SignInMethod {
  if (!hasPasskeys()) throw new Error('this browser has no passkeys here');
  return {
    name: 'passkey',
    label: () => t('factors.passkeySignIn'),
    Screen: PasskeyScreen,
    offer: signInByOffer,
  };
}
