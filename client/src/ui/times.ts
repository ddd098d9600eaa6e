import { useSyncExternalStore } from 'react';
import { t } from '../text/first';
import { locale } from '../text/language';

/** The clock: as is usual in the language, or as chosen on this device. */
export type TimeFormat = 'auto' | '12' | '24';

const KEY = 'parley.timeFormat';
// Without a page (in tests) nothing is stored.
const local = typeof localStorage === 'undefined' ? undefined : localStorage;
const isTimeFormat = (name: unknown): name is TimeFormat => name === 'auto' || name === '12' || name === '24';

export function readTimeFormat(): TimeFormat {
  const chosen = local?.getItem(KEY);
  return isTimeFormat(chosen) ? chosen : 'auto';
}

const MINUTE_MS = 60_000;
const MAX_CACHED = 2000;

/** Formats by the minute, and each minute once: a screen of messages shows few, and Intl is slow. */
function byMinute(format: (minute: number) => string): (time: number | string) => string {
  const stored = new Map<number, string>();
  return (time) => {
    const minute = Math.floor(new Date(time).getTime() / MINUTE_MS);
    const known = stored.get(minute);
    if (known !== undefined) return known;
    if (stored.size >= MAX_CACHED) stored.clear();
    const text = format(minute * MINUTE_MS);
    stored.set(minute, text);
    return text;
  };
}

/** @param form `auto` takes the hours as the language writes them: 12 in en-US, 24 in en-GB or es */
function clockOptions(form: TimeFormat, language: string): Intl.DateTimeFormatOptions {
  const usual = new Intl.DateTimeFormat(language, { hour: 'numeric' }).resolvedOptions().hour12 === true;
  const twelve = form === '12' || (form === 'auto' && usual);
  // By cycle and not by `hour12`, which some languages take for a clock that begins at zero.
  return twelve
    ? { hour: 'numeric', minute: '2-digit', hourCycle: 'h12' }
    : { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
}

/** Without "am" and "pm", for a column as narrow as a picture. */
const withoutPeriod =
  (format: Intl.DateTimeFormat) =>
  (time: number): string =>
    format
      .formatToParts(time)
      .filter(({ type }) => type !== 'dayPeriod')
      .map(({ value }) => value)
      .join('')
      .trim();

interface Formats {
  clock: (time: number | string) => string;
  narrow: (time: number | string) => string;
  full: (time: number | string) => string;
  thisYear: Intl.DateTimeFormat;
  otherYear: Intl.DateTimeFormat;
  elsewhere: (timeZone: string, time: Date | number) => string;
}

export function makeFormats(form: TimeFormat, language: string): Formats {
  const options = clockOptions(form, language);
  const clock = new Intl.DateTimeFormat(language, options);
  const hourCycle = options.hourCycle;
  const full = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'short', hourCycle });
  return {
    clock: byMinute((time) => clock.format(time)),
    narrow: byMinute(withoutPeriod(clock)),
    full: byMinute((time) => full.format(time)),
    thisYear: new Intl.DateTimeFormat(language, { weekday: 'long', day: 'numeric', month: 'long' }),
    otherYear: new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', year: 'numeric' }),
    elsewhere: (timeZone, time) => new Intl.DateTimeFormat(language, { ...options, timeZone }).format(time),
  };
}

/** All that times depend on: when it changes, they are formatted again. A formatter holds the zone it was made in. */
const circumstances = (): string =>
  [readTimeFormat(), Intl.DateTimeFormat().resolvedOptions().timeZone, new Date().toDateString()].join(' ');

let madeFor = circumstances();
let formats = makeFormats(readTimeFormat(), locale);
const listeners = new Set<() => void>();
let watching: ReturnType<typeof setInterval> | undefined;

function check(): void {
  const now = circumstances();
  if (now === madeFor) return;
  madeFor = now;
  formats = makeFormats(readTimeFormat(), locale);
  for (const listener of listeners) listener();
}

function watch(changed: () => void): () => void {
  listeners.add(changed);
  if (watching === undefined) {
    watching = setInterval(check, MINUTE_MS);
    // A laptop that was shut wakes on another day, or in another zone.
    document.addEventListener('visibilitychange', check);
    window.addEventListener('storage', check);
  }
  return () => {
    listeners.delete(changed);
    if (listeners.size > 0) return;
    clearInterval(watching);
    watching = undefined;
    document.removeEventListener('visibilitychange', check);
    window.removeEventListener('storage', check);
  };
}

/**
 * Renders a component with times again when they change: at midnight, where "Today" becomes "Yesterday", in another
 * time zone, and when another clock is chosen.
 */
export const useTimes = (): void => void useSyncExternalStore(watch, () => madeFor);

/** Chooses a clock for this device; all times on screen follow. */
export function setTimeFormat(form: TimeFormat): void {
  local?.setItem(KEY, form);
  check();
}

/** "09:41", or "9:41 AM" */
export const formatClock = (time: number | string): string => formats.clock(time);
/** The same of a time of day as it is stored, `HH:MM`. */
export const formatTimeOfDay = (clock: string): string =>
  formats.elsewhere('UTC', Date.parse(`1970-01-01T${clock}Z`));
/** "09:41", or "9:41" */
export const formatNarrowClock = (time: number | string): string => formats.narrow(time);
/** The day in words, and the time. */
export const formatFull = (time: number | string): string => formats.full(time);

/** "Today", "Yesterday", or the date. */
export function formatDay(time: number, now = Date.now()): string {
  const day = new Date(time);
  const today = new Date(now);
  // Yesterday is the day before the last midnight, whether it had 23 hours or 25, or a day between was left out.
  const midnight = new Date(today.getFullYear(), today.getMonth(), today.getDate()).getTime();
  if (day.toDateString() === today.toDateString()) return t('day.today');
  if (day.toDateString() === new Date(midnight - 1).toDateString()) return t('day.yesterday');
  return (day.getFullYear() === today.getFullYear() ? formats.thisYear : formats.otherYear).format(day);
}

/** The time in another time zone; undefined where it is the same. */
export function timeElsewhere(timeZone: string | null | undefined, now = new Date()): string | undefined {
  if (timeZone == null) return undefined;
  const there = formats.elsewhere(timeZone, now);
  return there === formats.clock(now.getTime()) ? undefined : there;
}
