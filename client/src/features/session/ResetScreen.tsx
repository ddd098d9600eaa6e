import type { ResetAccountView } from '@parley/shared/recovery';
import { useEffect, useState, type SyntheticEvent } from 'react';
import { useCore } from '../../core/coreContext';
import { storeSession } from '../../core/storedSession';
import { fieldsOf, sentenceOf } from '../../platform/api';
import { Button } from '../../ui/Button';
import { Failure } from '../../ui/Failure';
import { Field } from '../../ui/Field';
import { t } from './text/text';
import { PasswordStrength } from './public/PasswordStrength';
import { SessionCard } from './SessionCard';
import { useWorkspace } from './useWorkspace';

/** The token stands behind the #, which browsers send to nobody. */
const token = location.hash.slice(1);

/** Chooses a new password by a link that was sent or given, and signs in with it. */
export function ResetScreen() {
  const core = useCore();
  const { workspace } = useWorkspace();
  const [account, setAccount] = useState<ResetAccountView>();
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  useEffect(() => {
    core.api.raw('POST /auth/reset-link', { body: { token } }).then(setAccount, setFailure);
  }, [core]);
  useEffect(() => {
    if (workspace) document.title = workspace.name;
  }, [workspace]);
  const submit = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setFailure(undefined);
    try {
      const body = { token, password };
      const { username } = await core.api.raw('POST /auth/reset-password', { body });
      storeSession(await core.api.signIn('POST /auth/login', { body: { login: username, password } }));
      // Reload: the page's memory may hold data of a person who was signed in before.
      location.replace('/');
    } catch (error) {
      setFailure(error);
      setBusy(false);
    }
  };
  const fields = fieldsOf(failure);
  const isOver = account === undefined && failure !== undefined;
  return (
    <SessionCard picture={workspace?.picture ?? null} title={t('auth.forgotTitle')}>
      {account && (
        <form onSubmit={(event) => void submit(event)}>
          <p className="mt-0 mb-4 text-[15px] text-soft">
            {t('reset.lead', { name: account.displayName, username: account.username })}
          </p>
          {/* For the password manager: which account the new password is of. */}
          <input type="hidden" name="username" autoComplete="username" value={account.username} readOnly />
          <Field
            label={t('password.new')}
            type="password"
            autoComplete="new-password"
            autoFocus
            required
            value={password}
            onChange={(event) => setPassword(event.target.value)}
            error={fields['password']}
            hint={<PasswordStrength password={password} />}
          />
          <Failure>
            {failure !== undefined && Object.keys(fields).length === 0 && sentenceOf(failure)}
          </Failure>
          <Button type="submit" kind="primary" large className="w-full" disabled={busy}>
            {t('reset.save')}
          </Button>
        </form>
      )}
      {isOver && (
        <>
          <Failure>{fields['token'] === undefined ? sentenceOf(failure) : t('reset.over')}</Failure>
          <Button className="w-full" onClick={() => location.replace('/')}>
            {t('auth.backToSignIn')}
          </Button>
        </>
      )}
    </SessionCard>
  );
}
