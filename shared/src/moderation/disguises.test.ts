import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matcherOf } from './matchWords.js';

/** What stands for each letter, and looks like it: other alphabets, small and capital, widths, styles, marks. */
const disguises: Record<string, string> = {
  a: 'аАαΑɑａＡ𝐚𝒜𝖆ⓐáÄåāÅ',
  b: 'вВΒｂＢ𝐛𝔅ⓑḃ',
  c: 'сСϲⅽｃ𝐜ℂⓒçĆ',
  d: 'ԁđｄ𝐝ⓓďḌ',
  e: 'еЕΕҽｅ𝐞ℯⓔéÊë',
  h: 'һНΗｈ𝐡ℋⓗĥ',
  i: 'іІιΙıİｉ𝐢ⓘíÏ',
  k: 'кКκΚｋ𝐤ⓚķ',
  m: 'мМΜｍ𝐦ⓜṁ',
  n: 'ոΝｎ𝐧ⓝñŃ',
  o: 'оОοΟօøØｏ𝐨ℴⓞóÖ',
  p: 'рРρΡｐ𝐩ⓟṕ',
  s: 'ѕЅｓ𝐬ⓢśſ',
  t: 'тТτΤｔ𝐭ⓣť',
  x: 'хХχΧｘ𝐱ⓧẋ',
  y: 'уУγΥүҮｙ𝐲ⓨýŸ',
  z: 'Ζｚ𝐳ⓩžŻ',
};
/** What nobody sees. */
const hidden = [
  '',
  '',
  '\u200b',
  '\u200d',
  '\u00ad',
  '\u2060',
  '\ufeff',
  '\u034f',
  '\u3164',
  '\u0301',
  '\u202e',
  '\ufe0f',
];

const letter = fc.constantFrom(...Object.keys(disguises));
const worn = (plain: string): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.constantFrom(plain, plain.toUpperCase(), ...(disguises[plain] ?? '')),
      fc.constantFrom(...hidden),
    )
    .map((pair) => pair.join(''));

/** A word, and a disguise of it in which at least one letter is plain: so a reader takes it for Latin. */
const pairs = fc
  .tuple(fc.array(letter, { minLength: 3, maxLength: 10 }), fc.nat())
  .chain(([letters, at]) =>
    fc
      .tuple(...letters.map((one, i) => (i === at % letters.length ? fc.constant(one) : worn(one))))
      .map((signs) => ({ word: letters.join(''), text: signs.join('') })),
  );

const finds = (phrase: string, text: string): boolean =>
  matcherOf([{ phrase, action: 'deny' }])(text).length > 0;
const options = { seed: 27, numRuns: 3000 };

describe('a word in disguise (seeded)', () => {
  it('is found, wherever it stands, and in whole', () => {
    fc.assert(
      fc.property(pairs, ({ word, text }) => {
        expect(finds(word, text)).toBe(true);
        expect(finds(word, `well, (${text})!`)).toBe(true);
        expect(finds(`*${word.slice(1)}`, text)).toBe(true);
      }),
      options,
    );
  });

  it('is not another word that has other letters', () => {
    fc.assert(
      fc.property(pairs, letter, fc.nat(), ({ word, text }, other, at) => {
        const i = at % word.length;
        fc.pre(word[i] !== other);
        expect(finds(word.slice(0, i) + other + word.slice(i + 1), text)).toBe(false);
      }),
      options,
    );
  });

  it('is found in its own alphabet, in small letters and capitals', () => {
    for (const word of ['νίκη', 'ζυγός', 'βάση', 'ύμνος', 'нация', 'мина', 'үнэн', 'плохо']) {
      expect(finds(word, word.toUpperCase()), word).toBe(true);
      expect(finds(word.toUpperCase(), `(${word})`), word).toBe(true);
    }
    // And a Latin word is none of them.
    for (const [phrase, text] of [
      ['nan', 'van'],
      ['hot', 'not'],
      ['buy', 'vuy'],
    ] as const)
      expect(finds(phrase, text)).toBe(false);
  });
});
