import { describe, expect, it, vi } from 'vitest';
import { limits } from './limits.js';
import { seeded } from './random.js';
import { can, type Standing } from './permissions.js';
import { outranks } from './standings.js';
import { boundedText } from './boundedText.js';
import { graphemes, visibleLength } from './text.js';
import { username } from './users.js';

describe('text', () => {
  it.each([
    ['abc', 3],
    ['👨‍👩‍👧', 1],
    ['é', 1],
    ['e\u0301', 1],
    ['日本', 2],
    ['a\nb', 3],
  ])('%j has %i characters', (text, length) => expect(visibleLength(text)).toBe(length));

  it('refuses what cannot be stored', () => {
    const text = boundedText(1, 5);
    expect(text.safeParse('12345').success).toBe(true);
    for (const wrong of ['123456', '', '  ', 'a\0', '\ud800'])
      expect(text.safeParse(wrong).success, JSON.stringify(wrong)).toBe(false);
  });

  /** The units passed to the segmenter, in all and at once at most. */
  const segmented = (work: () => void): { all: number; most: number } => {
    const spy = vi.spyOn(Intl.Segmenter.prototype, 'segment');
    try {
      work();
      const given = spy.mock.calls.map(([text]) => text.length);
      return { all: given.reduce((sum, units) => sum + units, 0), most: Math.max(0, ...given) };
    } finally {
      spy.mockRestore();
    }
  };

  it.each([
    '\u0301',
    'e\u0301',
    '🇩',
    '👨\u200d',
    '\u1100',
    '\u0600',
    'क\u094d',
    '\ud83d',
    '\ufe0f',
    'é',
    '한',
  ])('never gives %j by the thousand to the segmenter', (sign) => {
    const text = sign.repeat(Math.ceil(256_000 / sign.length)).slice(0, 256_000);
    // Too long by its units alone: its characters are not counted, in names and in messages.
    for (const max of [limits.keyword, limits.displayName, limits.topic, limits.messageLength])
      expect(
        segmented(() => expect(boundedText(1, max).safeParse(text).error?.issues).toHaveLength(1)),
      ).toEqual({ all: 0, most: 0 });
    const longest = text.slice(0, limits.messageUnits);
    const counted = segmented(() => boundedText(1, limits.messageLength).safeParse(longest));
    expect(counted.all).toBeLessThanOrEqual(longest.length * 4);
    // One sign that fills a piece is segmented as a whole: that is one step.
    const many = segmented(() => visibleLength(`${sign}a`.repeat(20_000)));
    expect(many.most).toBeLessThanOrEqual(257);
  });

  it('finds the signs that Intl.Segmenter finds, whatever stands beside what', () => {
    const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31));
    const random = seeded(seed);
    const parts = [
      ...[
        'a',
        ' ',
        '\r',
        '\n',
        'é',
        'e\u0301',
        '\u0301',
        '🇩🇪',
        '🇩',
        '👨',
        '\u200d',
        '👩🏽',
        '\ufe0f',
        '\u1100',
        '\u1161',
      ],
      ...[
        '\u11a8',
        '한',
        '가',
        '\u0600',
        'क',
        '\u094d',
        '\u093f',
        '\ud83d',
        '\udc68',
        '日',
        'か\u3099',
        '\u00ad',
        '\u200b',
        '1\u20e3',
        '‼',
        '©',
      ],
    ];
    const plain = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
    for (let round = 0; round < 300; round++) {
      let text = '';
      const few = 1 + Math.floor(random() * parts.length);
      for (let i = 0; i < random() * 900; i++) text += parts[Math.floor(random() * few)] ?? '';
      const expected = Array.from(plain.segment(text), ({ segment, index }) => ({ segment, index }));
      expect([...graphemes(text)], `seed ${seed}, round ${round}`).toEqual(expected);
      expect(visibleLength(text), `seed ${seed}, round ${round}`).toBe(expected.length);
    }
    // Each sign that is classified as separate is so beside each kind of the others.
    for (let unit = 0x20; unit < 0x10000; unit++) {
      const pair = `${String.fromCharCode(unit)}a${String.fromCharCode(unit)}${String.fromCharCode(unit)}한`;
      expect(visibleLength(pair), unit.toString(16)).toBe([...plain.segment(pair)].length);
    }
  });

  it('stops counting when there is enough', () => {
    expect(visibleLength('é😀'.repeat(5000), 10)).toBe(11);
    expect(boundedText(0, limits.messageLength).safeParse('😀'.repeat(8000)).success).toBe(true);
    expect(boundedText(0, limits.messageLength).safeParse('😀'.repeat(8001)).success).toBe(false);
    expect(boundedText(0, limits.displayName).safeParse('👨‍👩‍👧‍👦'.repeat(80)).success).toBe(true);
  });

  it('takes user names that can be typed behind an @', () => {
    for (const right of ['jo', 'jo.rivera', 'a-b_c9', 'JO'])
      expect(username.safeParse(right).success).toBe(true);
    for (const wrong of ['j', '.jo', 'jo-', 'j o', 'jö', 'x'.repeat(33)])
      expect(username.safeParse(wrong).success, wrong).toBe(false);
  });
});

describe('permissions', () => {
  const standing = (over: Partial<Standing> = {}): Standing => ({
    workspace: 'member',
    room: 'member',
    type: 'private',
    archived: false,
    general: false,
    ...over,
  });
  it('outsiders read public rooms only, guests not even those', () => {
    expect(can('read', standing({ room: undefined }))).toBe(false);
    expect(can('read', standing({ room: undefined, type: 'public' }))).toBe(true);
    expect(can('read', standing({ room: undefined, type: 'public', workspace: 'guest' }))).toBe(false);
    expect(can('read', standing({ room: undefined, workspace: 'owner' }))).toBe(false);
  });
  it('nothing is written into an archived room', () => {
    for (const permission of ['send', 'join', 'rename', 'addMember', 'setRole'] as const)
      expect(can(permission, standing({ archived: true, room: 'owner', type: 'public' }))).toBe(false);
  });
  it('moderators are above members and below owners', () => {
    expect(outranks(standing({ room: 'moderator' }), 'member')).toBe(true);
    expect(outranks(standing({ room: 'moderator' }), 'moderator')).toBe(false);
    expect(outranks(standing({ room: 'owner' }), 'owner')).toBe(true);
  });
});
