import { t } from '../../text/text';
import { locale } from '../../text/language';
const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const full = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' });
const thisYear = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' });
const otherYear = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' });

const MINUTE_MS = 60_000;
const MOST_KEPT = 2000;

/** Formats by the minute, and each minute once: a screen of messages shows few, and Intl is slow. */
function byMinute(format: Intl.DateTimeFormat): (time: number | string) => string {
  const kept = new Map<number, string>();
  return (time) => {
    const minute = Math.floor(new Date(time).getTime() / MINUTE_MS);
    const known = kept.get(minute);
    if (known !== undefined) return known;
    if (kept.size >= MOST_KEPT) kept.clear();
    const text = format.format(minute * MINUTE_MS);
    kept.set(minute, text);
    return text;
  };
}

/** "09:41" */
export const formatClock = byMinute(clock);
/** The day in words, and the time. */
export const formatFull = byMinute(full);

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
