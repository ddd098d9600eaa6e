import type { WorkspaceView } from '@parley/shared/workspace';
import { useCore } from '../../core/coreContext';
import { Button } from '../../ui/Button';
import { MailForm } from './public/MailForm';
import { t } from './text/text';
import { SessionCard } from './SessionCard';

interface ForgotPasswordProps {
  workspace: WorkspaceView;
  onBack: () => void;
}

/** The way to a new password: by e-mail where the workspace can send some, otherwise by asking an admin. */
export function ForgotPassword({ workspace, onBack }: ForgotPasswordProps) {
  const { api } = useCore();
  return (
    <SessionCard picture={workspace.picture} title={t('auth.forgotTitle')}>
      {workspace.mail ? (
        <MailForm
          lead={t('auth.forgotLead')}
          button={t('auth.forgotSend')}
          sent={t('auth.forgotSent')}
          send={(email) => api.raw('POST /auth/forgot-password', { body: { email } })}
        />
      ) : (
        <p>{t('auth.forgotAsk')}</p>
      )}
      <Button kind="quiet" className="mt-3 w-full" onClick={onBack}>
        {t('auth.backToSignIn')}
      </Button>
    </SessionCard>
  );
}
