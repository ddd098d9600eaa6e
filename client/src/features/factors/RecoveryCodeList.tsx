import { Copy, Download, Printer } from 'lucide-react';
import { Button } from '../../ui/Button';
import { copyText } from '../../ui/copyText';
import { t } from './text/text';

interface RecoveryCodeListProps {
  codes: string[];
  username: string;
  /** They are saved. */
  onDone: () => void;
}

/** Saves a text as a file of the browser. */
function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

/** Prints a text alone, without the page. */
function printText(text: string): void {
  const sheet = document.createElement('pre');
  sheet.className = 'print-sheet';
  sheet.textContent = text;
  document.body.append(sheet);
  addEventListener('afterprint', () => sheet.remove(), { once: true });
  print();
}

/** Recovery codes, which are shown once: to copy, download and print. */
export function RecoveryCodeList({ codes, username, onDone }: RecoveryCodeListProps) {
  const text = `${t('factors.codesTitle', { username })}\n\n${codes.join('\n')}\n`;
  return (
    <div role="status" className="mb-4 rounded-lg bg-mention p-3 text-[14px]">
      <b>{t('factors.codes')}</b>
      <p className="mt-1 mb-2">{t('factors.codesLead')}</p>
      <ul
        aria-label={t('factors.codes')}
        dir="ltr"
        className="m-0 mb-3 grid list-none grid-cols-2 gap-x-4 gap-y-1 p-0 max-[360px]:grid-cols-1"
      >
        {codes.map((code) => (
          <li key={code}>
            <code className="text-[13px]">{code}</code>
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => void copyText(text, t('factors.codesCopied'))}>
          <Copy size={17} strokeWidth={1.75} aria-hidden="true" />
          {t('factors.codesCopy')}
        </Button>
        <Button onClick={() => download('parley-recovery-codes.txt', text)}>
          <Download size={17} strokeWidth={1.75} aria-hidden="true" />
          {t('factors.codesDownload')}
        </Button>
        <Button onClick={() => printText(text)}>
          <Printer size={17} strokeWidth={1.75} aria-hidden="true" />
          {t('factors.codesPrint')}
        </Button>
        <Button kind="primary" onClick={onDone}>
          {t('factors.codesDone')}
        </Button>
      </div>
    </div>
  );
}
