/** When a new poll closes, as one picks it. */
export type Closing = 'never' | 'hour' | 'day' | 'week' | 'time';

const HOUR_MS = 60 * 60_000;
const after: Partial<Record<Closing, number>> = { hour: HOUR_MS, day: 24 * HOUR_MS, week: 7 * 24 * HOUR_MS };

/**
 * The moment a poll closes.
 *
 * @param time of an `<input type="datetime-local">`, in the time zone of the browser
 * @param now in ms since 1970
 * @returns an ISO time; null for never, undefined while the time is not filled in
 */
export function closesAtOf(closing: Closing, time: string, now: number): string | null | undefined {
  if (closing === 'never') return null;
  const at = closing === 'time' ? Date.parse(time) : now + (after[closing] ?? 0);
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
}
