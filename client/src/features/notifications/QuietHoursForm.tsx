import type { QuietHours } from '@parley/shared/notify';
import { locale } from '../../text/language';
import { t } from './text/text';
import { formatTimeOfDay } from '../../ui/times';
import { Checkbox } from '../../ui/Checkbox';
import { classes } from '../../ui/classes';

/** The days by their short names, in the order of the week here. 2026-11-22 is a Sunday. */
const days = [1, 2, 3, 4, 5, 6, 0].map((day) => ({
  day,
  name: new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' }).format(
    new Date(Date.UTC(2026, 10, 22 + day)),
  ),
}));

const usual = (): QuietHours => ({
  days: [0, 1, 2, 3, 4, 5, 6],
  from: '22:00',
  to: '07:00',
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
});

interface QuietHoursFormProps {
  quiet: QuietHours | null;
  onChange: (quiet: QuietHours | null) => void;
}

/** `HH:MM` of every quarter of an hour. */
const quarters = Array.from({ length: 96 }, (_, i) =>
  [Math.floor(i / 4), (i % 4) * 15].map((part) => String(part).padStart(2, '0')).join(':'),
);

/** A time of day. A browser's own field writes it as the system does, whatever clock was chosen here. */
function ClockChoice({ value, onChange }: { value: string; onChange: (clock: string) => void }) {
  // A time set by another client to the minute stays as it is.
  const clocks = quarters.includes(value) ? quarters : [...quarters, value].sort();
  return (
    <select
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className="h-9 rounded-lg border border-strong bg-page px-2 text-[14px] tabular max-[819px]:h-11 max-[819px]:text-[16px]"
    >
      {clocks.map((clock) => (
        <option key={clock} value={clock}>
          {formatTimeOfDay(clock)}
        </option>
      ))}
    </select>
  );
}

/** Hours without notifications, in this person's time zone. */
export function QuietHoursForm({ quiet, onChange }: QuietHoursFormProps) {
  const toggle = (day: number): void => {
    if (!quiet) return;
    const next = quiet.days.includes(day) ? quiet.days.filter((one) => one !== day) : [...quiet.days, day];
    onChange({ ...quiet, days: next });
  };
  return (
    <fieldset className="m-0 mb-5 border-0 p-0">
      <legend className="sr-only">{t('quiet.title')}</legend>
      <Checkbox
        label={t('quiet.title')}
        checked={quiet !== null}
        onChange={(on) => onChange(on ? usual() : null)}
      />
      <p className="mt-0.5 mb-2 ps-[26px] text-[13px] text-soft">{t('quiet.hint')}</p>
      {quiet && (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2 ps-[26px] text-[14px]">
          <label className="flex items-center gap-2">
            {t('quiet.from')}
            <ClockChoice value={quiet.from} onChange={(from) => onChange({ ...quiet, from })} />
          </label>
          <label className="flex items-center gap-2">
            {t('quiet.to')}
            <ClockChoice value={quiet.to} onChange={(to) => onChange({ ...quiet, to })} />
          </label>
          <div role="group" aria-label={t('quiet.days')} className="flex flex-wrap gap-1">
            {days.map(({ day, name }) => (
              <button
                key={day}
                type="button"
                aria-pressed={quiet.days.includes(day)}
                onClick={() => toggle(day)}
                className={classes(
                  'h-8 min-w-11 rounded-lg px-2 text-[13px] max-[819px]:h-11',
                  quiet.days.includes(day) ? 'bg-selected font-semibold' : 'text-soft hover:bg-hover',
                )}
              >
                {name}
              </button>
            ))}
          </div>
        </div>
      )}
    </fieldset>
  );
}
