import type { CallPart } from '@parley/shared/calls/call';
import type { MessageView } from '@parley/shared/messages';
import { Phone, PhoneMissed, PhoneOff } from 'lucide-react';
import { useAppSelector } from '../../../core/store';
import { Button } from '../../../ui/Button';
import { classes } from '../../../ui/classes';
import { t } from '../text/text';
import { lengthOf } from './duration';

interface CallCardProps {
  message: MessageView;
  part: CallPart;
  /** Absent where one cannot join. */
  onJoin?: (() => void) | undefined;
}

/** What became of a call. For those who called, a missed call is one without an answer. */
function titleOf({ state }: CallPart, own: boolean): string {
  if (state === 'live') return t('calls.started');
  if (state === 'ended') return t('calls.call');
  if (state === 'declined') return t('calls.declinedCall');
  return own ? t('calls.noAnswer') : t('calls.missed');
}

const icons = { live: Phone, ended: Phone, missed: PhoneMissed, declined: PhoneOff };

/** A call in its message: running, or how many took part and how long it was. */
export function CallCard({ message, part, onJoin }: CallCardProps) {
  const own = useAppSelector((state) => state.session.me?.userId === message.authorId);
  const { state, people, seconds } = part;
  const Icon = icons[state];
  const facts =
    state === 'ended'
      ? [t('calls.people', { count: people }), ...(seconds > 0 ? [lengthOf(seconds)] : [])]
      : [];
  const title = titleOf(part, own);
  return (
    <section
      aria-label={[title, ...facts].join(' · ')}
      className="mt-1 flex max-w-[360px] items-center gap-3 rounded-xl border border-line bg-page p-2.5 pe-3.5"
    >
      <span
        aria-hidden="true"
        className={classes(
          'flex size-9 shrink-0 items-center justify-center rounded-[28%]',
          state === 'live' && 'bg-solid text-white',
          state === 'missed' && !own && 'bg-danger-tint text-danger',
          (state === 'ended' || state === 'declined' || (state === 'missed' && own)) && 'bg-hover text-soft',
        )}
      >
        <Icon size={18} strokeWidth={1.75} />
      </span>
      <span className="min-w-0 flex-1">
        <span className="block truncate text-[14px] leading-5 font-semibold">{title}</span>
        {facts.length > 0 && (
          <span className="tabular block truncate text-[13px] leading-[18px] text-soft">
            {facts.join(' · ')}
          </span>
        )}
      </span>
      {state === 'live' && onJoin && (
        <Button kind="primary" onClick={onJoin} aria-label={t('calls.join')}>
          {t('rooms.join')}
        </Button>
      )}
    </section>
  );
}
