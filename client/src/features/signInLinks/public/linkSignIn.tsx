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

/** Has a link sent. The answer is the same whether somebody has the address. */
function RequestLink({ workspace, onBack }: { workspace: WorkspaceView; onBack: () => void }) {
  const core = useCore();
  const [email, setEmail] = useState('');
  const [sent, setSent] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setFailure(undefined);
    core.api
      .raw('POST /auth/sign-in-link', { body: { email: email.trim() } })
      .then(() => setSent(true), setFailure);
  };
  return (
    <SessionCard picture={workspace.picture} title={t('signInLinks.title')}>
      {sent ? (
        <p role="status">{t('signInLinks.sent')}</p>
      ) : (
        <form onSubmit={submit}>
          <p className="mt-0 mb-4 text-[15px] text-soft">{t('signInLinks.lead')}</p>
          <Field
            label={t('profile.email')}
            type="email"
            autoComplete="email"
            autoFocus
            required
            value={email}
            onChange={(event) => setEmail(event.target.value)}
            error={fieldsOf(failure)['email']}
          />
          <FormFailure error={failure} />
          <Button type="submit" kind="primary" large className="w-full">
            {t('signInLinks.send')}
          </Button>
        </form>
      )}
      <Button kind="quiet" className="mt-3 w-full" onClick={onBack}>
        {t('signInLinks.back')}
      </Button>
    </SessionCard>
  );
}

/**
 * Signing in by a link that comes by e-mail.
 * @throws Error where the workspace does not have it: then there is no such line
 */
export async function linkSignIn(): Promise<SignInMethod> {
  const { enabled } = await new Api(base).raw('GET /auth/sign-in-link');
  if (!enabled) throw new Error('links to sign in with are off');
  return { name: 'link', label: () => t('signInLinks.label'), Screen: RequestLink };
}
