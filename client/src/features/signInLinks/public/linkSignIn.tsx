import type { WorkspaceView } from '@parley/shared/workspace';
import { useCore } from '../../../core/coreContext';
import type { SignInMethod } from '../../../core/signInMethod';
import { Api } from '../../../platform/api';
import { base } from '../../../platform/base';
import { Button } from '../../../ui/Button';
import { MailForm } from '../../session/public/MailForm';
import { SessionCard } from '../../session/public/SessionCard';
import { t } from '../text/text';

/** Has a link sent. */
function RequestLink({ workspace, onBack }: { workspace: WorkspaceView; onBack: () => void }) {
  const { api } = useCore();
  return (
    <SessionCard picture={workspace.picture} title={t('signInLinks.title')}>
      <MailForm
        lead={t('signInLinks.lead')}
        button={t('signInLinks.send')}
        sent={t('signInLinks.sent')}
        send={(email) => api.raw('POST /auth/sign-in-link', { body: { email } })}
      />
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
