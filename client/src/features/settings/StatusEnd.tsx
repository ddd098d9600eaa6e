import { t } from './text/text';
import { formatClock, formatDay } from '../../ui/times';

const lives = ['never', '30', '60', '240', 'today', 'week'] as const;
export type StatusLife = (typeof lives)[number];

const names: Record<StatusLife, string> = {
  never: t('profile.untilNever'),
  '30': t('profile.until30'),
  '60': t('profile.until60'),
  '240': t('profile.until240'),
  today: t('profile.untilToday'),
  week: t('profile.untilWeek'),
};

/** When a status of this life ends, counted from now; null for never. Weeks end on Sunday. */
export function endOf(life: StatusLife, now: Date): string | null {
  if (life === 'never') return null;
  if (life !== 'today' && life !== 'week')
    return new Date(now.getTime() + Number(life) * 60_000).toISOString();
  const days = life === 'today' ? 0 : (7 - now.getDay()) % 7;
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, 23, 59, 59).toISOString();
}

interface StatusEndProps {
  life: StatusLife;
  /** When the present status ends. */
  until: string | null;
  onChange: (life: StatusLife) => void;
}

/** How long a status lasts. */
export const StatusEnd = ({ life, until, onChange }: StatusEndProps) => (
  <label className="mb-4 flex items-center gap-2 text-[14px]">
    {t('profile.until')}
    <select
      value={life}
      onChange={(event) => onChange(event.target.value as StatusLife)}
      className="h-9 rounded-lg border border-strong bg-page px-2 text-[14px] max-[819px]:h-11"
    >
      {lives.map((one) => (
        <option key={one} value={one}>
          {one === 'never' && until !== null
            ? `${formatDay(Date.parse(until))} ${formatClock(until)}`
            : names[one]}
        </option>
      ))}
    </select>
  </label>
);
