import { useState } from 'react';
import { OneFieldForm } from '../../ui/OneFieldForm';
import { hasPasskeys } from './public/browserPasskeys';
import { t } from './text/text';

interface AddPasskeyProps {
  error: string | undefined;
  onAdd: (name: string) => Promise<boolean>;
}

/** The name of a new passkey, and the button that creates it. */
export function AddPasskey({ error, onAdd }: AddPasskeyProps) {
  const [name, setName] = useState('');
  if (!hasPasskeys()) return <p className="text-[14px] text-soft">{t('factors.noPasskeys')}</p>;
  return (
    <OneFieldForm
      label={t('factors.name')}
      hint={t('factors.passkeyHint')}
      dir="auto"
      autoComplete="off"
      maxLength={80}
      value={name}
      onType={setName}
      error={error}
      button={t('factors.addPasskey')}
      onSend={() => void onAdd(name).then((added) => added && setName(''))}
    />
  );
}
