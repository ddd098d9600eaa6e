import type { TotpSetup as Setup } from '@parley/shared/factors';
import type { SignedIn } from '@parley/shared/sessions';
import { useState } from 'react';
import { useCore } from '../../../core/coreContext';
import { FormFailure } from '../../../core/FormFailure';
import { fieldsOf } from '../../../platform/api';
import { Button } from '../../../ui/Button';
import { Failure } from '../../../ui/Failure';
import { AddPasskey } from '../AddPasskey';
import { RecoveryCodeList } from '../RecoveryCodeList';
import { t } from '../text/text';
import { TotpSetup } from '../TotpSetup';
import { createPasskey } from './browserPasskeys';

interface EnrolFormProps {
  ticket: string;
  /** A factor is set up and the recovery codes are saved. */
  onDone: (granted: SignedIn) => Promise<unknown>;
}

/** Sets up the first factor before signing in, because the role demands one. */
export function EnrolForm({ ticket, onDone }: EnrolFormProps) {
  const { api } = useCore();
  const [setup, setSetup] = useState<Setup>();
  const [enrolled, setEnrolled] = useState<{ signedIn: SignedIn; recoveryCodes: string[] }>();
  const [failure, setFailure] = useState<unknown>();
  const [closed, setClosed] = useState(false);
  if (enrolled)
    return (
      <RecoveryCodeList
        codes={enrolled.recoveryCodes}
        username={enrolled.signedIn.me.username}
        onDone={() => void onDone(api.accept(enrolled.signedIn))}
      />
    );
  if (setup)
    return (
      <TotpSetup
        setup={setup}
        onConfirm={async (code) =>
          setEnrolled(await api.raw('POST /auth/enrol/totp/confirm', { body: { ticket, code } }))
        }
      />
    );
  const begin = (): void => {
    setFailure(undefined);
    api.raw('POST /auth/enrol/totp', { body: { ticket } }).then(setSetup, setFailure);
  };
  const addPasskey = async (name: string): Promise<boolean> => {
    setFailure(undefined);
    setClosed(false);
    try {
      const options = await api.raw('POST /auth/enrol/passkey/options', { body: { ticket } });
      const passkey = await createPasskey(options).catch(() => undefined);
      setClosed(passkey === undefined);
      if (!passkey) return false;
      setEnrolled(await api.raw('POST /auth/enrol/passkey', { body: { ticket, name, passkey } }));
      return true;
    } catch (error) {
      setFailure(error);
      return false;
    }
  };
  return (
    <>
      <p className="mt-0 mb-4 text-[15px] text-soft">{t('factors.enrolLead')}</p>
      <Button kind="primary" large className="mb-5 w-full" onClick={begin}>
        {t('factors.addTotp')}
      </Button>
      <AddPasskey error={fieldsOf(failure)['name']} onAdd={addPasskey} />
      {closed ? <Failure>{t('factors.passkeyFailed')}</Failure> : <FormFailure error={failure} />}
    </>
  );
}
