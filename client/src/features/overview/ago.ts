import { locale } from '../../text/language';

const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/** A time from now: “3 hours ago”, “in 5 minutes”. */
export function formatAgo(time: string): string {
  const seconds = Math.round((Date.parse(time) - Date.now()) / 1000);
  const [unit, length] = units.find(([, long]) => Math.abs(seconds) >= long) ?? ['second', 1];
  return relative.format(Math.trunc(seconds / length), unit);
}

/** How long something took or takes: “420 ms”, “3 min”. */
export function formatLength(ms: number): string {
  const [value, unit] =
    ms < 1000
      ? [ms, 'millisecond']
      : ms < 60_000
        ? [ms / 1000, 'second']
        : ms < 3_600_000
          ? [ms / 60_000, 'minute']
          : [ms / 3_600_000, 'hour'];
  const format = { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(locale, format).format(value);
}
