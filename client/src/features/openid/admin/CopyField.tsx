import { Copy } from 'lucide-react';
import { IconButton } from '../../../ui/Button';
import { copyText } from '../../../ui/copyText';
import { t } from '../text/text';

/** An address that is entered elsewhere. */
export const CopyField = ({ label, value }: { label: string; value: string }) => (
  <div className="mb-4 w-full">
    <span className="block text-[13px] font-semibold">{label}</span>
    <div className="flex items-center gap-1">
      <code dir="ltr" className="min-w-0 flex-1 text-[13px] break-all">
        {value}
      </code>
      <IconButton
        label={t('openid.copy', { what: label })}
        onClick={() => void copyText(value, t('common.linkCopied'))}
      >
        <Copy size={17} strokeWidth={1.75} />
      </IconButton>
    </div>
  </div>
);
