import { describe, expect, it } from 'vitest';
import { matcherOf, replaced, REPLACEMENT } from './matchWords.js';
import type { WordEntry } from './wordFilter.js';

const entry = (phrase: string, action: WordEntry['action'] = 'deny'): WordEntry => ({ phrase, action });
const found = (text: string, ...phrases: string[]): string[] =>
  matcherOf(phrases.map((phrase) => entry(phrase)))(text).map(({ from, to }) => text.slice(from, to));

describe('the word filter', () => {
  it.each([
    ['a Bad word', ['bad'], ['Bad']],
    ['a badge', ['bad'], []],
    ['a badge', ['bad*'], ['badge']],
    ['unbad', ['*bad'], ['unbad']],
    ['xbady', ['*bad*'], ['xbady']],
    ['bxxd', ['b*d'], ['bxxd']],
    ['buy  cheap, watches', ['buy cheap'], ['buy  cheap']],
    ['buy', ['buy cheap'], []],
    ['BÄD bäd', ['bad'], ['BÄD', 'bäd']],
    ['ｂａｄ and b\u200bad', ['bad'], ['ｂａｄ', 'b\u200bad']],
    ['это Плохо', ['плохо'], ['Плохо']],
    // With letters of other alphabets, and with letters that nobody sees.
    ['a bаd wοrd', ['bad', 'word'], ['bаd', 'wοrd']],
    ['crурtο', ['crypto'], ['crурtο']],
    ['b\u3164a\u034fd', ['bad'], ['b\u3164a\u034fd']],
    ['这是坏词吗', ['*坏词*'], ['这是坏词吗']],
    ['anything', ['*', '* *', '!!'], []],
  ])('finds in %j by %j: %j', (text, phrases, places) => {
    expect(found(text, ...phrases)).toEqual(places);
  });

  it('replaces what overlaps as one, and leaves all else', () => {
    const text = 'very bad word here';
    const matches = matcherOf([entry('bad word'), entry('word'), entry('very')])(text);
    expect(replaced(text, matches)).toBe(`${REPLACEMENT} ${REPLACEMENT} here`);
    expect(replaced(text, [])).toBe(text);
  });

  it('agrees with a slow and plain matcher, on any text (seeded)', () => {
    let seed = 7;
    const random = (below: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * below);
    };
    const make = (signs: string, most: number): string =>
      Array.from({ length: random(most) }, () => signs[random(signs.length)]).join('');
    for (let round = 0; round < 3000; round++) {
      const phrase = make('ab*', 5);
      const text = make('ab Á', 14);
      const plain = phrase.replace(/\*+/g, '*');
      const pattern = new RegExp(`^${plain.replaceAll('*', '.*')}$`);
      const words = text.split(' ').filter((word) => word !== '');
      const folded = words.filter((word) => pattern.test(word.toLowerCase().replaceAll('á', 'a')));
      const expected = plain === '' || plain === '*' ? [] : folded;
      expect(found(text, phrase), `${phrase} in ${text}`).toEqual(expected);
    }
  });

  it('reads each word of a long text once, whatever the patterns', () => {
    const matches = matcherOf(Array.from({ length: 500 }, (_, i) => entry(`*a*a*a*${i}`)));
    expect(matches('a'.repeat(64_000))).toEqual([]);
    expect(matches('a '.repeat(8000))).toEqual([]);
  });
});
