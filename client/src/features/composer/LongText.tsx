import { FileText } from 'lucide-react';
import { Button } from '../../ui/Button';
import { t } from './text/text';

interface LongTextProps {
  onAttach: () => void;
  /** Inserts it into the box as it is; absent where it is there already. */
  onPutIn?: () => void;
  onDismiss?: () => void;
}

/** Offers to send what is too long for a message as a text file. */
export function LongText({ onAttach, onPutIn, onDismiss }: LongTextProps) {
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-3.5 py-2 text-[14px]"
    >
      <FileText size={18} strokeWidth={1.75} className="shrink-0 text-soft" aria-hidden="true" />
      <span className="min-w-[200px] flex-1">{t('composer.longText')}</span>
      <span className="flex flex-wrap gap-2">
        <Button kind="primary" onClick={onAttach}>
          {t('composer.attachText')}
        </Button>
        {onPutIn && <Button onClick={onPutIn}>{t('composer.pasteAnyway')}</Button>}
        {onDismiss && (
          <Button kind="quiet" onClick={onDismiss}>
            {t('common.cancel')}
          </Button>
        )}
      </span>
    </div>
  );
}
