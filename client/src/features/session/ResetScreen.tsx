import type { SecondStep } from '@parley/shared/errors';
import type { ResetAccountView } from '@parley/shared/recovery';
import type { SignedIn } from '@parley/shared/sessions';
import { useEffect, useState, type SyntheticEvent } from 'react';
import { useCore } from '../../core/coreContext';
import { FormFailure } from '../../core/FormFailure';
import { storeSession } from '../../core/storedSession';
import { fieldsOf, sentenceOf } from '../../platform/api';
import { base } from '../../platform/base';
import { Button } from '../../ui/Button';
import { Failure } from '../../ui/Failure';
import { Field } from '../../ui/Field';
import { t } from './text/text';
import { PasswordStrength } from './public/PasswordStrength';
import { secondStepIn } from './secondStep';
import { SecondStepScreen } from './SecondStepScreen';
import { SessionCard } from './SessionCard';
import { useWorkspace } from './useWorkspace';

/** The token is the fragment of the address, which browsers do not send. */
const token = location.hash.slice(1);

/** Reloads: the page's memory may hold data of a person who was signed in before. */
function goOn(granted: SignedIn): void {
  storeSession(granted);
  location.replace(`${base}/`);
}

interface NewPasswordFormProps {
  account: ResetAccountView;
  /** The password is set, and the account has a second factor. */
  onStep: (step: SecondStep) => void;
}

/** Sets a new password and signs in with it. */
function NewPasswordForm({ account, onStep }: NewPasswordFormProps) {
  const core = useCore();
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const submit = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setFailure(undefined);
    try {
      const body = { token, password };
      const { username } = await core.api.raw('POST /auth/reset-password', { body });
      goOn(await core.api.signIn('POST /auth/login', { body: { login: username, password } }));
    } catch (error) {
      const step = secondStepIn(error);
      if (step) return onStep(step);
      setFailure(error);
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <p className="mt-0 mb-4 text-[15px] text-soft">
        {t('reset.lead', { name: account.displayName, username: account.username })}
      </p>
      {/* For the password manager: the account of the new password. */}
      <input type="hidden" name="username" autoComplete="username" value={account.username} readOnly />
      <Field
        label={t('password.new')}
        type="password"
        autoComplete="new-password"
        autoFocus
        required
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        error={fieldsOf(failure)['password']}
        hint={<PasswordStrength password={password} />}
      />
      <FormFailure error={failure} />
      <Button type="submit" kind="primary" large className="w-full" disabled={busy}>
        {t('reset.save')}
      </Button>
    </form>
  );
}

/** The link is used, expired or wrong, or the server could not be reached. */
const LinkFailure = ({ failure }: { failure: unknown }) => (
  <>
    <Failure>{fieldsOf(failure)['token'] === undefined ? sentenceOf(failure) : t('reset.over')}</Failure>
    <Button className="w-full" onClick={() => location.replace(`${base}/`)}>
      {t('auth.backToSignIn')}
    </Button>
  </>
);

/** Chooses a new password by a link that was sent or given. */
export function ResetScreen() {
  const core = useCore();
  const { workspace } = useWorkspace();
  const [account, setAccount] = useState<ResetAccountView>();
  const [step, setStep] = useState<SecondStep>();
  const [failure, setFailure] = useState<unknown>();
  useEffect(() => {
    core.api.raw('POST /auth/reset-link', { body: { token } }).then(setAccount, setFailure);
  }, [core]);
  useEffect(() => {
    if (workspace) document.title = workspace.name;
  }, [workspace]);
  if (step)
    return (
      <SecondStepScreen
        step={step}
        picture={workspace?.picture ?? null}
        onSignedIn={(granted) => Promise.resolve(goOn(granted))}
        onBack={() => location.replace(`${base}/`)}
      />
    );
  return (
    <SessionCard picture={workspace?.picture ?? null} title={t('auth.forgotTitle')}>
      {account && <NewPasswordForm account={account} onStep={setStep} />}
      {!account && failure !== undefined && <LinkFailure failure={failure} />}
    </SessionCard>
  );
}
