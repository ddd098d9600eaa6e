import { useState } from 'react';
import { useCore } from '../../core/coreContext';
import { FormFailure } from '../../core/FormFailure';
import { fieldsOf } from '../../platform/api';
import { t } from './text/text';
import { announce } from '../../ui/announce';
import { OneFieldForm } from '../../ui/OneFieldForm';
import { mailInvite } from './public/commands';

/** Sends an invitation's link to an e-mail address; may be repeated for others. */
export function MailInvite({ inviteId }: { inviteId: string }) {
  const core = useCore();
  const [email, setEmail] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const send = (): void => {
    setBusy(true);
    setFailure(undefined);
    mailInvite(core, inviteId, email)
      .then(() => {
        announce(t('invites.mailed', { email }));
        setEmail('');
      }, setFailure)
      .finally(() => setBusy(false));
  };
  const fields = fieldsOf(failure);
  return (
    <>
      <OneFieldForm
        label={t('invites.mailTo')}
        type="email"
        value={email}
        onType={setEmail}
        error={fields['email']}
        button={t('invites.mail')}
        still={busy}
        onSend={send}
        className="mt-2"
      />
      <FormFailure error={failure} />
    </>
  );
}
