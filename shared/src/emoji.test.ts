import data from 'emojibase-data/en/data.json';
import { describe, expect, it } from 'vitest';
import { bareEmoji, emojiIn, qualifiedEmoji, withoutTones } from './emoji.js';
import { inNormalForm, knownEmoji } from './knownEmoji.js';

interface Entry {
  emoji: string;
  hexcode: string;
  skins?: Entry[];
}
const isLetter = (emoji: string): boolean => /^[\u{1f1e6}-\u{1f1ff}]$/u.test(emoji);
const every = (data as Entry[])
  .flatMap((entry) => [entry, ...(entry.skins ?? [])])
  .map(({ emoji }) => emoji)
  .filter((emoji) => !isLetter(emoji));

describe('the normal form of an emoji', () => {
  it('is the fully qualified one, for all emoji of the data and all their skin tones', () => {
    expect(every.length).toBeGreaterThan(3900);
    // The engine of this machine may be older than the data: the emoji that it has must be the same.
    const recommended = /^\p{RGI_Emoji}$/v;
    const differing = every.filter((emoji) => {
      const normal = knownEmoji(emoji);
      return normal === undefined || normal !== qualifiedEmoji(emoji) || knownEmoji(normal) !== normal;
    });
    expect(differing).toEqual([]);
    expect(every.filter((emoji) => !recommended.test(qualifiedEmoji(emoji))).length).toBeLessThan(200);
  });

  it('is the same whichever U+FE0F are there', () => {
    for (const emoji of every) {
      const forms = [bareEmoji(emoji), [...bareEmoji(emoji)].join('\ufe0f'), `${bareEmoji(emoji)}\ufe0f`];
      expect(new Set([emoji, ...forms].map(knownEmoji)).size, emoji).toBe(1);
    }
  });

  it.each([
    ['👍', '👍'],
    ['👍\ufe0f', '👍'],
    ['❤', '❤️'],
    ['☝🏽', '☝🏽'],
    ['☝\ufe0f', '☝️'],
    ['1⃣', '1️⃣'],
    ['🏳‍🌈', '🏳️‍🌈'],
    ['👁‍🗨', '👁️‍🗨️'],
    ['👩‍❤‍👨', '👩‍❤️‍👨'],
    ['🕵🏽‍♀', '🕵🏽‍♀️'],
    ['👩🏻‍🤝‍👨🏿', '👩🏻‍🤝‍👨🏿'],
    ['🇩🇪', '🇩🇪'],
  ])('%s → %s', (emoji, normal) => expect(knownEmoji(emoji)).toBe(normal));

  it.each([
    '',
    'x',
    '1',
    '#',
    '🎉🎉',
    'a👍',
    '👍 ',
    '🇩',
    '🇩🇩',
    '👍🏽🏽',
    '👩🏻‍🤝‍👨🏻',
    '🧑🏻‍🤝‍🧑',
    '🎉🏽',
    '\ufe0f',
    '❤\ufe0e',
    '$set',
    '__proto__',
  ])('of what is not one emoji there is none: %j', (text) => expect(knownEmoji(text)).toBeUndefined());
});

describe('reactions', () => {
  it('of equal forms are one, each person once', () => {
    const stored = [
      { emoji: '👍\ufe0f', userIds: ['a', 'b'] },
      { emoji: '🎉', userIds: ['c'] },
      { emoji: '👍', userIds: ['b', 'd'] },
      { emoji: 'old', userIds: ['a'] },
    ];
    const normal = inNormalForm(stored);
    expect(normal).toEqual([
      { emoji: '👍', userIds: ['a', 'b', 'd'] },
      { emoji: '🎉', userIds: ['c'] },
      { emoji: 'old', userIds: ['a'] },
    ]);
    expect(inNormalForm(normal)).toBe(normal);
  });
});

describe('emoji in a text', () => {
  it('are found as a whole, however they are written', () => {
    expect(emojiIn('ship 🎉👍🏽, 👩‍❤‍👨 and ❤ 🇩🇪🇫🇷 1️⃣ but no 12 #1 *')).toEqual([
      '🎉',
      '👍🏽',
      '👩‍❤‍👨',
      '❤',
      '🇩🇪',
      '🇫🇷',
      '1️⃣',
    ]);
    for (const emoji of every) expect(emojiIn(`a${emoji}b`), emoji).toEqual([emoji]);
    expect(withoutTones('👩🏻‍🤝‍👨🏿')).toBe('👩‍🤝‍👨');
  });
});
