import { useState, type SyntheticEvent } from 'react';
import { useCore } from '../../app/coreContext';
import { fieldsOf, sentenceOf } from '../../platform/api';
import { t } from '../../text/text';
import { announce } from '../../ui/announce';
import { Button } from '../../ui/Button';
import { Failure } from '../../ui/Failure';
import { Field } from '../../ui/Field';
import { mailInvite } from './workspace.commands';

/** Sends an invitation's link to an address; may be done for several, one after the other. */
export function MailInvite({ inviteId }: { inviteId: string }) {
  const core = useCore();
  const [email, setEmail] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
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
    <form onSubmit={submit} className="mt-2 flex items-start gap-2">
      <Field
        label={t('invites.mailTo')}
        type="email"
        required
        value={email}
        onChange={(event) => setEmail(event.target.value)}
        error={fields['email']}
        className="mb-0 flex-1"
      />
      <Button type="submit" className="mt-[26px]" disabled={busy || email === ''}>
        {t('invites.mail')}
      </Button>
      <Failure>{failure !== undefined && Object.keys(fields).length === 0 && sentenceOf(failure)}</Failure>
    </form>
  );
}
