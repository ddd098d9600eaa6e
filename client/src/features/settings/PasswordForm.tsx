import { useState, type SyntheticEvent } from 'react';
import { useCore } from '../../core/coreContext';
import { Checkbox } from '../../ui/Checkbox';
import { FormFailure } from '../../core/FormFailure';
import { fieldsOf } from '../../platform/api';
import { Button } from '../../ui/Button';
import { Field } from '../../ui/Field';
import { PasswordStrength } from '../session/public/PasswordStrength';
import { t } from './text/text';

/** Changes one's password, and signs out other devices. */
export function PasswordForm() {
  const core = useCore();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [keepTokens, setKeepTokens] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const [done, setDone] = useState(false);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setFailure(undefined);
    setDone(false);
    core.api
      .request('POST /me/password', { body: { currentPassword: current, newPassword: next, keepTokens } })
      .then(() => {
        setCurrent('');
        setNext('');
        setDone(true);
      }, setFailure);
  };
  const fields = fieldsOf(failure);
  return (
    <form onSubmit={submit}>
      <p className="m-0 mb-4 text-[14px] text-soft">{t('password.lead')}</p>
      <Field
        label={t('password.current')}
        type="password"
        autoComplete="current-password"
        required
        value={current}
        onChange={(event) => setCurrent(event.target.value)}
        error={fields['currentPassword']}
      />
      <Field
        label={t('password.new')}
        type="password"
        autoComplete="new-password"
        required
        value={next}
        onChange={(event) => setNext(event.target.value)}
        error={fields['newPassword']}
        hint={<PasswordStrength password={next} />}
      />
      <Checkbox
        label={t('password.keepTokens')}
        checked={keepTokens}
        onChange={setKeepTokens}
        className="mb-4"
      />
      <FormFailure error={failure} />
      {done && (
        <p role="status" className="text-[14px] text-accent">
          {t('password.changed')}
        </p>
      )}
      <Button type="submit" kind="primary">
        {t('password.change')}
      </Button>
    </form>
  );
}
