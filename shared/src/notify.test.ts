import { describe, expect, it } from 'vitest';
import { decide, isQuiet, type QuietHours, type Ringing, type Situation } from './notify.js';

const message: Ringing = {
  authorId: 'ana',
  seq: 8,
  deletedAt: null,
  notice: null,
  text: 'The Café opens',
  mentionIds: [],
  mentionsRoom: false,
};
const me: Situation['me'] = { userId: 'me', presenceMode: 'auto', keywords: [], quiet: null };

const why = (over: Partial<Ringing>, at: Partial<Situation>): string => {
  const verdict = decide(
    { ...message, ...over },
    {
      me,
      room: { type: 'public' },
      member: { muted: false, level: null },
      headSeq: 7,
      looking: false,
      now: new Date('2026-11-21T12:00:00Z'),
      ...at,
    },
  );
  return verdict.rings ? 'rings' : verdict.because;
};
const mention = { mentionIds: ['me'] };
const direct: Partial<Situation> = { room: { type: 'direct' } };
const everybody = { mentionsRoom: true };
const always: QuietHours = { days: [0, 1, 2, 3, 4, 5, 6], from: '00:00', to: '00:00', timeZone: 'UTC' };

describe('a message', () => {
  it.each<[string, Partial<Ringing>, Partial<Situation>, string]>([
    ['in a room', {}, {}, 'no mention'],
    ['that mentions me', mention, {}, 'rings'],
    ['that mentions the room', everybody, {}, 'rings'],
    ['that mentions a muted room', everybody, { member: { muted: true, level: null } }, 'no mention'],
    ['that mentions me in a muted room', mention, { member: { muted: true, level: null } }, 'rings'],
    ['in a direct message', {}, direct, 'rings'],
    ['of my own', { authorId: 'me' }, direct, 'own'],
    ['that was edited', { seq: 7 }, direct, 'not new'],
    ['that I am looking at', mention, { looking: true }, 'looking'],
    ['while I am not to be disturbed', mention, { me: { ...me, presenceMode: 'dnd' } }, 'do not disturb'],
    ['in quiet hours', mention, { me: { ...me, quiet: always } }, 'quiet hours'],
    ['in a room of which I want everything', {}, { member: { muted: false, level: 'all' } }, 'rings'],
    [
      'in a room of which I want nothing',
      mention,
      { member: { muted: false, level: 'nothing' } },
      'nothing wanted',
    ],
    ['in a muted direct message', {}, { ...direct, member: { muted: true, level: null } }, 'no mention'],
    ['with one of my words', {}, { me: { ...me, keywords: ['cafe'] } }, 'rings'],
    ['with a part of one of my words', {}, { me: { ...me, keywords: ['cafes', 'caf'] } }, 'no mention'],
    ['with my word of signs', { text: 'use C++17' }, { me: { ...me, keywords: ['C++'] } }, 'rings'],
    ['without its signs', { text: 'vitamin c' }, { me: { ...me, keywords: ['C++'] } }, 'no mention'],
    ['with my emoji', { text: 'help 🚨' }, { me: { ...me, keywords: ['🚨'] } }, 'rings'],
    ['without it', { text: 'help 🎉' }, { me: { ...me, keywords: ['🚨', '&&'] } }, 'no mention'],
    ['with two of my words in their order', {}, { me: { ...me, keywords: ['CAFÉ opens'] } }, 'rings'],
  ])('%s', (_name, over, at, expected) => expect(why(over, at)).toBe(expected));
});

describe('quiet hours', () => {
  const nights: QuietHours = { days: [5], from: '22:00', to: '07:30', timeZone: 'Europe/Berlin' };
  it.each<[string, QuietHours, boolean]>([
    // 2026-11-20 is a Friday; Berlin is an hour ahead of UTC in November, two in July.
    ['2026-11-20T20:59:00Z', nights, false],
    ['2026-11-20T21:00:00Z', nights, true],
    ['2026-11-21T06:29:00Z', nights, true],
    ['2026-11-21T06:30:00Z', nights, false],
    ['2026-11-21T21:30:00Z', nights, false],
    ['2026-07-17T20:00:00Z', nights, true],
    ['2026-11-20T13:00:00Z', { ...nights, from: '12:00', to: '14:00' }, false],
    ['2026-11-20T11:00:00Z', { ...nights, from: '12:00', to: '14:00' }, true],
    ['2026-11-20T20:00:00Z', { ...nights, timeZone: 'Asia/Tokyo' }, true],
    ['2026-11-20T20:00:00Z', { ...nights, days: [] }, false],
  ])('%s', (time, quiet, expected) => expect(isQuiet(quiet, new Date(time))).toBe(expected));
});
