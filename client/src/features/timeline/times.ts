import { t } from '../../text/text';
import { locale } from '../../text/language';
const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const full = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' });
const thisYear = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' });
const otherYear = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' });

export const formatClock = (time: number | string): string => clock.format(new Date(time));
export const formatFull = (time: number | string): string => full.format(new Date(time));

/** "Today", "Yesterday", or the date. */
export function formatDay(time: number, now = Date.now()): string {
  const day = new Date(time);
  const today = new Date(now);
  const yesterday = new Date(now - 86_400_000);
  if (day.toDateString() === today.toDateString()) return t('day.today');
  if (day.toDateString() === yesterday.toDateString()) return t('day.yesterday');
  return (day.getFullYear() === today.getFullYear() ? thisYear : otherYear).format(day);
}

/** What a clock shows in another time zone; undefined where it shows the same. */
export function timeElsewhere(timeZone: string | null | undefined, now = new Date()): string | undefined {
  if (timeZone == null) return undefined;
  const there = new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
  }).format(now);
  return there === clock.format(now) ? undefined : there;
}
