import { afterEach, describe, expect, it } from 'vitest';
import { message } from '../../test/build';
import { buildRows } from './rows';
import { formatDay, makeFormats } from '../../ui/times';

const zoneBefore = process.env['TZ'];
/** Where the reader is: Node follows the variable at once, for Date and Intl alike. */
const stand = (zone: string): void => void (process.env['TZ'] = zone);
afterEach(() => {
  if (zoneBefore === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zoneBefore;
});
const at = (iso: string): number => Date.parse(iso);
const nine41 = new Date(2026, 10, 29, 9, 41).getTime();
const noon = new Date(2026, 10, 29, 12, 5).getTime();
const midnight = new Date(2026, 10, 29, 0, 5).getTime();
/** Some languages write a narrow space before "AM". */
const plain = (text: string): string => text.replace(/\s/gu, ' ');

describe('the clock', () => {
  it.each([
    ['auto', 'en-US', '9:41 AM', '12:05 PM', '12:05 AM'],
    ['auto', 'en-GB', '09:41', '12:05', '00:05'],
    ['auto', 'es', '09:41', '12:05', '00:05'],
    ['auto', 'es-MX', '9:41 a.m.', '12:05 p.m.', '12:05 a.m.'],
    ['auto', 'ja', '09:41', '12:05', '00:05'],
    ['auto', 'ar-u-nu-latn', '9:41 ص', '12:05 م', '12:05 ص'],
    ['12', 'en-GB', '9:41 am', '12:05 pm', '12:05 am'],
    ['12', 'es', '9:41 a. m.', '12:05 p. m.', '12:05 a. m.'],
    ['12', 'ja', '午前9:41', '午後12:05', '午前12:05'],
    ['24', 'en-US', '09:41', '12:05', '00:05'],
    ['24', 'ar-u-nu-latn', '09:41', '12:05', '00:05'],
  ] as const)('%s in %s', (form, language, ...expected) => {
    const { clock } = makeFormats(form, language);
    expect([nine41, noon, midnight].map((time) => plain(clock(time)))).toEqual(expected);
  });

  it('is narrow beside a message, the same elsewhere and in full', () => {
    const twelve = makeFormats('12', 'en-US');
    expect(twelve.narrow(noon)).toBe('12:05');
    expect(plain(twelve.full(noon))).toBe('Sunday, November 29, 2026 at 12:05 PM');
    expect(plain(twelve.elsewhere('Asia/Kathmandu', new Date('2026-11-29T20:00Z')))).toBe('1:45 AM');
    expect(makeFormats('24', 'en-US').full(noon)).toContain('12:05');
    expect(makeFormats('12', 'ar-u-nu-latn').narrow(nine41)).toBe('9:41');
  });
});

describe('the day', () => {
  it.each([
    // The day of 25 hours: half past midnight was yesterday, though 24 hours ago it is still the same evening.
    ['Europe/Berlin', '2026-10-25T22:30Z', '2026-10-24T22:30Z', 'Today'],
    ['Europe/Berlin', '2026-10-25T22:30Z', '2026-10-24T21:30Z', 'Yesterday'],
    ['America/New_York', '2026-11-02T04:30Z', '2026-10-31T12:00Z', 'Yesterday'],
    ['America/New_York', '2026-11-02T04:30Z', '2026-11-01T04:30Z', 'Today'],
    // The day of 23 hours.
    ['Europe/Berlin', '2026-03-29T22:15Z', '2026-03-29T21:45Z', 'Yesterday'],
    ['Europe/Berlin', '2026-03-29T22:15Z', '2026-03-28T22:45Z', 'Saturday 28 March'],
    // Days that begin at one o'clock.
    ['America/Sao_Paulo', '2018-11-04T03:30Z', '2018-11-04T02:30Z', 'Yesterday'],
    ['America/Sao_Paulo', '2018-11-05T01:30Z', '2018-11-04T03:00Z', 'Today'],
    ['Asia/Beirut', '2022-03-26T22:30Z', '2022-03-26T21:30Z', 'Yesterday'],
    // The evening after which there was no next day: the day before New Year's Eve's eve.
    ['Pacific/Apia', '2011-12-30T12:00Z', '2011-12-30T09:00Z', 'Yesterday'],
    ['Pacific/Apia', '2011-12-30T12:00Z', '2011-12-30T10:00Z', 'Today'],
    ['UTC', '2026-01-01T00:10Z', '2025-12-31T23:50Z', 'Yesterday'],
    ['UTC', '2026-01-01T00:10Z', '2025-12-30T23:50Z', '30 December 2025'],
  ])('%s at %s: %s is %s', (zone, now, time, expected) => {
    stand(zone);
    // The words of a date are the language's own; here only which day it is counts.
    const said = formatDay(at(time), at(now));
    const words = (text: string): string[] => text.split(/[\s,]+/u).sort();
    expect(words(said)).toEqual(words(expected));
  });
});

const daysOf = (times: string[]): string[] =>
  buildRows({
    messages: times.map((time, i) => message(i + 1, { createdAt: new Date(time).toISOString() })),
    outbox: [],
    atStart: false,
    live: true,
    newAfter: undefined,
    myId: 'me',
  }).flatMap((row) =>
    row.kind === 'day' ? [row.key] : row.kind === 'message' ? [String(row.message.seq)] : [],
  );

describe('the lines between days', () => {
  it.each([
    ['Europe/Berlin', ['2026-10-24T21:59Z', '2026-10-24T22:01Z', '2026-10-25T22:59Z', '2026-10-25T23:01Z']],
    ['Europe/Berlin', ['2026-03-28T22:59Z', '2026-03-28T23:01Z', '2026-03-29T21:59Z', '2026-03-29T22:01Z']],
    [
      'America/Sao_Paulo',
      ['2018-11-04T02:59Z', '2018-11-04T03:01Z', '2018-11-05T01:59Z', '2018-11-05T02:01Z'],
    ],
    ['Pacific/Apia', ['2011-12-30T09:59Z', '2011-12-30T10:01Z', '2011-12-31T09:59Z', '2011-12-31T10:01Z']],
  ])('%s: one before, two of the day, one after', (zone, times) => {
    stand(zone);
    const rows = daysOf(times);
    expect(rows.map((row) => (row.startsWith('day') ? 'day' : row))).toEqual([
      'day',
      '1',
      'day',
      '2',
      '3',
      'day',
      '4',
    ]);
  });

  it('stand once for each day, also when clocks of two servers differ, or went back over midnight', () => {
    stand('UTC');
    const skewed = daysOf([
      '2026-01-01T23:59:59Z',
      '2026-01-02T00:00:02Z',
      '2026-01-01T23:59:58Z',
      '2026-01-02T00:00:03Z',
    ]);
    expect(skewed).toEqual(['day-Thu Jan 01 2026', '1', 'day-Fri Jan 02 2026', '2', '3', '4']);
    // One minute after midnight it was one minute past eleven again, until 2011.
    stand('America/St_Johns');
    const back = daysOf([
      '2010-11-07T02:00Z',
      '2010-11-07T02:30:30Z',
      '2010-11-07T03:00Z',
      '2010-11-07T03:40Z',
      '2010-11-08T03:40Z',
    ]);
    expect(new Set(back).size).toBe(back.length);
    expect(back.filter((row) => row.startsWith('day'))).toHaveLength(3);
  });
});
