import { describe, expect, it } from 'vitest';
import { calendarOf, dayAfter, startOfDay } from './calendar.js';
import { seeded } from './random.js';

const utc = (time: number): string => new Date(time).toISOString().slice(0, 16);

describe('the start of a day', () => {
  it.each([
    ['UTC', '2026-01-02', '2026-01-02T00:00'],
    ['Europe/Berlin', '2026-01-02', '2026-01-01T23:00'],
    ['Europe/Berlin', '2026-07-02', '2026-07-01T22:00'],
    // The day of the change, and the days around it.
    ['Europe/Berlin', '2026-03-29', '2026-03-28T23:00'],
    ['Europe/Berlin', '2026-03-30', '2026-03-29T22:00'],
    ['Europe/Berlin', '2026-10-25', '2026-10-24T22:00'],
    ['Europe/Berlin', '2026-10-26', '2026-10-25T23:00'],
    ['America/New_York', '2026-11-01', '2026-11-01T04:00'],
    ['America/New_York', '2026-11-02', '2026-11-02T05:00'],
    // Where midnight is left out, the day begins at one.
    ['America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00'],
    ['Asia/Beirut', '2022-03-27', '2022-03-26T22:00'],
    ['Africa/Cairo', '2026-04-24', '2026-04-23T22:00'],
    ['America/Santiago', '2026-09-06', '2026-09-06T04:00'],
    // Where the hour before midnight is repeated.
    ['America/Sao_Paulo', '2018-02-18', '2018-02-18T03:00'],
    // A day that was left out begins when the next one does.
    ['Pacific/Apia', '2011-12-29', '2011-12-29T10:00'],
    ['Pacific/Apia', '2011-12-30', '2011-12-30T10:00'],
    ['Pacific/Apia', '2011-12-31', '2011-12-30T10:00'],
    // Clocks that are off by half and quarter hours, and that change by half an hour.
    ['Asia/Kathmandu', '2026-01-02', '2026-01-01T18:15'],
    ['Australia/Lord_Howe', '2026-04-06', '2026-04-05T13:30'],
    ['Pacific/Kiritimati', '2026-01-02', '2026-01-01T10:00'],
    ['Etc/GMT+12', '2026-01-02', '2026-01-02T12:00'],
  ])('%s, %s: %s', (zone, day, expected) => expect(utc(startOfDay(day, zone))).toBe(expected));

  it('is the first second of it, in any zone on any day', () => {
    const seed = Number(process.env['CALENDAR_SEED'] ?? 20261129);
    const random = seeded(seed);
    const zones = Intl.supportedValuesOf('timeZone');
    for (let i = 0; i < 2000; i++) {
      const zone = zones[Math.floor(random() * zones.length)] ?? 'UTC';
      const day = new Date(Date.UTC(1975, 0, 1 + Math.floor(random() * 22_000))).toISOString().slice(0, 10);
      const dayAt = calendarOf(zone);
      const start = startOfDay(day, zone);
      const story = `seed ${seed}: ${zone} ${day}`;
      expect(dayAt(start) >= day, story).toBe(true);
      expect(dayAt(start - 1000) < day, story).toBe(true);
      expect(startOfDay(dayAfter(day), zone), story).toBeGreaterThanOrEqual(start);
    }
  });
});

it('the day after crosses months, years and leap days', () => {
  expect(['2026-02-28', '2028-02-28', '2026-12-31'].map(dayAfter)).toEqual([
    '2026-03-01',
    '2028-02-29',
    '2027-01-01',
  ]);
});
