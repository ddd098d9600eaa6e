import type { TotpSetup as Setup } from '@parley/shared/factors';
import { Copy } from 'lucide-react';
import { useState, type SyntheticEvent } from 'react';
import { renderSVG } from 'uqr';
import { FormFailure } from '../../core/FormFailure';
import { fieldsOf } from '../../platform/api';
import { Button, IconButton } from '../../ui/Button';
import { copyText } from '../../ui/copyText';
import { CodeField } from './CodeField';
import { t } from './text/text';

interface TotpSetupProps {
  setup: Setup;
  /** Confirms the app by its first code. */
  onConfirm: (code: string) => Promise<unknown>;
}

/** The key for an authenticator app, as a QR code and as text, and the field for its first code. */
export function TotpSetup({ setup, onConfirm }: TotpSetupProps) {
  const [code, setCode] = useState('');
  const [failure, setFailure] = useState<unknown>();
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setFailure(undefined);
    onConfirm(code).catch(setFailure);
  };
  return (
    <form onSubmit={submit} className="mb-4">
      <p className="mt-0 mb-3 text-[14px] text-soft">{t('factors.scan')}</p>
      <img
        src={`data:image/svg+xml,${encodeURIComponent(renderSVG(setup.uri, { border: 2 }))}`}
        alt={t('factors.qr')}
        width={180}
        height={180}
        className="rounded-lg border border-line bg-white"
      />
      <div className="mt-2 mb-3 flex items-center gap-1 text-[13px]">
        <span className="text-soft">{t('factors.secret')}</span>
        <code dir="ltr" className="min-w-0 flex-1 break-all">
          {setup.secret}
        </code>
        <IconButton
          label={t('factors.secretCopy')}
          onClick={() => void copyText(setup.secret, t('factors.secretCopied'))}
        >
          <Copy size={17} strokeWidth={1.75} />
        </IconButton>
      </div>
      <CodeField value={code} onType={setCode} error={fieldsOf(failure)['code']} />
      <FormFailure error={failure} />
      <Button type="submit" kind="primary">
        {t('factors.confirm')}
      </Button>
    </form>
  );
}
