import { Phone, X } from 'lucide-react';
import { Button, IconButton } from '../../../ui/Button';
import { useNarrow } from '../../../ui/platform';
import { t } from '../text/text';
import { Faces } from './Faces';

interface JoinBarProps {
  /** The ids of the people in the call, each once. */
  people: readonly string[];
  onJoin: () => void;
  onDismiss?: (() => void) | undefined;
}

/** Above a room's timeline while a call runs there. */
export function JoinBar({ people, onJoin, onDismiss }: JoinBarProps) {
  const narrow = useNarrow();
  return (
    <section
      aria-label={t('calls.inProgress')}
      className="flex shrink-0 items-center gap-2.5 border-b border-line bg-tint py-1.5 ps-4 pe-2 text-[14px]"
    >
      <Phone
        size={18}
        strokeWidth={1.75}
        aria-hidden="true"
        className="shrink-0 text-accent max-[819px]:hidden"
      />
      <span className="min-w-0 truncate font-semibold">{t('calls.inProgress')}</span>
      <Faces userIds={people} size={22} most={narrow ? 2 : 4} />
      <span className="sr-only">{t('calls.faces', { count: people.length })}</span>
      <Button kind="primary" onClick={onJoin} aria-label={t('calls.join')} className="ms-auto shrink-0">
        {t('rooms.join')}
      </Button>
      {onDismiss && (
        <IconButton label={t('calls.dismiss')} onClick={onDismiss}>
          <X size={16} strokeWidth={1.75} />
        </IconButton>
      )}
    </section>
  );
}
