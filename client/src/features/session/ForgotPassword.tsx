import type { WorkspaceView } from '@parley/shared/workspace';
import { useState, type SyntheticEvent } from 'react';
import { useCore } from '../../core/coreContext';
import { FormFailure } from '../../core/FormFailure';
import { fieldsOf } from '../../platform/api';
import { Button } from '../../ui/Button';
import { Field } from '../../ui/Field';
import { t } from './text/text';
import { SessionCard } from './SessionCard';

interface ForgotPasswordProps {
  workspace: WorkspaceView;
  onBack: () => void;
}

/** The way to a new password: by e-mail where the workspace can send some, otherwise by asking an admin. */
export function ForgotPassword({ workspace, onBack }: ForgotPasswordProps) {
  const core = useCore();
  const [email, setEmail] = useState('');
  const [sent, setSent] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setFailure(undefined);
    core.api
      .raw('POST /auth/forgot-password', { body: { email: email.trim() } })
      .then(() => setSent(true), setFailure);
  };
  const fields = fieldsOf(failure);
  return (
    <SessionCard picture={workspace.picture} title={t('auth.forgotTitle')}>
      {workspace.mail && !sent && (
        <form onSubmit={submit}>
          <p className="mt-0 mb-4 text-[15px] text-soft">{t('auth.forgotLead')}</p>
          <Field
            label={t('profile.email')}
            type="email"
            autoComplete="email"
            autoFocus
            required
            value={email}
            onChange={(event) => setEmail(event.target.value)}
            error={fields['email']}
          />
          <FormFailure error={failure} />
          <Button type="submit" kind="primary" large className="w-full">
            {t('auth.forgotSend')}
          </Button>
        </form>
      )}
      {sent && <p role="status">{t('auth.forgotSent')}</p>}
      {!workspace.mail && <p>{t('auth.forgotAsk')}</p>}
      <Button kind="quiet" className="mt-3 w-full" onClick={onBack}>
        {t('auth.backToSignIn')}
      </Button>
    </SessionCard>
  );
}
