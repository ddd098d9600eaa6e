const DAY_MS = 86_400_000;

/** The name of a day, `2026-12-01`, in UTC: one node's clock and zone must not decide where a day ends. */
export const dayOf = (time: Date): string => time.toISOString().slice(0, 10);

export const beginOf = (day: string): Date => new Date(`${day}T00:00:00.000Z`);

/** @returns the day that is so many after this one, or before it when negative */
export const plusDays = (day: string, days: number): string =>
  dayOf(new Date(beginOf(day).getTime() + days * DAY_MS));

/** The last days with this one, the oldest first. */
export const lastDays = (today: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) => plusDays(today, i - count + 1));
