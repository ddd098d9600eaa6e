import { useState, type SyntheticEvent } from 'react';
import { FormFailure } from '../../../core/FormFailure';
import { fieldsOf } from '../../../platform/api';
import { Button } from '../../../ui/Button';
import { Field } from '../../../ui/Field';
import { t } from '../text/text';

interface MailFormProps {
  lead: string;
  button: string;
  /** Shown once it was sent: the same whether somebody has the address. */
  sent: string;
  send: (email: string) => Promise<unknown>;
}

/** Takes the e-mail address that a link is sent to. */
export function MailForm({ lead, button, sent, send }: MailFormProps) {
  const [email, setEmail] = useState('');
  const [isSent, setSent] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setFailure(undefined);
    send(email.trim()).then(() => setSent(true), setFailure);
  };
  if (isSent) return <p role="status">{sent}</p>;
  return (
    <form onSubmit={submit}>
      <p className="mt-0 mb-4 text-[15px] text-soft">{lead}</p>
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
        {button}
      </Button>
    </form>
  );
}
