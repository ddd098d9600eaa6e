import { Copy } from 'lucide-react';
import { t } from '../text/text';
import { IconButton } from './Button';
import { copyText } from './copyText';

/** An address that is entered elsewhere. */
export const CopyField = ({ label, value }: { label: string; value: string }) => (
  <div className="mb-4 w-full">
    <span className="mb-1.5 block text-[13px] font-semibold">{label}</span>
    <div className="flex items-center gap-1 rounded-lg border border-line bg-panel ps-3">
      <code dir="ltr" className="min-w-0 flex-1 py-2 text-[13px] break-all">
        {value}
      </code>
      <IconButton
        label={t('common.copyNamed', { what: label })}
        onClick={() => void copyText(value, t('common.linkCopied'))}
      >
        <Copy size={17} strokeWidth={1.75} />
      </IconButton>
    </div>
  </div>
);
