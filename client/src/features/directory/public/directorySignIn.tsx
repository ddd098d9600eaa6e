import type { WorkspaceView } from '@parley/shared/workspace';
import { useState, type SyntheticEvent } from 'react';
import { useCore } from '../../../core/coreContext';
import { FormFailure } from '../../../core/FormFailure';
import type { SignInMethod } from '../../../core/signInMethod';
import { Api, fieldsOf } from '../../../platform/api';
import { base } from '../../../platform/base';
import { Button } from '../../../ui/Button';
import { Field } from '../../../ui/Field';
import { SessionCard } from '../../session/public/SessionCard';
import { t } from '../text/text';

/** Name and password of the directory: a form of its own, since somebody else may have the same name here. */
function DirectoryForm({ workspace, onBack }: { workspace: WorkspaceView; onBack: () => void }) {
  const core = useCore();
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [failure, setFailure] = useState<unknown>();
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setFailure(undefined);
    core.api
      .signIn('POST /auth/directory', { body: { login, password } })
      .then((granted) => core.start(granted))
      .catch(setFailure);
  };
  const fields = fieldsOf(failure);
  return (
    <SessionCard picture={workspace.picture} title={t('directory.signInTitle')}>
      <form onSubmit={submit}>
        <p className="mt-0 mb-4 text-[15px] text-soft">{t('directory.lead')}</p>
        <Field
          label={t('profile.userName')}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus
          required
          value={login}
          onChange={(event) => setLogin(event.target.value)}
          error={fields['login']}
        />
        <Field
          label={t('auth.password')}
          type="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          error={fields['password']}
        />
        <FormFailure error={failure} />
        <Button type="submit" kind="primary" large className="w-full">
          {t('directory.signIn')}
        </Button>
      </form>
      <Button kind="quiet" className="mt-3 w-full" onClick={onBack}>
        {t('directory.back')}
      </Button>
    </SessionCard>
  );
}

/**
 * Signing in by the directory of an organization.
 * @throws Error where the workspace has none: then there is no such line
 */
export async function directorySignIn(): Promise<SignInMethod> {
  const { enabled } = await new Api(base).raw('GET /auth/directory');
  if (!enabled) throw new Error('there is no directory');
  return { name: 'directory', label: () => t('directory.label'), Screen: DirectoryForm };
}
