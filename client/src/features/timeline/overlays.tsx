import { ArrowDown } from 'lucide-react';
import { classes } from '../../ui/classes';
import { formatClock, formatDay } from '../../ui/times';
import type { Missing } from './useJump';
import type { Row } from './rows';
import { t } from './text/text';

interface DayPillProps {
  rows: Row[];
  /** The first row on screen. */
  first: number;
  shown: boolean;
}

/** The day of the first row on screen, while one scrolls. On a list that stands still it would cover a message. */
function DayPill({ rows, first, shown }: DayPillProps) {
  // A day line in one of the first rows has the same words.
  if (rows.slice(first, first + 3).some(({ kind }) => kind === 'day')) return null;
  const day = rows.slice(0, first).findLast((row) => row.kind === 'day');
  if (!day) return null;
  return (
    <div
      aria-hidden="true"
      data-day-pill
      className={classes(
        'pointer-events-none absolute inset-x-0 top-2 z-10 flex justify-center transition-opacity duration-150',
        !shown && 'opacity-0',
      )}
    >
      <span className="rounded-full border border-line bg-page px-3 py-0.5 text-[12px] font-semibold text-soft">
        {formatDay(day.time)}
      </span>
    </div>
  );
}

interface NewSinceProps {
  /** Of the first new message. */
  time: string;
  count: number;
  onClick: () => void;
}

/** Leads up to the first new message. */
const NewSince = ({ time, count, onClick }: NewSinceProps) => (
  <button
    type="button"
    onClick={onClick}
    className="absolute top-10 left-1/2 z-20 flex h-8 -translate-x-1/2 items-center gap-2 rounded-full bg-solid px-4 text-[13px] font-semibold text-white shadow-float"
  >
    {t('timeline.newSince', { count, time: formatClock(time) })}
  </button>
);

/** Leads down to the newest message. */
const ToLatest = ({ unread, onClick }: { unread: number; onClick: () => void }) => (
  <button
    type="button"
    onClick={onClick}
    className="absolute bottom-3 left-1/2 z-20 -translate-x-1/2 flex h-9 items-center gap-2 rounded-full border border-line bg-raised px-3.5 text-[13px] font-semibold shadow-float hover:border-strong max-[819px]:h-11"
  >
    <ArrowDown size={16} strokeWidth={2} aria-hidden="true" />
    {unread > 0 ? t('timeline.below', { count: unread }) : t('timeline.latest')}
  </button>
);

/** What became of a message one wanted to see. */
export const MissingText = ({ missing }: { missing: Missing }) => (
  <span className="rounded-full border border-line bg-raised px-4 py-1.5 text-center text-[13px] font-semibold shadow-float">
    {missing === 'deleted' ? t('message.deleted') : t('timeline.gone')}
  </span>
);

interface OverlaysProps {
  rows: Row[];
  /** The first row on screen. */
  first: number;
  /** The day of the first row is shown. */
  day: boolean;
  newSince: NewSinceProps | undefined;
  toLatest: { unread: number; onClick: () => void } | undefined;
}

/** What floats over the messages. It is not there in a room that opens at its end, and loaded with the first that needs it. */
export default function Overlays({ rows, first, day, newSince, toLatest }: OverlaysProps) {
  return (
    <>
      <DayPill rows={rows} first={first} shown={day} />
      {newSince && <NewSince {...newSince} />}
      {toLatest && <ToLatest {...toLatest} />}
    </>
  );
}
