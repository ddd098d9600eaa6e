import type { SecondStep } from '@parley/shared/errors';
import type { SignedIn } from '@parley/shared/sessions';
import type { SignInLinkAccount } from '@parley/shared/signInLinks';
import { useEffect, useState } from 'react';
import { useCore } from '../../../core/coreContext';
import { storeSession } from '../../../core/storedSession';
import { sentenceOf } from '../../../platform/api';
import { base } from '../../../platform/base';
import { Button } from '../../../ui/Button';
import { Failure } from '../../../ui/Failure';
import { SecondStepScreen } from '../../session/public/SecondStepScreen';
import { secondStepIn } from '../../session/public/secondStep';
import { SessionCard } from '../../session/public/SessionCard';
import { useWorkspace } from '../../session/public/useWorkspace';
import { t } from '../text/text';

/** The token is the fragment of the address, which browsers do not send. */
const token = location.hash.slice(1);

const toStart = (): void => location.replace(`${base}/`);

/** Reloads: the page's memory may hold data of a person who was signed in before. */
function goOn(granted: SignedIn): void {
  storeSession(granted);
  toStart();
}

/** The page of a link to sign in with. It signs in by a press: scanners of mails open links, and whose account it is stands there before. */
export function SignInLinkScreen() {
  const core = useCore();
  const { workspace } = useWorkspace();
  const [account, setAccount] = useState<SignInLinkAccount>();
  const [busy, setBusy] = useState(false);
  const [step, setStep] = useState<SecondStep>();
  const [failure, setFailure] = useState<unknown>();
  const picture = workspace?.picture ?? null;
  useEffect(() => {
    core.api.raw('POST /auth/sign-in-link/show', { body: { token } }).then(setAccount, setFailure);
  }, [core]);
  useEffect(() => {
    if (workspace) document.title = workspace.name;
  }, [workspace]);
  const signIn = (): void => {
    setBusy(true);
    core.api.signIn('POST /auth/sign-in-link/use', { body: { token } }).then(goOn, (error: unknown) => {
      const next = secondStepIn(error);
      if (next) return setStep(next);
      setFailure(error);
      setBusy(false);
    });
  };
  if (step)
    return (
      <SecondStepScreen
        step={step}
        picture={picture}
        onSignedIn={(granted) => Promise.resolve(goOn(granted))}
        onBack={toStart}
      />
    );
  return (
    <SessionCard picture={picture} title={t('signInLinks.title')}>
      {failure !== undefined && <Failure>{sentenceOf(failure)}</Failure>}
      {account && failure === undefined && (
        <>
          <p className="mt-0 mb-4 text-[15px] text-soft">
            {t('signInLinks.as', { name: account.displayName, username: account.username })}
          </p>
          <Button kind="primary" large className="w-full" disabled={busy} onClick={signIn}>
            {t('signInLinks.signIn')}
          </Button>
        </>
      )}
      <Button kind="quiet" className="mt-3 w-full" onClick={toStart}>
        {t('signInLinks.back')}
      </Button>
    </SessionCard>
  );
}
