import type { SecondStep, SecondStepMethod } from '@parley/shared/errors';
import type { UsePasskeyOptions } from '@parley/shared/factors';
import { useState, type SyntheticEvent } from 'react';
import { FormFailure } from '../../../core/FormFailure';
import { fieldsOf } from '../../../platform/api';
import { Button } from '../../../ui/Button';
import { Failure } from '../../../ui/Failure';
import { CodeField } from '../CodeField';
import { t } from '../text/text';
import { getPasskey, hasPasskeys, type PasskeyAnswer } from './browserPasskeys';

/** What a second step sends, beside the ticket. */
type StepInput = { code: string } | { recoveryCode: string } | { passkey: PasskeyAnswer };

interface SecondStepFormProps {
  step: SecondStep;
  /** Takes the step. */
  onTake: (input: { ticket: string } & StepInput) => Promise<unknown>;
  /** Reads what the browser needs for a passkey. */
  passkeyOptions: () => Promise<UsePasskeyOptions>;
}

const leads: Record<SecondStepMethod, () => string> = {
  totp: () => t('factors.stepLead'),
  passkey: () => t('factors.stepLeadPasskey'),
  recovery: () => t('factors.stepLeadRecovery'),
};
const switches: Record<SecondStepMethod, () => string> = {
  totp: () => t('factors.useApp'),
  passkey: () => t('factors.usePasskey'),
  recovery: () => t('factors.useRecovery'),
};

/** Takes the step, and stores why that was not possible. */
function useTaking({ step, onTake, passkeyOptions }: SecondStepFormProps) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  /** The person has closed the browser's dialog. */
  const [closed, setClosed] = useState(false);
  const clear = (): void => {
    setFailure(undefined);
    setClosed(false);
  };
  const take = async (input: () => Promise<StepInput>): Promise<void> => {
    setBusy(true);
    clear();
    try {
      await onTake({ ticket: step.ticket, ...(await input()) });
    } catch (error) {
      setFailure(error);
      setBusy(false);
    }
  };
  const byPasskey = async (): Promise<StepInput> => {
    const options = await passkeyOptions();
    return await getPasskey(options).then(
      (passkey) => ({ passkey }),
      (error: unknown) => {
        setClosed(true);
        throw error;
      },
    );
  };
  return { busy, failure, closed, clear, take, byPasskey };
}

/** The second step of a sign-in or a confirmation: a code, a passkey or a recovery code. */
export function SecondStepForm(props: SecondStepFormProps) {
  const methods = props.step.methods.filter((one) => one !== 'passkey' || hasPasskeys());
  const [method, setMethod] = useState<SecondStepMethod>(methods[0] ?? 'recovery');
  const [code, setCode] = useState('');
  const { busy, failure, closed, clear, take, byPasskey } = useTaking(props);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    // React bubbles events to the form from which a dialog was opened.
    event.stopPropagation();
    if (method === 'passkey') void take(byPasskey);
    else void take(() => Promise.resolve(method === 'totp' ? { code } : { recoveryCode: code }));
  };
  const choose = (next: SecondStepMethod): void => {
    setMethod(next);
    setCode('');
    clear();
  };
  const fields = fieldsOf(failure);
  return (
    <form onSubmit={submit}>
      <p className="mt-0 mb-4 text-[15px] text-soft">{leads[method]()}</p>
      {method !== 'passkey' && (
        <CodeField
          key={method}
          recovery={method === 'recovery'}
          value={code}
          onType={setCode}
          error={fields[method === 'totp' ? 'code' : 'recoveryCode']}
        />
      )}
      {closed ? <Failure>{t('factors.passkeyFailed')}</Failure> : <FormFailure error={failure} />}
      <Button type="submit" kind="primary" large className="w-full" disabled={busy}>
        {method === 'passkey' ? t('factors.usePasskey') : t('factors.confirm')}
      </Button>
      {methods
        .filter((other) => other !== method)
        .map((other) => (
          <Button key={other} kind="quiet" className="mt-2 w-full" onClick={() => choose(other)}>
            {switches[other]()}
          </Button>
        ))}
    </form>
  );
}
