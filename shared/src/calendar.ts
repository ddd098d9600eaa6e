const SECOND_MS = 1000;
const HOUR_MS = 3_600_000;
/** No clock is further ahead of UTC than 14 hours, or further behind than 12 (IANA time zone database); one more to be safe. */
const FURTHEST_AHEAD_MS = 15 * HOUR_MS;
const FURTHEST_BEHIND_MS = 13 * HOUR_MS;

/** The calendar day of a time, in ms since the epoch, in a time zone: `YYYY-MM-DD`, so that days compare as texts. */
export function calendarOf(timeZone: string): (time: number) => string {
  // This locale formats days so; hours are left out, so no hour cycle matters.
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  return (time) => format.format(time);
}

/**
 * When a calendar day begins in a time zone. Searched for and not computed: where clocks change at midnight a day begins at one
 * o'clock, and where a whole day was left out (Apia, 30 December 2011) it begins when the next one does.
 *
 * @param day `YYYY-MM-DD`, an existing date
 * @param timeZone an IANA name such as Europe/Berlin
 * @returns ms since the epoch, a whole second
 */
export function startOfDay(day: string, timeZone: string): number {
  const dayAt = calendarOf(timeZone);
  const midnight = Date.parse(`${day}T00:00:00Z`);
  let before = midnight - FURTHEST_AHEAD_MS;
  let within = midnight + FURTHEST_BEHIND_MS;
  while (within - before > SECOND_MS) {
    const middle = Math.floor((before + within) / 2 / SECOND_MS) * SECOND_MS;
    if (dayAt(middle) < day) before = middle;
    else within = middle;
  }
  return within;
}

/** The calendar day after this one, also where a zone has left it out. Both `YYYY-MM-DD`. */
export const dayAfter = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 24 * HOUR_MS).toISOString().slice(0, 10);
