import type { PasskeyView } from '@parley/shared/factors';
import { Fingerprint } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../ui/Button';
import { OneFieldForm } from '../../ui/OneFieldForm';
import { formatDay } from '../../ui/times';
import { t } from './text/text';

interface PasskeyRowProps {
  passkey: PasskeyView;
  onRename: (name: string) => Promise<unknown>;
  onRemove: () => void;
}

function PasskeyRow({ passkey, onRename, onRemove }: PasskeyRowProps) {
  const [name, setName] = useState<string>();
  const { lastUsedAt } = passkey;
  if (name !== undefined)
    return (
      <OneFieldForm
        className="w-full"
        label={t('factors.name')}
        dir="auto"
        autoFocus
        value={name}
        onType={setName}
        button={t('common.save')}
        onSend={() => void onRename(name).then(() => setName(undefined))}
      />
    );
  return (
    <>
      <Fingerprint size={18} strokeWidth={1.75} className="text-soft" aria-hidden="true" />
      <div className="min-w-0 flex-1">
        <div className="truncate text-[14px]">
          <bdi>{passkey.name}</bdi>
        </div>
        <div className="tabular truncate text-[12px] text-soft">
          {lastUsedAt === null
            ? t('factors.neverUsed')
            : t('factors.lastUsed', { day: formatDay(Date.parse(lastUsedAt)) })}
        </div>
      </div>
      <Button
        aria-label={t('factors.renameNamed', { name: passkey.name })}
        onClick={() => setName(passkey.name)}
      >
        {t('factors.rename')}
      </Button>
      <Button aria-label={t('factors.removeNamed', { name: passkey.name })} onClick={onRemove}>
        {t('factors.remove')}
      </Button>
    </>
  );
}

interface PasskeyListProps {
  passkeys: PasskeyView[];
  onRename: (passkeyId: string, name: string) => Promise<unknown>;
  onRemove: (passkeyId: string) => void;
}

/** One's passkeys, each with its name and its last use. */
export const PasskeyList = ({ passkeys, onRename, onRemove }: PasskeyListProps) => (
  <ul aria-label={t('factors.passkeys')} className="m-0 mb-3 list-none divide-y divide-line p-0">
    {passkeys.map((passkey) => (
      <li key={passkey.passkeyId} className="flex flex-wrap items-center gap-x-3 gap-y-2 py-2.5">
        <PasskeyRow
          passkey={passkey}
          onRename={(name) => onRename(passkey.passkeyId, name)}
          onRemove={() => onRemove(passkey.passkeyId)}
        />
      </li>
    ))}
  </ul>
);
