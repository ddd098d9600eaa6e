import type { SecondStep } from '@parley/shared/errors';
import { useState, type SyntheticEvent } from 'react';
import { useCore } from '../../core/coreContext';
import { FormFailure } from '../../core/FormFailure';
import { useAppSelector } from '../../core/store';
import { fieldsOf } from '../../platform/api';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Field } from '../../ui/Field';
import { SecondStepForm } from '../factors/public/SecondStepForm';
import { secondStepIn } from './secondStep';
import { t } from './text/text';

/** Asks for the password again when the last sign-in was long ago. */
export function ConfirmDialog({ onDone }: { onDone: (confirmed: boolean) => void }) {
  const core = useCore();
  const username = useAppSelector((state) => state.session.me?.username);
  const [password, setPassword] = useState('');
  const [failure, setFailure] = useState<unknown>();
  const [step, setStep] = useState<SecondStep>();
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    // React bubbles events to the form from which this dialog was opened.
    event.stopPropagation();
    setFailure(undefined);
    core.api.request('POST /session/confirm', { body: { password } }).then(
      () => onDone(true),
      (error: unknown) => {
        const next = secondStepIn(error);
        if (next) setStep(next);
        else setFailure(error);
      },
    );
  };
  if (step)
    return (
      <Dialog open onClose={() => onDone(false)} title={t('auth.secondStep')}>
        <SecondStepForm
          step={step}
          onTake={async (body) => {
            await core.api.request('POST /session/confirm/second-step', { body });
            onDone(true);
          }}
          passkeyOptions={() => core.api.request('POST /session/confirm/passkey/options')}
        />
      </Dialog>
    );
  const fields = fieldsOf(failure);
  return (
    <Dialog open onClose={() => onDone(false)} title={t('confirm.title')} description={t('confirm.lead')}>
      <form onSubmit={submit}>
        {/* For the password manager: the account of the password. */}
        <input type="hidden" autoComplete="username" value={username ?? ''} readOnly />
        <Field
          label={t('auth.password')}
          type="password"
          autoComplete="current-password"
          autoFocus
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          error={fields['password']}
        />
        <FormFailure error={failure} />
        <div className="flex justify-end gap-2">
          <Button onClick={() => onDone(false)}>{t('common.cancel')}</Button>
          <Button type="submit" kind="primary">
            {t('confirm.confirm')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
